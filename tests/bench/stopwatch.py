"""A terminal that notes when each byte came, and looks at the screen only afterwards.

Taking a screen apart is slower than what is measured, so bytes are kept with their time of
arrival and read when the program has fallen silent.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pyte

from support.drivers.terminal import Terminal

COLUMNS, ROWS = 120, 36
_COUNT_WIDTH = 24
"""Characters at the right end of the top row that only a count stands in."""
_END_OF_FRAME = b"\x1b[?2026l"
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One painting of the screen."""

    at: float
    """Milliseconds since the keys were sent, or the program was started, until it was whole."""
    size: int
    """Bytes."""
    lines: tuple[str, ...]
    """The screen afterwards."""
    listed: bool
    """Whether it changed what is below the top row, or the count at the right of that row."""


class _Log(pyte.ByteStream):
    """Stands in for the screen: notes what comes, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[tuple[float, bytes]] = []

    def feed(self, data: bytes) -> None:  # type: ignore[override]  # as pyte's own does
        self.arrived.append((time.perf_counter(), data))


class Stopwatch(Terminal):
    """A program on a pseudo-terminal, timed."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        environ = {"LC_ALL": "C.UTF-8", **(env or {})}
        self._began = time.perf_counter()
        super().__init__(command, columns=COLUMNS, rows=ROWS, env=environ)
        # pexpect waits before it sends, in case somebody is to be asked for a password.
        self.child.delaybeforesend = None
        self._screen_stream = self._stream
        self._log = _Log()
        self._stream = self._log
        self._rest = b""
        self._before: tuple[str, ...] = ()

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self.child.pid)

    def frames_until(self, done: Callable[[Sequence[str]], bool], quiet: float) -> list[Frame]:
        """Everything painted until the screen satisfies and nothing more comes for so long."""
        frames: list[Frame] = []
        deadline = time.perf_counter() + _PATIENCE
        while True:
            while self.read(quiet):
                pass
            frames += self._paint()
            if done(self._before):
                return frames
            if time.perf_counter() > deadline or not self.child.isalive():
                screen = "\n".join(self._before)
                raise AssertionError(f"never came to show what was waited for:\n{screen}")

    def exchange(
        self, keys: str, done: Callable[[Sequence[str]], bool] | None = None, quiet: float = 0.08
    ) -> list[Frame]:
        """Send keys and take the frames they cause; at least one."""
        self.rest(0.0)
        self._began = time.perf_counter()
        self.press(keys)
        painted = len(self.received)
        return self.frames_until(done or (lambda _: len(self.received) > painted), quiet)

    def rest(self, quiet: float = 0.3) -> None:
        """Wait until the program has nothing to say."""
        self.frames_until(lambda _: True, quiet)

    def _paint(self) -> list[Frame]:
        """Take the screen apart, frame by frame; what is not marked as one counts as one."""
        frames: list[Frame] = []
        for at, data in self._log.arrived:
            self._rest += data
            while _END_OF_FRAME in self._rest or not self._marks_frames:
                frame, mark, self._rest = self._rest.partition(_END_OF_FRAME)
                if not frame:
                    break
                frames.append(self._frame(at, frame + mark))
        self._log.arrived.clear()
        return frames

    @property
    def _marks_frames(self) -> bool:
        return _END_OF_FRAME in self.received

    def _frame(self, at: float, data: bytes) -> Frame:
        self._screen_stream.feed(data)
        before, self._before = self._before, tuple(self.lines)
        return Frame(
            at=(at - self._began) * 1000,
            size=len(data),
            lines=self._before,
            listed=_listed(before) != _listed(self._before),
        )


def _listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    return (lines[0][-_COUNT_WIDTH:], *lines[1:]) if lines else ()


def shows_count(count: int) -> Callable[[Sequence[str]], bool]:
    """Whether the right of the top row gives a count."""
    pattern = re.compile(rf"(?<![\d,]){count:,}(?![\d,])")
    return lambda lines: bool(lines and pattern.search(lines[0][-_COUNT_WIDTH:]))


def shows(text: str) -> Callable[[Sequence[str]], bool]:
    """Whether a text stands anywhere."""
    return lambda lines: any(text in line for line in lines)


_MARKS = TemporaryDirectory(prefix="papers-bench-")
"""Gone when the measuring is."""


def reader(program: str, library: Path) -> Stopwatch:
    """The app, opened on a library by somebody who has marked nothing, and set nothing."""
    marks = Path(_MARKS.name) / "reader"
    rmtree(marks, ignore_errors=True)
    env = {"PAPERS_READER": str(marks / "reader.json"), "XDG_CONFIG_HOME": str(marks)}
    return Stopwatch([program, "--library", str(library)], env)
