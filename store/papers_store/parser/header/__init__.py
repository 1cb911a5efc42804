"""The header of an article: title, authors, institutions, keywords and numbers."""
