"""What is true of Chinese text, whatever it is in."""
