"""The reader's terminal: its keys, its width of characters, its encoding, its signals."""
