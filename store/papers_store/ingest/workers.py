"""Parse pages and derive the terms of articles in worker processes, on every core."""

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
"""Largest number of pages, and of bytes, that a worker gets at once."""

_AHEAD, _AHEAD_BYTES = 768, 64_000_000
"""Largest number of pages, and of bytes, in the queue: workers stay busy during a write, and memory
stays bounded."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read: a file, or bytes from standard input."""

    path: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """An encoded article, for another process."""

    path: str
    """The article's id."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A page or an article that was refused, and why."""

    path: str
    reason: str


Prepared = Entry | Refused


def prepare(page: Page, imported_at: str, limits: Limits = DEFAULT_LIMITS) -> Prepared:
    """Read and parse one page, and derive its terms, in this process."""
    # The parser is not needed to list a library.
    from papers_store.parser import parse

    try:
        data = read_page(page, limits)
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


def read_page(page: Page, limits: Limits) -> bytes:
    """Return the bytes of a page.

    Raises:
        PageError: It is no file, or larger than a page may be.
        OSError: It cannot be read.
    """
    data = _read(page.path, limits.page_bytes) if page.data is None else page.data
    if len(data) > limits.page_bytes:
        raise PageError(page.path, f"is larger than {limits.page_megabytes} MB")
    return data


def _read(path: str, most: int) -> bytes:
    """Return the bytes of a file, at most one more than `most`."""
    # Opening a device may have effects, and opening a pipe blocks.
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise PageError(path, NO_FILE)
    # The path may have been replaced in the meantime.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise PageError(path, NO_FILE)
        # read returns None for files that behave like an empty non-blocking pipe.
        return file.read(most + 1) or b""


NO_FILE = "is not a file"


