"""Queries, and what they find, whatever holds the articles."""
