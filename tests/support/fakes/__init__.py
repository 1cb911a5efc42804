"""Stand-ins for parts of the program and for who uses it."""
