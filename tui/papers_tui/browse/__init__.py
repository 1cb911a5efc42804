"""The screen to read on: it binds the keys, and holds the objects that search, read and act."""
