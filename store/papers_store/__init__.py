"""Articles of Chinese scholars: parsed, kept in a library, searched, read and cited.

The names in `__all__` are the package's public face, and stay. Each is loaded when it is first
used, so that a program that only opens a library loads neither the parser nor the query language.
"""

from typing import TYPE_CHECKING

__all__ = ["Article", "Library", "open_library", "parse", "parse_query"]

if TYPE_CHECKING:
    from papers_store.article import Article
    from papers_store.library import Library
    from papers_store.opening import open_library
    from papers_store.parser import parse
    from papers_store.search.query import parse_query
else:
    # Hidden from mypy, which would otherwise take any name at all for one of this package.
    from importlib import import_module

    _MODULES = {
        "Article": "papers_store.article",
        "Library": "papers_store.library",
        "open_library": "papers_store.opening",
        "parse": "papers_store.parser",
        "parse_query": "papers_store.search.query",
    }

    def __getattr__(name: str) -> object:
        """A public name, from the module that defines it."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
