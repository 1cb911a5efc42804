"""Standard input, output and error as a program may be started with them: closed, or full.

What was printed and cannot be written is an error of the program itself, which it names on standard
error. Where that cannot be written either, the exit code still says it.
"""

import errno
import os
import sys
from io import TextIOWrapper
from typing import TextIO

_NOT_WRITTEN = frozenset(
    {errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EPERM, errno.EINVAL}
)
"""Why a stream that is open does not take what is printed; of other errors a file is named."""


def open_streams() -> None:
    """Put something in the place of streams that are closed, which Python leaves out.

    Else the next file that is opened would be one of them. What stands for input and output refuses
    to be read and written, as a closed one does; what is said on a closed standard error is lost.
    """
    if sys.stdin is None:
        sys.stdin = sys.__stdin__ = _stand_in("rb", os.O_WRONLY)  # type: ignore[misc]
    if sys.stdout is None:
        sys.stdout = sys.__stdout__ = _stand_in("wb", os.O_RDONLY)  # type: ignore[misc]
    if sys.stderr is None:
        sys.stderr = sys.__stderr__ = _stand_in("wb", os.O_WRONLY)  # type: ignore[misc]


def _stand_in(mode: str, how: int) -> TextIOWrapper:
    # The lowest number that is free, which is that of the stream.
    handle = os.open(os.devnull, how)
    # Programs that are started from here need a stream there too.
    os.set_inheritable(handle, True)
    return TextIOWrapper(os.fdopen(handle, mode, closefd=False), encoding="utf-8")


def say_on_error(line: str) -> None:
    """Print a line on standard error, if it can be."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def unwritten(error: OSError) -> bool:
    """Whether an unhandled error comes from writing to standard output."""
    return error.filename is None and error.errno in _NOT_WRITTEN


def silence(stream: TextIO) -> None:
    """Let what a stream has kept, and what is printed later, be lost.

    Python would try it again at its end, and exit with a code of its own.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    stream.flush()
