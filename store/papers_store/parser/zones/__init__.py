"""The zones of a page: front, body, lists and notes, told apart line by line."""
