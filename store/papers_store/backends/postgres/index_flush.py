"""Putting what was written where it is soon found, while more is being written.

A server gathers what is new of an index, and every search looks through all of it. To put it in
its place takes as long as to write it, and nobody has to wait for that.
"""

from concurrent.futures import Future, ThreadPoolExecutor

from papers_store.backends.postgres.server import Server
from papers_store.backends.postgres.writer import flush_pending


class IndexFlush:
    """Settles one library's indexes in the background, on a connection of its own."""

    def __init__(self, address: str) -> None:
        self._server = Server(address)
        self._hands: ThreadPoolExecutor | None = None
        self._latest: Future[None] | None = None

    def begin(self) -> None:
        """Settle what was written, once what was written before is settled.

        Raises:
            LibraryError: that could not be.
        """
        self.finish()
        if self._hands is None:
            self._hands = ThreadPoolExecutor(1, "settling")
        # Something was written a moment ago, so that there is a server.
        self._latest = self._hands.submit(self._server.write, flush_pending, is_known=True)

    def finish(self) -> None:
        """Wait until all is settled that was begun.

        Raises:
            LibraryError: it could not be; the server will do it later, of itself.
        """
        latest, self._latest = self._latest, None
        if latest is not None:
            latest.result()

    def close(self) -> None:
        """Let go of the server when all is settled."""
        try:
            self.finish()
        finally:
            if self._hands is not None:
                self._hands.shutdown()
            self._server.close()
