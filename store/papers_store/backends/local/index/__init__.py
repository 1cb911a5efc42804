"""The index: what the list and the filter need, derived from the segments and disposable.

Two full-text tables (SQLite FTS5) hold no text, only where terms stand: jieba's words, by which
hits are ranked, and single characters, by which substrings are found exactly. Which articles a
query finds is decided by characters alone; words only decide the order. A third holds how names
and titles sound.
"""
