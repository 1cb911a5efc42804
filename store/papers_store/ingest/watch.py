"""Watch folders, and yield their pages once they have stopped changing."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

from papers_store.backends.local.segments import Fingerprint
from papers_store.errors import PapersError
from papers_store.ingest.importer import is_ignored, is_page, pages_under
from papers_store.ingest.workers import Refused

_QUIET = 0.5
"""Seconds without a change after which a page counts as completely written."""

_BACK = 5.0
"""Seconds within which a removed folder may be created or mounted again."""


def watch_pages(folders: Sequence[Path], *, until: Callable[[], bool]) -> Iterator[list[str]]:
    """Yield the pages in folders and their subfolders: those there are, then new and changed ones.

    Args:
        folders: The folders to watch.
        until: Returns True to stop; called at least every half second.

    Yields:
        What has stopped changing, in order of name: pages, and folders that cannot be listed, so
        that reading them reports why.

    Raises:
        PapersError: The system refuses to watch the folders, or one of them is gone.
    """
    # The watch reports absolute paths.
    folders = [folder.absolute() for folder in folders]
    debouncer = Debouncer()
    for changed in _changed(folders):
        if until():
            return
        if changed is None:
            for folder in folders:
                debouncer.look_through(str(folder))
        else:
            for path in changed:
                if not _is_ignored_below(folders, path):
                    debouncer.notice(path)
        if settled := debouncer.look(time.monotonic()):
            yield settled


def _changed(folders: Sequence[Path]) -> Iterator[Iterable[str] | None]:
    """Yield changed paths, at least every half second.

    Yields:
        The paths; None if anything may have changed: once when the watch has started, so that no
        earlier change is missed, and again for a name that is not UTF-8, which the watch reports
        without its path.
    """
    while True:
        yield from _while_gone(folders)
        before = _identities(folders)
        begun = False
        try:
            for changes in watch(
                *folders,
                watch_filter=None,
                yield_on_timeout=True,
                rust_timeout=int(_QUIET * 1000),
                ignore_permission_denied=True,
            ):
                if not begun:
                    begun = True
                    yield None
                yield _added_or_modified(changes)
                if _identities(folders) != before or _are_deleted(folders, changes):
                    break
        except (RuntimeError, UnicodeError):
            # watchfiles raises a RuntimeError of its own that it does not export, and a
            # UnicodeError if the name of the folder is not UTF-8: then it is scanned repeatedly.
            time.sleep(_QUIET)
            yield None
        except FileNotFoundError:
            # Removed a moment ago; wait for it.
            time.sleep(_QUIET)
        except OSError as error:
            names = ", ".join(map(str, folders))
            raise PapersError(f"{names}: cannot be watched ({error})") from error


def _while_gone(folders: Sequence[Path]) -> Iterator[list[str]]:
    """Yield nothing new while a folder is missing, which may be back in a moment."""
    until = time.monotonic() + _BACK
    while gone := next((folder for folder in folders if not folder.is_dir()), None):
        if time.monotonic() > until:
            raise PapersError(f"{gone}: is gone, and what arrives there now is not seen")
        time.sleep(_QUIET)
        yield []


def _identities(folders: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Return device and inode of each folder, since one may be replaced by another."""
    found: list[tuple[int, int] | None] = []
    for folder in folders:
        try:
            stat = folder.stat()
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_dev, stat.st_ino))
    return found


def _are_deleted(folders: Sequence[Path], changes: set[tuple[Change, str]]) -> bool:
    """Return whether a folder itself was deleted; a new one may get its inode number."""
    deleted = {path for change, path in changes if change is Change.deleted}
    return any(str(folder) in deleted for folder in folders)


def _added_or_modified(changes: set[tuple[Change, str]]) -> list[str]:
    """Return added and modified files and new folders, whose content may not be reported."""
    return [
        path
        for change, path in changes
        if change is Change.added or (change is Change.modified and not Path(path).is_dir())
    ]


def _is_ignored_below(folders: Sequence[Path], path: str) -> bool:
    """Return whether a path, or a folder between it and the watched one, is ignored."""
    found = Path(path)
    above = [folder for folder in folders if found.is_relative_to(folder)]
    nearest = max(above, key=lambda folder: len(folder.parts), default=found.parent)
    return any(map(is_ignored, found.relative_to(nearest).parts))


class Debouncer:
    """Holds changed pages back until they have not changed for a while."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Fingerprint | None, float]] = {}
        self._returned: dict[str, Fingerprint] = {}
        """The fingerprint of each page when it was returned."""

    def notice(self, path: str) -> None:
        """Hold back a page, or all pages in a folder."""
        if Path(path).is_dir():
            self._wait_for(_listed(path))
        elif is_page(Path(path)):
            self._wait_for([path])

    def look_through(self, folder: str) -> None:
        """Hold back the pages in a folder that have changed since they were returned."""
        self._wait_for(
            path for path in _listed(folder) if self._returned.get(path) != _fingerprint(path)
        )

    def _wait_for(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._waiting.setdefault(path, (None, 0.0))

    def look(self, now: float) -> list[str]:
        """Return the pages that have stopped changing, in order of name.

        Args:
            now: Seconds on a monotonic clock.
        """
        settled = []
        for path, (before, since) in sorted(self._waiting.items()):
            fingerprint = _fingerprint(path)
            if fingerprint is None:
                # Gone, like temporary files that were renamed.
                del self._waiting[path]
                self._returned.pop(path, None)
            elif fingerprint != before:
                self._waiting[path] = (fingerprint, now)
            elif now - since >= _QUIET:
                del self._waiting[path]
                self._returned[path] = fingerprint
                settled.append(path)
        return settled


def _listed(folder: str) -> list[str]:
    """Return the pages in a folder and its subfolders, and the folders that cannot be listed."""
    unlisted: list[Refused] = []
    return [*pages_under(folder, unlisted), *(one.path for one in unlisted)]


def _fingerprint(path: str) -> Fingerprint | None:
    """Return the fingerprint of a file, or None if it is gone."""
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return None
    except OSError:
        # Reading it reports the error.
        return Fingerprint(0, 0)
    return Fingerprint(found.st_size, found.st_mtime_ns)
