"""What an index holds of an article: terms, and the names by which works are matched."""
