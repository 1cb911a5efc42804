"""Flush the pending lists of a library's indexes in the background, while more is written.

A GIN index gathers new entries in a pending list, which every search reads through. Flushing it
takes as long as writing it, and no caller has to wait for that.
"""

from concurrent.futures import Future, ThreadPoolExecutor

from papers_store.backends.postgres.server import Server
from papers_store.backends.postgres.writer import flush_pending


class IndexFlush:
    """Flushes one library's indexes in a thread, on a connection of its own."""

    def __init__(self, address: str) -> None:
        self._server = Server(address)
        self._executor: ThreadPoolExecutor | None = None
        self._latest: Future[None] | None = None

    def begin(self) -> None:
        """Start a flush, after the previous one has finished.

        Raises:
            LibraryError: The previous flush failed.
        """
        self.finish()
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, "flush")
        # Something was written a moment ago, so the server is known to exist.
        self._latest = self._executor.submit(self._server.write, flush_pending, is_known=True)

    def finish(self) -> None:
        """Wait until the last flush has finished.

        Raises:
            LibraryError: It failed; the server will flush by itself later.
        """
        latest, self._latest = self._latest, None
        if latest is not None:
            latest.result()

    def close(self) -> None:
        """Finish, and close the connection."""
        try:
            self.finish()
        finally:
            if self._executor is not None:
                self._executor.shutdown()
            self._server.close()
