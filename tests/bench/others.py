"""Readers of other things that people use in a terminal: exec to the first row, same articles."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from bench.figures import Figure, figure
from bench.stopwatch import Stopwatch, shows

_SAMPLES = 7
_LONGEST_SECONDS = 60.0
"""A program that takes long to start is started less often."""

_LONGEST_PREPARATION = 240.0

_GROUP = "beside: exec to first row painted"


@dataclass(frozen=True, slots=True)
class Ready:
    """A program on its own store of the articles."""

    command: Sequence[str]
    shows: str
    """What its first row reads."""
    env: tuple[tuple[str, str], ...] = ()


def measure(files: Sequence[Path], folder: Path) -> list[Figure]:
    """Those that are installed, a figure each; the table's first line names the others."""
    figures = []
    for name, prepare in _PROGRAMS.items():
        if shutil.which(name) is None:
            continue
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        try:
            samples = _samples(prepare(files, place))
        except (AssertionError, subprocess.TimeoutExpired) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
        else:
            few = f"{len(samples)} samples" if len(samples) < _SAMPLES else ""
            figures.append(figure(_GROUP, name, "ms", samples, beside=few))
        shutil.rmtree(place)
    return figures


def _samples(ready: Ready) -> list[float]:
    """Seven, or as many as there is time for; the table gives their number where it is less."""
    _first_row(ready)
    samples: list[float] = []
    began = time.monotonic()
    while len(samples) < _SAMPLES and time.monotonic() - began < _LONGEST_SECONDS:
        samples.append(_first_row(ready))
    return samples


def _first_row(ready: Ready) -> float:
    with Stopwatch(ready.command, dict(ready.env)) as opened:
        frames = opened.frames_until(shows(ready.shows), quiet=0.3)
        return next(frame.at for frame in frames if shows(ready.shows)(frame.lines))


def _texts(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Title and text of each page."""
    for file in files:
        text = file.read_text(encoding="utf-8")
        yield text.split("\n", 1)[0], text


def _newsboat(files: Sequence[Path], place: Path) -> Ready:
    """The articles as one feed, fetched into its cache before."""
    feed = place / "feed.xml"
    with feed.open("w", encoding="utf-8") as out:
        out.write('<rss version="2.0"><channel><title>articles</title>')
        for nth, (title, text) in enumerate(_texts(files)):
            out.write(
                f"<item><title>{escape(title)}</title><guid>{nth}</guid>"
                f"<description>{escape(text)}</description></item>"
            )
        out.write("</channel></rss>")
    (place / "urls").write_text(f"file://{feed.resolve()}\n", encoding="utf-8")
    (place / "config").write_text("refresh-on-startup no\n", encoding="utf-8")
    command = ["newsboat", "-q", "-u", str(place / "urls"), "-C", str(place / "config")]
    command += ["-c", str(place / "cache.db")]
    reload = [*command, "-x", "reload"]
    subprocess.run(reload, check=True, stdout=subprocess.DEVNULL, timeout=_LONGEST_PREPARATION)
    return Ready(command, "articles")


def _neomutt(files: Sequence[Path], place: Path) -> Ready:
    """The articles as one mailbox."""
    box = place / "mbox"
    first = ""
    with box.open("w", encoding="utf-8") as out:
        for nth, (title, text) in enumerate(_texts(files)):
            first = first or title
            out.write(
                "From reader Mon Jan  1 00:00:00 2024\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n"
                f"From: reader@example.org\nMessage-ID: <{nth}@example.org>\nSubject: {title}\n"
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                f"{text}\n"
            )
    (place / "rc").write_text(
        'set charset="utf-8"\nset sort=mailbox-order\nset sort_aux=mailbox-order\n'
        f'set index_format="%s"\nset folder="{place}"\n',
        encoding="utf-8",
    )
    return Ready(["neomutt", "-n", "-R", "-F", str(place / "rc"), "-f", str(box)], first[:6])


def _cobib(files: Sequence[Path], place: Path) -> Ready:
    """The articles as entries of its database, without their text."""
    with (place / "database.yaml").open("w", encoding="utf-8") as out:
        for nth, (title, _) in enumerate(_texts(files)):
            out.write(f"---\narticle{nth}:\n  ENTRYTYPE: article\n  title: {title}\n...\n")
    here = place.resolve()
    (place / "config.py").write_text(
        "from cobib.config import config\n"
        f"config.database.file = {str(here / 'database.yaml')!r}\n"
        f"config.database.cache = {str(here / 'cache')!r}\n"
        f"config.logging.logfile = {str(here / 'log')!r}\n"
        "config.logging.version = None\nconfig.database.git = False\n",
        encoding="utf-8",
    )
    return Ready(["cobib", "-c", str(here / "config.py")], "article")


def _papis(files: Sequence[Path], place: Path) -> Ready:
    """The articles as documents, without their text; its picker, on a cache that is there."""
    here = place.resolve()
    for nth, (title, _) in enumerate(_texts(files)):
        folder = here / "documents" / f"{nth:06d}"
        folder.mkdir(parents=True)
        about = f"ref: article{nth}\ntitle: {title}\nauthor: article{nth}\npapis_id: id{nth}\n"
        (folder / "info.yaml").write_text(about, encoding="utf-8")
    (here / "papis").mkdir()
    (here / "papis" / "config").write_text(
        f"[settings]\ndefault-library = bench\n[bench]\ndir = {here / 'documents'}\n",
        encoding="utf-8",
    )
    env = (("XDG_CACHE_HOME", str(here)), ("XDG_CONFIG_HOME", str(here)))
    return Ready(["papis", "-l", "bench", "open"], "article", env)


_PROGRAMS: dict[str, Callable[[Sequence[Path], Path], Ready]] = {
    "newsboat": _newsboat,
    "neomutt": _neomutt,
    "cobib": _cobib,
    "papis": _papis,
}
