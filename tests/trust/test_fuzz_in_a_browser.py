"""Whatever is said over a browser's line, nothing grows, hangs or fails.

PAPERS_FUZZ_SECONDS says for how long it is tried, and PAPERS_FUZZ_SEED how it begins.
"""

import asyncio
import json
import os
import random
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from support.attacks.hostile_text import ATTACKS
from support.data.pages import write_pages
from support.drivers.browser import until
from support.drivers.program import PROGRAM
from support.drivers.web_server import Page, WebServer, all_gone, memory_of, serving
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow

MOST = 300 << 20
"""Bytes of memory that no process may come to."""

PAGES = 3
"""Pages at a time."""

KEYS = [*map(chr, range(32, 127)), *map(chr, range(1, 27)), "\r", "\x1b", "新", "\U00020bb7"]
BEGUN = (
    "\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1bO", "\x1b[200~", "\x1b[201~", "\x1b[<", "\x1b[M",
    "\x1b[48;2000000000;2000000000;1;1t", "\x1b[<0;99999;99999M", "\x1b[?2026;2$y", "\x1b[1;1R",
    "\x1b[8;60000;60000t", "\x9b", "\x9d52;c;", "\x00", "\x7f", "\x1b[Z", "\x1b[15;5~", "\x1b[I",
)  # fmt: skip
NUMBERS: tuple[object, ...] = (
    0,
    -1,
    1,
    80,
    24,
    1e300,
    2**31,
    2**63,
    2**70,
    65535,
    1.5,
    None,
    "80",
    [],
    {},
    True,
)


def keys(chance: random.Random) -> str:
    """What somebody types, sense or not."""
    return "".join(chance.choices(KEYS, k=chance.choice((1, 1, 3, 30, 300))))


def sequences(chance: random.Random) -> str:
    """Sequences that are begun and not ended, or ended by another."""
    digits = "".join(chance.choices("0123456789;:?", k=chance.choice((0, 3, 50, 5_000))))
    return chance.choice(BEGUN) + digits + chance.choice(("", "m", "t", "u", "~", "\x1b\\", "\x07"))


def paste(chance: random.Random) -> str:
    """A paste, which need not end."""
    text = chance.choice(
        ("水", "a", "\n", "\U00020bb7", "\x1b[200~", chance.choice([*ATTACKS.values()]))
    )
    text *= chance.choice((1, 100, 10_000, 300_000 // len(text)))
    return f"\x1b[200~{text}{chance.choice(('', chr(27) + '[201~'))}"


def size(chance: random.Random) -> list[object]:
    """A size, which need not be one."""
    return ["resize", {"width": chance.choice(NUMBERS), "height": chance.choice(NUMBERS)}]


def nested(chance: random.Random) -> str:
    """JSON that is deep, long, or cut off."""
    text = chance.choice(("[", '{"a":', '["stdin",', "1,", '"\\ud800"'))
    return text * chance.choice((1, 1_000, 200_000))


SAYINGS: list[Callable[[random.Random], str]] = [
    lambda chance: json.dumps(["stdin", keys(chance)]),
    lambda chance: json.dumps(["stdin", keys(chance)], ensure_ascii=False),
    lambda chance: json.dumps(["stdin", sequences(chance)]),
    lambda chance: json.dumps(["stdin", paste(chance)], ensure_ascii=False),
    lambda chance: json.dumps(size(chance)),
    lambda chance: json.dumps(["ping", chance.choice(NUMBERS)]),
    lambda chance: json.dumps([chance.choice(("focus", "blur", "quit", "too_long"))]),
    nested,
]


class Fuzz:
    """Says what comes to mind on some pages of a server."""

    def __init__(self, server: WebServer, chance: random.Random, until_then: float) -> None:
        self._server = server
        self._chance = chance
        self._until = until_then
        self.said = 0

    @property
    def _over(self) -> bool:
        return time.monotonic() > self._until

    async def run(self, http: aiohttp.ClientSession) -> None:
        """One page after the other."""
        while not self._over:
            query = {"width": self._chance.choice(NUMBERS), "height": self._chance.choice(NUMBERS)}
            query = {name: value for name, value in query.items() if not isinstance(value, bool)}
            with suppress(ConnectionError):
                async with self._server.page(http, seen="", **query) as page:
                    await self._talk(page)

    async def _talk(self, page: Page) -> None:
        for _ in range(self._chance.choice((1, 10, 100))):
            if page.hearing.done() or self._over:
                return
            message = self._chance.choice(SAYINGS)(self._chance)
            self.said += 1
            if self._chance.random() < 0.1:
                await page.line.send_bytes(message.encode("utf-8", "replace"))
            else:
                await page.line.send_str(message)
            page.painted.clear()
            page.told.clear()
            await asyncio.sleep(self._chance.choice((0, 0, 0.01, 0.2)))
            assert memory_of([self._server.process.pid, *self._server.apps]) < MOST
        if self._chance.random() < 0.5:
            await self._answers(page)

    async def _answers(self, page: Page) -> None:
        """The app paints, once it has come to all that was typed, or was told to quit."""
        await page.settle()
        page.painted.clear()
        for rows in (30, 31):
            if not page.hearing.done():
                await page.say("resize", {"width": 90, "height": rows})

        async def painted() -> bool:
            return bool(page.painted) or page.hearing.done()

        await until(painted, lambda: "the app has stopped to paint", within=120)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("fuzz")
    pages = write_pages(folder / "pages", 20)
    place = str(folder / "library")
    subprocess.run([PROGRAM, "--library", place, "import", str(pages)], check=True)
    return place


async def test_whatever_a_browser_says_nothing_grows_hangs_or_fails(
    library: str, tmp_path: Path, much: Much, tried: Tried
) -> None:
    seconds = float(os.environ.get("PAPERS_FUZZ_SECONDS", much(8, 60)))
    seed = int(os.environ.get("PAPERS_FUZZ_SEED", time.time_ns()))
    print(f"PAPERS_FUZZ_SEED={seed}")
    chance = random.Random(seed)
    with serving(library, tmp_path) as server:
        async with server.visitor() as http:
            fuzz = Fuzz(server, chance, time.monotonic() + seconds)
            async with asyncio.TaskGroup() as group:
                for _ in range(PAGES):
                    group.create_task(fuzz.run(http))
            apps = server.apps
            await until(server.no_app, lambda: f"still running: {server.apps}")
            async with http.get(server.origin) as answer:
                assert answer.status == 200
            async with server.page(http, seen="q quit"):
                pass
        server.process.terminate()
        assert server.process.wait(20) == 0
        assert await all_gone(apps)
        assert server.faults == "", server.faults[-3_000:]
    tried("messages said in a browser", fuzz.said)
