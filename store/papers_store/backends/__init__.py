"""Where a library's articles are kept: in a folder, or on a server."""
