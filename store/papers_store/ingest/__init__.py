"""Bring articles into a library: import pages, watch folders, copy another library."""
