"""What one person did while reading: stars, tags, notes and places.

They stand in a TinyDB file of the reader's own, never in a library, which may be shared.
"""
