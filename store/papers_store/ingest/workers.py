"""Pages and articles made ready for a library: read and cut, on every core where there are many."""

import gc
import os
import signal
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from papers_store.analysis.terms import Entry, entry_of
from papers_store.article import Article
from papers_store.errors import PageError
from papers_store.system.limits import (
    DEFAULT_LIMITS,
    Limits,
    TimeLimitExceeded,
    kill_after_cpu_time,
    limit_cpu_time,
    limit_memory,
)
from papers_store.system.signals import defer_signals, restore_signals

_CHUNK, _CHUNK_BYTES = 16, 4_000_000
"""Pages given to a worker process at once, and bytes of them."""

_AHEAD, _AHEAD_BYTES = 768, 64_000_000
"""Pages under way: the cores have work while as many are written, and memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be read: a file, or bytes that came through standard input."""

    path: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """An article on its way to another process."""

    path: str
    """Its id; an article has no other place."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A page or an article that is not in the library, and why."""

    path: str
    reason: str


Prepared = Entry | Refused


def prepare(page: Page, imported_at: str, limits: Limits = DEFAULT_LIMITS) -> Prepared:
    """Read, parse and cut one page, in this process."""
    # The HTML parser and the rest are not needed to list a library.
    from papers_store.parser import parse

    try:
        data = _read(page.path, limits.page_bytes) if page.data is None else page.data
        if len(data) > limits.page_bytes:
            raise PageError(page.path, f"is larger than {limits.page_megabytes} MB")
        with limit_cpu_time(limits.page_seconds):
            article = parse(data, page.path, imported_at=imported_at, most_lines=limits.page_lines)
            return entry_of(article)
    except PageError as error:
        return Refused(page.path, error.reason)
    except TimeLimitExceeded:
        return Refused(page.path, f"takes longer than {limits.page_seconds} seconds to read")
    except MemoryError:
        return Refused(page.path, "takes more memory to read than a page may")
    except OSError as error:
        return Refused(page.path, reason_of(error))


def _read(path: str, most: int) -> bytes:
    """The bytes of a file, and one more than the most where there are more."""
    # To open a device may set something off, and a pipe waits for who writes into it.
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise PageError(path, NO_FILE)
    # It may have become something else in the meantime.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise PageError(path, NO_FILE)
        # None where the system calls it a file, and it answers like a pipe that is empty.
        return file.read(most + 1) or b""


NO_FILE = "is not a file"


