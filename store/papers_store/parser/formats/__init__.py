"""Formats of pages: text, Markdown and HTML, each read to lines."""
