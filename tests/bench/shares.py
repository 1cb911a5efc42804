"""Runs in a process of its own: jieba alone over pages, or an import taken apart by its clocks.

python shares.py jieba < names-of-pages
python shares.py shares SCRATCH-LIBRARY < names-of-pages
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

_CLOCKS = (
    ("parse", "papers_store.parser", "parse"),
    ("fold and spell", "papers_store.analysis.terms", "terms_of"),
    ("cut", "papers_store.analysis.terms", "_words"),
    ("pinyin", "papers_store.analysis.terms", "_sounds"),
    ("digest", "papers_store.analysis.terms", "digest_of"),
    ("TinyDB", "papers_store.backends.local.segments", "Segments.append"),
    ("index", "papers_store.backends.local.index.writer", "IndexWriter.record"),
)
"""What is timed, and where it stands; time in another clock is the other's alone."""


class _Clocks:
    """Adds up what each part takes, without the parts inside it."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self._inside: list[float] = []

    def put(self, name: str, module: str, path: str) -> None:
        """Time a function, found by its name; one that is not there is not timed."""
        *parents, last = path.split(".")
        holder: Any = import_module(module)
        for parent in parents:
            holder = getattr(holder, parent, None)
        if hasattr(holder, last):
            self.taken[name] = 0.0
            setattr(holder, last, self._timed(name, getattr(holder, last)))
        else:
            print(f"no clock for {name}: {module} has no {path}", file=sys.stderr)

    def _timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            self._inside.append(0.0)
            began = time.perf_counter()
            try:
                return work(*args, **options)
            finally:
                took = time.perf_counter() - began
                self.taken[name] += took - self._inside.pop()
                if self._inside:
                    self._inside[-1] += took

        return timed


def shares(files: Sequence[str], folder: str) -> dict[str, float]:
    """Seconds of each part of an import in one process."""
    from papers_store.ingest.workers import Page, Refused, prepare
    from papers_store.opening import open_library

    with open_library(folder, create=True) as library:
        # The first page loads dictionaries, which an import does once for each core.
        first = prepare(Page(files[0]), "2024-01-01T00:00:00+00:00")
        assert not isinstance(first, Refused), first.reason
        library.put_entries([first])
        clocks = _Clocks()
        for clock in _CLOCKS:
            clocks.put(*clock)
        began = time.perf_counter()
        prepared = [prepare(Page(file), "2024-01-01T00:00:00+00:00") for file in files[1:]]
        library.put_entries([entry for entry in prepared if not isinstance(entry, Refused)])
        whole = time.perf_counter() - began
    return {**clocks.taken, "the rest": whole - sum(clocks.taken.values())}


def jieba_alone(files: Sequence[str]) -> dict[str, float]:
    """Seconds that jieba.cut takes for the texts of the pages, its dictionary loaded before."""
    import logging

    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    texts = [Path(file).read_text(encoding="utf-8") for file in files]
    began = time.perf_counter()
    for text in texts:
        for _ in jieba.cut(text):
            pass
    return {"seconds": time.perf_counter() - began}


if __name__ == "__main__":
    names = sys.stdin.read().splitlines()
    found = jieba_alone(names) if sys.argv[1] == "jieba" else shares(names, sys.argv[2])
    print(json.dumps(found))
