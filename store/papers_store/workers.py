"""Pages and articles made ready for a library: read and cut, on every core where there are many."""

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
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import TypeVar

import msgspec

from papers_store.article import Article
from papers_store.errors import PageError
from papers_store.terms import Entry, entry_of

MOST_BYTES = 20_000_000
"""A page larger than this is refused."""

_CHUNK = 16
"""Pages given to a worker process at once."""

_AHEAD = 512
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


def prepare(page: Page, imported_at: str) -> Prepared:
    """Read, parse and cut one page, in this process."""
    # The HTML parser and the rest are not needed to list a library.
    from papers_store.parse import parse

    try:
        data = _read(page.path) if page.data is None else page.data
        if len(data) > MOST_BYTES:
            raise PageError(page.path, f"is larger than {MOST_BYTES // 1_000_000} MB")
        return entry_of(parse(data, page.path, imported_at=imported_at))
    except PageError as error:
        return Refused(page.path, error.reason)
    except OSError as error:
        return Refused(page.path, reason_of(error))


def _read(path: str) -> bytes:
    # Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise PageError(path, "is not a file")
        return file.read(MOST_BYTES + 1)


def reason_of(error: OSError | ValueError) -> str:
    """Why a file cannot be read, as part of a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "cannot be read"


def prepare_on_every_core(pages: Sequence[Page], imported_at: str) -> Iterator[list[Prepared]]:
    """Prepare pages in worker processes; they come back in order, never too many at a time.

    A page on which a worker dies, by want of memory or a fault in a library, is refused alone.
    """
    return _on_every_core(pages, partial(prepare, imported_at=imported_at))


def entries_on_every_core(articles: Iterable[Article]) -> Iterator[list[Prepared]]:
    """Make articles ready for a library in worker processes, as pages are prepared.

    Args:
        articles: Taken as they are needed, a little ahead.
    """
    packed = (Packed(article.id, _PACKER.encode(article)) for article in articles)
    return _on_every_core(packed, _unpack)


def _unpack(packed: Packed) -> Prepared:
    return entry_of(_ARTICLES.decode(packed.data))


_Item = TypeVar("_Item", bound=Page | Packed)


def _on_every_core(
    items: Iterable[_Item], work: Callable[[_Item], Prepared]
) -> Iterator[list[Prepared]]:
    waiting = _chunks(iter(items))
    under_way: deque[list[_Item]] = deque()
    while True:
        try:
            yield from _in_order(waiting, under_way, work)
        except BrokenProcessPool:
            # It may have been any item under way; those of the first chunk are tried one by one.
            suspects = under_way.popleft()
            waiting = chain([*under_way], waiting)
            under_way.clear()
            yield [_apart(item, work) for item in suspects]
        else:
            return


def _chunks(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    while chunk := [*islice(items, _CHUNK)]:
        yield chunk


def _in_order(
    waiting: Iterator[list[_Item]],
    under_way: deque[list[_Item]],
    work: Callable[[_Item], Prepared],
) -> Iterator[list[Prepared]]:
    """Do the work on chunks, on every core.

    Args:
        waiting: Chunks, taken as they are needed.
        under_way: Those that were taken and are not done.
        work: Done on each item of a chunk.

    Raises:
        BrokenProcessPool: a worker died on something that is under way.
    """
    results: deque[Future[list[_Sent]]] = deque()
    cores = _cores()
    most = max(_AHEAD // _CHUNK, 2 * cores)
    over = get_context("spawn").Event()
    with _pool(cores, over) as pool:
        try:
            while True:
                while len(under_way) < most and (chunk := next(waiting, None)):
                    under_way.append(chunk)
                    results.append(pool.submit(_send_all, chunk, work))
                if not under_way:
                    return
                done = [_received(one) for one in results.popleft().result()]
                under_way.popleft()
                yield done
        except BaseException:
            # What they are reading nobody wants any more. They are told, and not killed: what one
            # was sending when it died would be waited for without end.
            over.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _apart(item: _Item, work: Callable[[_Item], Prepared]) -> Prepared:
    with _pool(1, get_context("spawn").Event()) as pool:
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            return Refused(item.path, "the process that read it died")


_Sent = bytes | Refused
"""An entry goes from process to process packed: its hundred parts take long to pickle."""

_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Entry)
_ARTICLES = msgspec.msgpack.Decoder(Article)


def _send_all(items: Sequence[_Item], work: Callable[[_Item], Prepared]) -> list[_Sent]:
    return [_sent(work(item)) for item in items if not _told.is_over()]


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


def _pool(workers: int, over: Event) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_follow_the_parent,
        initargs=(over,),
    )


def _follow_the_parent(over: Event) -> None:
    """Leave it to the parent when to end, and end with it whatever has ended it."""
    _told.over = over
    # ctrl-c and a line that drops reach every process of the terminal; one is enough to stop.
    for ending in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """A parent that was killed could not tell, and its workers would wait for work for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
