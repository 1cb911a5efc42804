"""What a reader does at the four panes, one room of work a module; the screen binds the keys."""
