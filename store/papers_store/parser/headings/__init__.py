"""Headings: their numbers, and the levels they nest in."""
