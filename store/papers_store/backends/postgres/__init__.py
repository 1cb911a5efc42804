"""A library on a PostgreSQL server, for many hosts and many readers.

What a query may find of an article is made by `papers_store.analysis.terms`, as for every library;
the server holds it, looks it up and counts. Which articles a query finds is decided by grams (see
`grams`), in which order by words; no dictionary or configuration of the server is used.
"""
