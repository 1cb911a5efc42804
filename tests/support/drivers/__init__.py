"""Drive the program and its servers from outside."""
