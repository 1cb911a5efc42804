"""Writing files so that a pulled plug leaves the old one or the new one."""

import itertools
import os
import stat
import tempfile
from pathlib import Path

from papers_store.errors import LibraryError


def read_file(path: Path, *, most: int) -> bytes | None:
    """What stands in a file, or None where there is none.

    Args:
        path: The file. A pipe, a device or a folder in its place is not waited for.
        most: Bytes that it may have.

    Raises:
        LibraryError: it is no file, is larger, or cannot be read.
    """
    try:
        # A pipe would have its reader wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise LibraryError(f"{path}: is no file; take it away")
            if found.st_size > most:
                raise LibraryError(f"{path}: is larger than any file of a library; take it away")
            return file.read()
    except FileNotFoundError:
        return None
    except IsADirectoryError as error:
        raise LibraryError(f"{path}: is no file; take it away") from error
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read ({error.strerror})") from error


def is_in_the_way(path: Path) -> bool:
    """Whether something that is no file stands where a file should: a pipe, a device, a folder."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and stays after a power failure."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o664 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep_beside(path: Path) -> None:
    """Take away what `replace_file` left half written beside a file when it was stopped.

    Args:
        path: The file, which nobody writes now; it may stand for many: [0-9]*.json.
    """
    # Eight characters, as mkstemp makes them: rsync's own temporary files have six.
    for left in path.parent.glob(f".{path.name}.{'?' * 8}"):
        left.unlink(missing_ok=True)


def keep_copy(path: Path, folder: Path) -> Path:
    """Keep a file that is about to be replaced in a folder as well; where it is there.

    No file that is there already is touched, and the copy stays after a power failure.
    """
    folder.mkdir(exist_ok=True)
    for nth in itertools.count():
        kept = folder / (f"{path.name}.{nth}" if nth else path.name)
        if kept.exists():
            continue
        try:
            os.link(path, kept)
        except FileExistsError:
            continue
        except OSError:
            # Not every file system has links; the first attempt may also have run out of room.
            replace_file(kept, path.read_bytes())
        break
    sync_folder(folder)
    sync_folder(folder.parent)
    return kept


def sync_folder(path: Path) -> None:
    """Have what was renamed in a folder stay there after a power failure."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
