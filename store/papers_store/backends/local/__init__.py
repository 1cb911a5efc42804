"""A library in a folder: segments that hold the articles, an index that finds them."""
