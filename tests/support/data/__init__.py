"""Pages and articles to try the program on."""
