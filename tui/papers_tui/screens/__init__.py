"""What fills the terminal: each screen with its style sheet beside it."""
