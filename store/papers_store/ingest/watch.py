"""Pages that arrive in folders, given out when they have stopped changing."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

from papers_store.backends.local.segments import Fingerprint
from papers_store.errors import PapersError
from papers_store.ingest.importer import is_ignored, is_page, pages_under
from papers_store.ingest.workers import Refused

_QUIET = 0.5
"""Seconds for which a page must not have changed, or it may be half written."""

_BACK = 5.0
"""Seconds within which a folder that was taken away may be made anew or mounted again."""


def watch_pages(folders: Sequence[Path], *, until: Callable[[], bool]) -> Iterator[list[str]]:
    """Pages in folders and those below: what is there, then what comes or changes.

    Args:
        folders: What is watched.
        until: Whether it is over; asked at least every half second.

    Yields:
        What has stopped changing, in order of name: pages, and folders that cannot be listed, for
        whoever reads them to say why.

    Raises:
        PapersError: the system does not let the folders be watched, or one of them is gone.
    """
    # As the watch names what is below.
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
                if not _is_passed_over_below(folders, path):
                    debouncer.notice(path)
        if settled := debouncer.look(time.monotonic()):
            yield settled


def _changed(folders: Sequence[Path]) -> Iterator[Iterable[str] | None]:
    """Paths that have changed, at least every half second.

    Yields:
        The paths; None where anything may have changed. That is so when the watch has begun, lest
        anything comes between, and once more for a name that is not UTF-8: that there is one, the
        watch says, but not where.
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
                yield _arrived(changes)
                if _identities(folders) != before or _are_deleted(folders, changes):
                    break
        except (RuntimeError, UnicodeError):
            # watchfiles has an error of its own, of the first kind, that it does not show. The
            # other comes where a folder's own name is not UTF-8: it is looked through again and
            # again.
            time.sleep(_QUIET)
            yield None
        except FileNotFoundError:
            # Taken away a moment ago, and waited for.
            time.sleep(_QUIET)
        except OSError as error:
            names = ", ".join(map(str, folders))
            raise PapersError(f"{names}: cannot be watched ({error})") from error


def _while_gone(folders: Sequence[Path]) -> Iterator[list[str]]:
    """Nothing, while a folder is not there; it may be back in a moment."""
    until = time.monotonic() + _BACK
    while gone := next((folder for folder in folders if not folder.is_dir()), None):
        if time.monotonic() > until:
            raise PapersError(f"{gone}: is gone, and what arrives there now is not seen")
        time.sleep(_QUIET)
        yield []


def _identities(folders: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Which folders they are; another may stand in the place of one that was watched."""
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
    """Whether one of the folders itself was taken away; the next may get its number."""
    deleted = {path for change, path in changes if change is Change.deleted}
    return any(str(folder) in deleted for folder in folders)


def _arrived(changes: set[tuple[Change, str]]) -> list[str]:
    """Files that are there, and folders that are new; of these nothing else may be told."""
    return [
        path
        for change, path in changes
        if change is Change.added or (change is Change.modified and not Path(path).is_dir())
    ]


def _is_passed_over_below(folders: Sequence[Path], path: str) -> bool:
    """Whether a path, or a folder on the way to it from the one that is watched, is passed over."""
    found = Path(path)
    above = [folder for folder in folders if found.is_relative_to(folder)]
    nearest = max(above, key=lambda folder: len(folder.parts), default=found.parent)
    return any(map(is_ignored, found.relative_to(nearest).parts))


class Debouncer:
    """Pages that were seen to change, until they have not for a while."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Fingerprint | None, float]] = {}
        self._given: dict[str, Fingerprint] = {}
        """Each page that was given out, as it was then."""

    def notice(self, path: str) -> None:
        """Wait for a page, or for all that are in a folder."""
        if Path(path).is_dir():
            self._wait_for(_listed(path))
        elif is_page(Path(path)):
            self._wait_for([path])

    def look_through(self, folder: str) -> None:
        """Wait for the pages in a folder that are not as they were when they were given out."""
        self._wait_for(
            path for path in _listed(folder) if self._given.get(path) != _fingerprint(path)
        )

    def _wait_for(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._waiting.setdefault(path, (None, 0.0))

    def look(self, now: float) -> list[str]:
        """What has not changed since it was looked at some time before, in order of name.

        Args:
            now: in seconds, by a clock that never goes back.
        """
        settled = []
        for path, (before, since) in sorted(self._waiting.items()):
            fingerprint = _fingerprint(path)
            if fingerprint is None:
                # Gone again, as files are that others write aside and rename.
                del self._waiting[path]
                self._given.pop(path, None)
            elif fingerprint != before:
                self._waiting[path] = (fingerprint, now)
            elif now - since >= _QUIET:
                del self._waiting[path]
                self._given[path] = fingerprint
                settled.append(path)
        return settled


def _listed(folder: str) -> list[str]:
    """The pages in a folder and those below, and the folders there that cannot be listed."""
    unlisted: list[Refused] = []
    return [*pages_under(folder, unlisted), *(one.path for one in unlisted)]


def _fingerprint(path: str) -> Fingerprint | None:
    """The version of a file; None where it is gone."""
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return None
    except OSError:
        # Whoever reads it says what is wrong with it.
        return Fingerprint(0, 0)
    return Fingerprint(found.st_size, found.st_mtime_ns)