def reason_of(error: OSError | ValueError) -> str:
    """Why a file cannot be read, as part of a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "cannot be read"


def prepare_in_parallel(
    pages: Sequence[Page], imported_at: str, limits: Limits = DEFAULT_LIMITS
) -> Iterator[list[Prepared]]:
    """Prepare pages in worker processes; they come back in order, never too many at a time.

    A page on which a worker dies, by want of memory or time or a fault in a library, is refused
    alone.
    """
    work = partial(prepare, imported_at=imported_at, limits=limits)
    most = _Most(_GRACE * limits.page_seconds, limits.memory_bytes)
    return _on_every_core(pages, work, most)


def entries_in_parallel(articles: Iterable[Article]) -> Iterator[list[Prepared]]:
    """Make articles ready for a library in worker processes, as pages are prepared.

    Args:
        articles: Taken as they are needed, a little ahead.
    """
    packed = (Packed(article.id, _PACKER.encode(article)) for article in articles)
    return _on_every_core(packed, _unpack)


def _unpack(packed: Packed) -> Prepared:
    return entry_of(_ARTICLES.decode(packed.data))


_Item = TypeVar("_Item", bound=Page | Packed)


@dataclass(frozen=True, slots=True)
class _Chunk(Generic[_Item]):
    """Items that go to a worker process together."""

    items: Sequence[_Item]
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class _Most:
    """What a worker process may take; 0 for as much as it likes."""

    seconds: float = 0
    """Of work on one item, after which the process is ended."""
    memory: int = 0
    """In bytes."""


_AS_IT_LIKES = _Most()


def _on_every_core(
    items: Iterable[_Item], work: Callable[[_Item], Prepared], most: _Most = _AS_IT_LIKES
) -> Iterator[list[Prepared]]:
    waiting = _chunks(iter(items))
    under_way: deque[_Chunk[_Item]] = deque()
    while True:
        try:
            yield from _in_order(waiting, under_way, work, most)
        except BrokenProcessPool:
            # It may have been any item under way; those of the first chunk are tried one by one.
            suspects = under_way.popleft()
            waiting = chain([*under_way], waiting)
            under_way.clear()
            yield list(_apart(suspects.items, work, most))
        else:
            return


def _chunks(items: Iterator[_Item]) -> Iterator[_Chunk[_Item]]:
    chunk: list[_Item] = []
    size = 0
    for item in items:
        more = size_of(item)
        if chunk and (len(chunk) == _CHUNK or size + more > _CHUNK_BYTES):
            yield _Chunk(chunk, size)
            chunk, size = [], 0
        chunk.append(item)
        size += more
    if chunk:
        yield _Chunk(chunk, size)


def size_of(item: Page | Packed) -> int:
    """Bytes of a page; 0 for one that cannot be read."""
    try:
        return os.stat(item.path).st_size if item.data is None else len(item.data)  # noqa: PTH116
    except (OSError, ValueError):
        # Whoever reads it says what is wrong with it.
        return 0


def _in_order(
    waiting: Iterator[_Chunk[_Item]],
    under_way: deque[_Chunk[_Item]],
    work: Callable[[_Item], Prepared],
    most: _Most,
) -> Iterator[list[Prepared]]:
    """Do the work on chunks, on every core.

    Args:
        waiting: Chunks, taken as they are needed.
        under_way: Those that were taken and are not done.
        work: Done on each item of a chunk.
        most: What a worker may take.

    Raises:
        BrokenProcessPool: a worker died on something that is under way.
    """
    results: deque[Future[list[_Sent]]] = deque()
    size = 0
    cores = _cores()
    ahead = max(_AHEAD // _CHUNK, 2 * cores)
    over = get_context("spawn").Event()
    with _pool(cores, over, most) as pool:
        try:
            while True:
                while len(under_way) < ahead and size < _AHEAD_BYTES:
                    chunk = next(waiting, None)
                    if chunk is None:
                        break
                    under_way.append(chunk)
                    size += chunk.size
                    with defer_signals():
                        results.append(pool.submit(_send_all, chunk.items, work, most.seconds))
                if not under_way:
                    return
                done = [_received(one) for one in results.popleft().result()]
                size -= under_way.popleft().size
                yield done
        except BaseException:
            # What they are reading nobody wants any more. They are told, and not killed: what one
            # was sending when it died would be waited for without end. They are waited for: one
            # that just starts needs what is gone with this function.
            over.set()
            pool.shutdown(cancel_futures=True)
            raise


def _apart(
    items: Sequence[_Item], work: Callable[[_Item], Prepared], most: _Most
) -> Iterator[Prepared]:
    """Do the work on items one by one in a process, and refuse those with which it dies."""
    waiting = deque(items)
    while waiting:
        with _pool(1, get_context("spawn").Event(), most) as pool:
            try:
                while waiting:
                    with defer_signals():
                        sent = pool.submit(_send_all, [waiting[0]], work, most.seconds)
                    received = _received(sent.result()[0])
                    waiting.popleft()
                    yield received
            except BrokenProcessPool:
                yield Refused(waiting.popleft().path, "the process that read it died")


_Sent = bytes | Refused
"""An entry goes from process to process packed: its hundred parts take long to pickle."""

_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Entry)
_ARTICLES = msgspec.msgpack.Decoder(Article)


_GRACE = 2
"""How many times as long as it may a page is worked on, before the process ends with it."""


def _send_all(
    items: Sequence[_Item], work: Callable[[_Item], Prepared], seconds: float
) -> list[_Sent]:
    sent = []
    for item in items:
        if _told.is_over():
            break
        kill_after_cpu_time(seconds)
        sent.append(_sent(work(item)))
    kill_after_cpu_time(0)
    return sent


def _sent(prepared: Prepared) -> _Sent:
    return prepared if isinstance(prepared, Refused) else _PACKER.encode(prepared)


def _received(sent: _Sent) -> Prepared:
    return sent if isinstance(sent, Refused) else _UNPACKER.decode(sent)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Told:
    """What a worker was told by the process that started it."""

    over: Event | None = None

    def is_over(self) -> bool:
        """Whether nobody wants what is read any more."""
        return self.over is not None and self.over.is_set()


_told = _Told()


def _pool(workers: int, over: Event, most: _Most) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_follow_the_parent,
        initargs=(over, most.memory),
    )


def _follow_the_parent(over: Event, memory: int) -> None:
    """Leave it to the parent when to end, and end with it whatever has ended it."""
    _told.over = over
    os.nice(_NICE)
    if memory:
        limit_memory(memory)
    _collect_rarely()
    # ctrl-c and a line that drops reach every process of the terminal; one is enough to stop.
    for ending in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    restore_signals()
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


_NICE = 10
"""How far workers stand back: whoever writes what they have read must not wait for them, nor must
people who read meanwhile."""

_BETWEEN = (50_000, 20, 50)
"""Objects made between two looks for garbage, and looks at the young between those at the old."""


def _collect_rarely() -> None:
    """Look for garbage less often than Python does of itself, and never through what is imported.

    Parsing makes many objects that reference counts free again; to look through them was a tenth of
    the work on a page.
    """
    gc.freeze()
    gc.set_threshold(*_BETWEEN)


def _end_with_the_parent() -> None:
    """A parent that was killed could not tell, and its workers would wait for work for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
