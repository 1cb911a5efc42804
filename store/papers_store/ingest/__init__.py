"""Articles into a library: from pages, from folders that are watched, from another library."""
