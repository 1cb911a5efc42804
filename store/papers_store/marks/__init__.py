"""One reader's marks: stars, tags, notes and reading positions.

They are kept in a TinyDB file of the reader, never in a library, which may be shared.
"""
