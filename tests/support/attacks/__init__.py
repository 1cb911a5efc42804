"""Hostile input and injected faults."""
