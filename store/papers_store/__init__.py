"""The library of parsed articles; knows nothing of terminals."""