def reason_of(error: OSError | ValueError) -> str:
    """Return why a file cannot be read, as part of a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "cannot be read"


def prepare_in_parallel(
    pages: Sequence[Page], imported_at: str, limits: Limits = DEFAULT_LIMITS
) -> Iterator[list[Prepared]]:
    """Prepare pages in worker processes, in order and with a bounded queue.

    A page that kills its worker, by exceeding memory or time or by a fault in a C library, is
    refused alone.
    """
    work = partial(prepare, imported_at=imported_at, limits=limits)
    worker_limits = _WorkerLimits(_GRACE * limits.page_seconds, limits.memory_bytes)
    return _in_parallel(pages, work, worker_limits)


def entries_in_parallel(articles: Iterable[Article]) -> Iterator[list[Prepared]]:
    """Derive the terms of articles in worker processes.

    Args:
        articles: Consumed as needed, a little ahead.
    """
    packed = (Packed(article.id, _PACKER.encode(article)) for article in articles)
    return _in_parallel(packed, _unpack)


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
class _WorkerLimits:
    """Limits of a worker process; 0 for none."""

    seconds: float = 0
    """Processor time for one item, after which the process is killed."""
    memory: int = 0
    """Address space in bytes."""


_UNLIMITED = _WorkerLimits()


def _in_parallel(
    items: Iterable[_Item], work: Callable[[_Item], Prepared], limits: _WorkerLimits = _UNLIMITED
) -> Iterator[list[Prepared]]:
    waiting = _chunks(iter(items))
    under_way: deque[_Chunk[_Item]] = deque()
    while True:
        try:
            yield from _in_order(waiting, under_way, work, limits)
        except BrokenProcessPool:
            # Any item in the queue may be the cause; those of the first chunk are tried one by one.
            suspects = under_way.popleft()
            waiting = chain([*under_way], waiting)
            under_way.clear()
            yield list(_one_by_one(suspects.items, work, limits))
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
    """Return the size of a page in bytes; 0 for one that cannot be read."""
    try:
        return os.stat(item.path).st_size if item.data is None else len(item.data)  # noqa: PTH116
    except (OSError, ValueError):
        # Reading it reports the error.
        return 0


def _in_order(
    waiting: Iterator[_Chunk[_Item]],
    under_way: deque[_Chunk[_Item]],
    work: Callable[[_Item], Prepared],
    limits: _WorkerLimits,
) -> Iterator[list[Prepared]]:
    """Process chunks in worker processes, one for each core, and yield results in order.

    Args:
        waiting: Chunks, consumed as needed.
        under_way: Chunks that were submitted and are not finished.
        work: Called for each item of a chunk.
        limits: Limits of a worker.

    Raises:
        BrokenProcessPool: A worker died on one of the chunks under way.
    """
    results: deque[Future[list[_Sent]]] = deque()
    size = 0
    cores = _cores()
    ahead = max(_AHEAD // _CHUNK, 2 * cores)
    stop = get_context("spawn").Event()
    with _pool(cores, stop, limits) as pool:
        try:
            while True:
                while len(under_way) < ahead and size < _AHEAD_BYTES:
                    chunk = next(waiting, None)
                    if chunk is None:
                        break
                    under_way.append(chunk)
                    size += chunk.size
                    with defer_signals():
                        results.append(pool.submit(_send_all, chunk.items, work, limits.seconds))
                if not under_way:
                    return
                done = [_received(one) for one in results.popleft().result()]
                size -= under_way.popleft().size
                yield done
        except BaseException:
            # The results are no longer wanted. The workers are asked to stop and not killed, since
            # the pool would wait for ever for a result that a killed worker was sending. They are
            # waited for, since one that is just starting needs the event of this function.
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _one_by_one(
    items: Sequence[_Item], work: Callable[[_Item], Prepared], limits: _WorkerLimits
) -> Iterator[Prepared]:
    """Process items one by one in a worker, and refuse those that kill it."""
    waiting = deque(items)
    while waiting:
        with _pool(1, get_context("spawn").Event(), limits) as pool:
            try:
                while waiting:
                    with defer_signals():
                        sent = pool.submit(_send_all, [waiting[0]], work, limits.seconds)
                    received = _received(sent.result()[0])
                    waiting.popleft()
                    yield received
            except BrokenProcessPool:
                yield Refused(waiting.popleft().path, "the process that read it died")


_Sent = bytes | Refused
"""A result between processes; entries are packed, since pickling their hundred parts is slow."""

_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Entry)
_ARTICLES = msgspec.msgpack.Decoder(Article)


_GRACE = 2
"""Factor on the time limit of a page after which its worker is killed."""


def _send_all(
    items: Sequence[_Item], work: Callable[[_Item], Prepared], seconds: float
) -> list[_Sent]:
    sent = []
    for item in items:
        if _stop_request.is_set():
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


class _StopRequest:
    """The event by which the parent process asks a worker to stop."""

    event: Event | None = None

    def is_set(self) -> bool:
        """Return whether the worker should stop."""
        return self.event is not None and self.event.is_set()


_stop_request = _StopRequest()


def _pool(workers: int, stop: Event, limits: _WorkerLimits) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(stop, limits.memory),
    )


def _start_worker(stop: Event, memory: int) -> None:
    """Initialise a worker, which stops only at the parent's request or with the parent."""
    _stop_request.event = stop
    os.nice(_NICE)
    if memory:
        limit_memory(memory)
    _collect_rarely()
    # Ctrl-C and a hangup reach every process of the terminal; the parent handles them.
    for ending in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    restore_signals()
    threading.Thread(target=_exit_with_the_parent, daemon=True).start()


_NICE = 10
"""Niceness of workers, so that they slow down neither the writing parent nor people who read."""

_GC_THRESHOLDS = (50_000, 20, 50)
"""Thresholds of the garbage collector's generations."""


def _collect_rarely() -> None:
    """Run the garbage collector less often than by default, and not on imported modules.

    Parsing creates many objects that reference counting frees; the collector took a tenth of the
    time for a page.
    """
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)


def _exit_with_the_parent() -> None:
    """Exit when the parent dies, since a killed parent cannot ask its workers to stop."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
