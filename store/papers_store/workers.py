"""Pages made ready for a library: read, parsed and cut, on every core where there are many."""

import os
import signal
import stat
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process

import msgspec

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
class Refused:
    """A page that is not in the library, and why."""

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
    chunks = deque(pages[at : at + _CHUNK] for at in range(0, len(pages), _CHUNK))
    while chunks:
        try:
            for prepared in _prepare_in_order(chunks, imported_at):
                chunks.popleft()
                yield prepared
        except BrokenProcessPool:
            # It may have been any page under way; the first chunk is tried page by page.
            yield [_prepare_apart(page, imported_at) for page in chunks.popleft()]


def _prepare_in_order(
    chunks: Sequence[Sequence[Page]], imported_at: str
) -> Iterator[list[Prepared]]:
    """Prepare chunks on every core."""
    waiting = iter(list(chunks))
    under_way: deque[Future[list[_Sent]]] = deque()
    cores = _cores()
    most = max(_AHEAD // _CHUNK, 2 * cores)
    with _pool(cores) as pool:
        try:
            while True:
                while len(under_way) < most and (chunk := next(waiting, None)):
                    under_way.append(pool.submit(_prepare_chunk, chunk, imported_at))
                if not under_way:
                    return
                yield [_received(one) for one in under_way.popleft().result()]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _prepare_apart(page: Page, imported_at: str) -> Prepared:
    with _pool(1) as pool:
        try:
            return pool.submit(prepare, page, imported_at).result()
        except BrokenProcessPool:
            return Refused(page.path, "the process that read it died")


_Sent = bytes | Refused
"""An entry goes from process to process packed: its hundred parts take long to pickle."""

_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Entry)


def _prepare_chunk(pages: Sequence[Page], imported_at: str) -> list[_Sent]:
    return [_sent(prepare(page, imported_at)) for page in pages]


def _sent(prepared: Prepared) -> _Sent:
    return prepared if isinstance(prepared, Refused) else _PACKER.encode(prepared)


def _received(sent: _Sent) -> Prepared:
    return sent if isinstance(sent, Refused) else _UNPACKER.decode(sent)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_follow_the_parent
    )


def _follow_the_parent() -> None:
    """Leave it to the parent to stop, and end with it even where it was killed."""
    # ctrl-c reaches every process of the terminal; one of them is enough to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    # Every worker holds the queue's other end too, and would wait for work for ever.
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
