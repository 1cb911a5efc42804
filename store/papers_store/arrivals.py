"""Pages that arrive in folders, given out when they have stopped changing."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

from papers_store.errors import PapersError
from papers_store.importer import is_page, pages_under
from papers_store.segments import Stamp
from papers_store.workers import Refused

_QUIET = 0.5
"""Seconds for which a page must not have changed, or it may be half written."""


def arrivals(folders: Sequence[Path], *, until: Callable[[], bool]) -> Iterator[list[str]]:
    """Pages in folders and those below: what is there, then what comes or changes.

    Args:
        folders: What is watched.
        until: Whether it is over; asked at least every half second.

    Yields:
        What has stopped changing, in order of name: pages, and folders that cannot be listed, for
        whoever reads them to say why.

    Raises:
        PapersError: the system does not let the folders be watched.
    """
    settling = Settling()
    unseen = [str(folder) for folder in folders]
    try:
        for changes in watch(
            *folders,
            watch_filter=None,
            yield_on_timeout=True,
            rust_timeout=int(_QUIET * 1000),
            ignore_permission_denied=True,
        ):
            if until():
                return
            # What is there is looked at when the watch has begun, so that nothing comes between.
            for path in (*unseen, *_arrived(changes)):
                settling.notice(path)
            unseen = []
            if gone := next((folder for folder in folders if not folder.is_dir()), None):
                raise PapersError(f"{gone}: is gone, and what arrives there now is not seen")
            if settled := settling.look(time.monotonic()):
                yield settled
    except (OSError, RuntimeError) as error:
        # watchfiles has an error of its own, of the second kind, that it does not show.
        raise PapersError(f"{', '.join(map(str, folders))}: cannot be watched ({error})") from error


def _arrived(changes: set[tuple[Change, str]]) -> Iterator[str]:
    """Files that are there, and folders that are new; of these nothing else may be told."""
    for change, path in changes:
        if change is Change.added or (change is Change.modified and not Path(path).is_dir()):
            yield path


class Settling:
    """Pages that were seen to change, until they have not for a while."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Stamp | None, float]] = {}

    def notice(self, path: str) -> None:
        """Wait for a page, or for all that are in a folder."""
        if Path(path).is_dir():
            unlisted: list[Refused] = []
            found = [*pages_under(path, unlisted), *(one.path for one in unlisted)]
        else:
            found = [path] if is_page(Path(path)) else []
        for one in found:
            self._waiting.setdefault(one, (None, 0.0))

    def look(self, now: float) -> list[str]:
        """What has not changed since it was looked at some time before, in order of name.

        Args:
            now: in seconds, by a clock that never goes back.
        """
        settled = []
        for path, (before, since) in sorted(self._waiting.items()):
            stamp = _stamp(path)
            if stamp is None:
                # Gone again, as files are that others write aside and rename.
                del self._waiting[path]
            elif stamp != before:
                self._waiting[path] = (stamp, now)
            elif now - since >= _QUIET:
                del self._waiting[path]
                settled.append(path)
        return settled


def _stamp(path: str) -> Stamp | None:
    """The version of a file; None where it is gone."""
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return None
    except OSError:
        # Whoever reads it says what is wrong with it.
        return Stamp(0, 0)
    return Stamp(found.st_size, found.st_mtime_ns)
