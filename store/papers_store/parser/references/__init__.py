"""Reference lists: lines to entries, entries to their parts as GB/T 7714 sets them."""
