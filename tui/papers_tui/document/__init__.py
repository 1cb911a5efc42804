"""An article as text to show or to write: blocks, lines, and files."""
