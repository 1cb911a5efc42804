"""The app in a browser: nobody comes in without the secret, and nobody who is in writes a file."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from papers_tui.access import BROWSER
from papers_tui.web.server import Endpoint, PapersServer
from support.data.pages import write_pages
from support.drivers.app import open_app
from support.drivers.browser import until
from support.drivers.every_key import press_everywhere
from support.drivers.program import PROGRAM
from support.drivers.sandbox_recorder import what_leaves
from support.drivers.web_server import WebServer, all_gone, memory_of, serving
from support.fakes.memory_library import MemoryLibrary, article
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow

MB = 1 << 20


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("browser")
    pages = write_pages(folder / "pages", 5)
    place = str(folder / "library")
    subprocess.run([PROGRAM, "--library", place, "import", str(pages)], check=True)
    return place


@pytest.fixture
def served(library: str, tmp_path: Path) -> Iterator[WebServer]:
    with serving(library, tmp_path) as server:
        yield server


@asynccontextmanager
async def at(endpoint: Endpoint, command: list[str]) -> AsyncIterator[TestServer]:
    """A server for an endpoint, whatever can be reached of it."""
    server = TestServer(PapersServer(command, endpoint).app())
    await server.start_server()
    try:
        yield server
    finally:
        await server.close()


# The door.


async def test_without_the_secret_nothing_is_given_away(served: WebServer) -> None:
    secret = served.address.partition("token=")[2]
    assert len(secret) > 40
    cut = served.address[:-1]
    async with aiohttp.ClientSession() as http:
        for address in (
            *(f"{served.origin}{path}" for path in ("/", "/ws", "/download/a", "/none")),
            f"{served.origin}/static/js/textual.js",
            f"{served.origin}/?token=",
            f"{served.origin}/?token=%00%ff",
            f"{served.address}&token=another",
            cut,
            f"{cut}%ff",
        ):
            async with http.get(address) as answer:
                assert answer.status == 403, address
                said = await answer.text()
                assert "papers-tui serve was started" in said and secret not in said
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(f"{served.origin}/ws", origin=served.origin)
        assert refused.value.status == 403
    assert (served.apps, served.faults) == ([], "")


async def test_the_secret_is_seen_nowhere_but_in_the_address(served: WebServer) -> None:
    secret = served.address.partition("token=")[2].encode()
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        async with http.get(served.address) as answer:
            (cookie,) = jar
            assert cookie["httponly"] and cookie["samesite"] == "Strict"
            assert str(served.port) in cookie.key and secret.decode() not in cookie.value
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            assert secret not in await answer.read()
        async with served.page(http) as page:
            for pid in (served.process.pid, *served.apps):
                for told in ("cmdline", "environ"):
                    assert secret not in Path("/proc", str(pid), told).read_bytes()
            assert secret not in page.painted
    assert secret.decode() not in served.faults


async def test_two_servers_of_one_machine_do_not_forget_who_came(
    library: str, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with serving(library, tmp_path) as one, serving(library, tmp_path / "other") as other:
        async with one.visitor() as http:
            async with http.get(other.origin) as answer:
                assert answer.status == 403
            async with http.get(other.address) as answer:
                assert answer.status == 200
            for server in (one, other):
                async with http.get(server.origin) as answer:
                    assert answer.status == 200


REBOUND = "evil.example"


@pytest.mark.parametrize("token", ["t" * 20, None])
async def test_no_site_steers_a_server_that_others_can_reach_by_a_name_of_its_own(
    token: str | None,
) -> None:
    endpoint = Endpoint(
        host="192.0.2.1", port=8000, names=("reading.example",), token=token, most=20
    )
    async with at(endpoint, [sys.executable, "-c", ""]) as server:
        secret = "" if token is None else f"?token={token}"
        for name, status in (
            (REBOUND, 403),
            (f"{REBOUND}.", 403),
            ("reading.example.evil.example", 403),
            ("192.0.2.1.evil.example", 403),
            ("reading.example", 200),
            ("READING.example.", 200),
            ("192.0.2.1", 200),
            ("198.51.100.7:8000", 200),
            ("[2001:db8::1]:8000", 200),
            ("localhost", 200),
        ):
            headers = {"Host": name, "Origin": f"http://{name}"}
            async with aiohttp.ClientSession() as http:
                async with http.get(server.make_url(f"/{secret}"), headers=headers) as answer:
                    said = await answer.text()
                    assert answer.status == status, (name, said)
                    assert status == 200 or "--name" in said
                if status == 403:
                    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                        await http.ws_connect(server.make_url(f"/ws{secret}"), headers=headers)
                    assert refused.value.status == 403


async def test_what_is_no_request_is_answered_without_a_word_of_it_here(served: WebServer) -> None:
    host, secret = f"127.0.0.1:{served.port}", served.address.partition("?")[2]
    for sent in (
        "\x00\xff\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        f"GET /{'a' * 20_000} HTTP/1.1\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        f"GET /static/{'a' * 5_000}?{secret} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        f"GET /static/../server.py?{secret} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        f"GET /static/js/%2e%2e/%00?{secret} HTTP/1.1\r\nHost: {host}\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(sent.encode("latin-1"))
        assert re.match(rb"HTTP/1\.[01] 40[034] ", await reader.readline()), sent[:60]
        writer.close()
    assert (served.apps, served.faults) == ([], "")


# What leaves.


async def test_what_a_browser_saves_is_what_is_printed(served: WebServer, library: str) -> None:
    async with served.visitor() as http, served.page(http, seen="摘要") as page:
        await page.press("e")
        async with http.get(f"{served.origin}/download/{await page.file()}") as answer:
            saved = await answer.text()
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
        # A second time there is nothing.
        async with http.get(answer.url) as again:
            assert again.status == 404
        await page.press("Y")
        await page.wait_for("GB/T 7714")
        await page.press("j")
        await page.wait_for("@")
        await page.press("e")
        async with http.get(f"{served.origin}/download/{await page.file()}") as answer:
            cited = await answer.text()
            assert ".bib" in answer.headers["Content-Disposition"]
    assert saved.startswith("# 第") and "字里行间自有文章" in saved
    assert cited.startswith("@") and cited.endswith("}\n")


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


KEYS = [
    *map(chr, range(1, 27)),
    *(chr(one) for one in range(32, 127)),
    "\x7f",
    *("\x1bOP", "\x1bOQ", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[H", "\x1b[15~", "\x1b\x1b"),
]
PATHS = ("pwned", "~/pwned", "/tmp/pwned-by-a-browser", "../pwned", "$HOME/.bash_profile")
SCREENS = ("", "3", "4", "/", "t", "m", "f", "Y", "?", ":")


async def test_no_key_over_the_line_writes_a_file_or_starts_a_program(
    library: str, tmp_path: Path, much: Much, tried: Tried
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    programs = {name: f"touch {home}/{name}" for name in ("EDITOR", "VISUAL", "PAGER", "BROWSER")}
    folder = tmp_path / "marks"
    folder.mkdir()
    environ = {"HOME": str(home), "TMPDIR": str(home), "XDG_CACHE_HOME": str(home), **programs}
    step = much(29, 1)
    pressed = 0
    with serving(library, folder, **environ) as server:
        async with server.visitor() as http:
            for at_screen, screen in enumerate(SCREENS):
                keys = KEYS[at_screen % step :: step]
                while keys:
                    async with server.page(http, seen="号之二节") as page:
                        while keys:
                            key = keys.pop()
                            path = PATHS[pressed % len(PATHS)]
                            pressed += 1
                            await page.press(f"{screen}{key}\x15{path}\r")
                            if not await page.settle():
                                break
                        for app in server.apps:
                            children = Path(f"/proc/{app}/task/{app}/children").read_text()
                            assert children == ""
        assert server.faults == ""
    assert _files(home) == {}
    assert not Path("/tmp/pwned-by-a-browser").exists() and not Path("pwned").exists()
    assert {name.split(".")[0] for name in _files(folder)} <= {"reader", "server"}
    tried("keys pressed in a browser", pressed)


async def test_no_key_on_any_screen_of_a_browser_leads_out(much: Much) -> None:
    async with open_app(
        MemoryLibrary(article(number) for number in range(1, 4)), access=BROWSER
    ) as reader:
        with what_leaves() as left:
            await press_everywhere(reader, ("e", "v", "ctrl+z"), much(9, 1))
        assert left == []


# The line.


async def test_no_size_makes_an_app_grow(served: WebServer) -> None:
    huge = 2_000_000_000
    async with served.visitor() as http, served.page(http, width=huge, height=huge) as page:
        apps = served.apps
        for width, height in ((huge, huge), (1e300, 1e300), (-5, 0), (65535, 65535), (80, 24)):
            await page.say("resize", {"width": width, "height": height})
        # As a terminal says it of its own accord.
        await page.press(f"\x1b[48;{huge};{huge};1;1t")
        await page.press("?")
        await page.wait_for("Keys")
        assert memory_of(apps) < 300 * MB
    await until(lambda: all_gone(apps), lambda: f"still running: {apps}")


MALFORMED = (
    "", "null", "[]", "{}", "[1]", '["stdin"]', '["stdin",1]', '["stdin",null]', '["resize"]',
    '["resize",{}]', '["resize",{"width":"1","height":[]}]',
    '["resize",{"width":1e999,"height":1}]',
    '["ping"]', '["ping",{"a":1}]', '["quit"]', '["exit"]', '["unheard of",1]', '"stdin"',
    '["stdin","\\ud800"]', "[" * 100_000, '["stdin",' + "[" * 100_000, '{"a":' * 50_000, "\x00",
    '["ping","' + "x" * 100_000 + '"]', "[" + "1," * 100_000 + "1]", '["focus",1,2,3]',
)  # fmt: skip


async def test_what_no_page_says_is_not_heard(served: WebServer, tried: Tried) -> None:
    async with served.visitor() as http, served.page(http, seen="摘要") as page:
        for said in MALFORMED:
            await page.line.send_str(said)
            await page.line.send_bytes(said.encode())
        await page.say("ping", "1")
        await page.press("?")
        await page.wait_for("Keys")
        assert page.told == [["pong", "1"]]
    tried("messages that no page sends", 2 * len(MALFORMED))
    assert served.faults == ""


async def test_a_message_without_end_closes_its_line_alone(served: WebServer) -> None:
    async with served.visitor() as http, served.page(http) as other:
        async with served.page(http) as page:
            with suppress(ConnectionError):
                await page.line.send_str(json.dumps(["stdin", "x" * 5 * MB]))
            await page.wait_for_end()
        await until(served.one_app, lambda: f"still running: {served.apps}")
        await other.press("?")
        await other.wait_for("Keys")
    assert memory_of([served.process.pid]) < 300 * MB
    assert served.faults == ""


async def test_more_than_can_be_pasted_is_named(served: WebServer) -> None:
    async with served.visitor() as http, served.page(http, seen="摘要") as page:
        await page.press("/")
        pasted = json.dumps(["stdin", f"\x1b[200~{'水' * MB}\x1b[201~"], ensure_ascii=False)
        for said in (pasted, '["too_long"]'):
            await page.line.send_str(said)
            await page.wait_for("Nothing was pasted")
            await page.press("zz")
            await page.wait_for("Nothing found")
    assert served.faults == ""


async def test_one_app_too_many_is_told_so(library: str, tmp_path: Path) -> None:
    with serving(library, tmp_path, "--apps", "1") as server:
        async with server.visitor() as http:
            async with server.page(http):
                line = await http.ws_connect(f"{server.origin}/ws", origin=server.origin)
                closed = await line.receive()
                assert closed.data == 1013 and "1 apps are open" in str(closed.extra)
                assert len(server.apps) == 1
            await until(server.no_app, lambda: f"still running: {server.apps}")
            async with server.page(http):
                pass


async def test_an_app_in_a_browser_has_its_limits(served: WebServer) -> None:
    async with served.visitor() as http, served.page(http):
        (app,) = served.apps
        limits = Path(f"/proc/{app}/limits").read_text()
    for name in ("Max address space", "Max cpu time"):
        (line,) = (one for one in limits.splitlines() if one.startswith(name))
        assert "unlimited" not in line.removeprefix(name).split()[:2]


@pytest.mark.parametrize("flood", ["j", "\x1b[<35;10;10M", "\x1b[A"])
async def test_no_flood_of_keys_makes_an_app_grow(served: WebServer, flood: str) -> None:
    async with served.visitor() as http:
        async with served.page(http, seen="摘要") as page:
            apps = served.apps
            for _ in range(3):
                await page.say("stdin", flood * (800_000 // len(flood)))
            await page.say("ping", "1")
            await page.settle()
            assert memory_of([served.process.pid, *apps]) < 300 * MB
        await until(lambda: all_gone(apps), lambda: f"still running: {apps}", within=10)
    assert served.faults == ""


# Leaving.


async def test_an_app_that_hears_nothing_ends_with_its_page(served: WebServer) -> None:
    async with served.visitor() as http:
        async with served.page(http):
            apps = served.apps
            os.kill(apps[0], signal.SIGSTOP)
        await until(lambda: all_gone(apps), lambda: f"still running: {apps}", within=10)


async def test_the_server_ends_though_its_apps_hear_nothing(served: WebServer) -> None:
    async with served.visitor() as http, served.page(http), served.page(http):
        apps = served.apps
        for app in apps:
            os.kill(app, signal.SIGSTOP)
        served.process.terminate()
        assert served.process.wait(10) == 0
    assert await all_gone(apps)
    assert served.faults == ""


async def test_an_app_that_paints_for_ever_and_takes_no_signal_ends_with_its_page() -> None:
    stubborn = (
        "import os, signal\n"
        "for one in (1, 2, 15): signal.signal(one, signal.SIG_IGN)\n"
        "os.write(1, b'__GANGLION__\\n')\n"
        "while True: os.write(1, b'D\\0\\0\\xff\\xff' + b'x' * 0xffff)\n"
    )
    endpoint = Endpoint(host="127.0.0.1", port=8000, token=None, most=2)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    # Servers of other tests are children of this process too.
    others = {*children.read_text().split()}
    async with at(endpoint, [sys.executable, "-c", stubborn]) as server:
        origin = str(server.make_url("")).rstrip("/")
        async with aiohttp.ClientSession() as http:
            for _ in range(2):
                line = await http.ws_connect(f"{origin}/ws", origin=origin)
                assert await line.receive_bytes() == b"x" * 0xFFFF
                # The one before is gone, or there would be no room.
                apps = [*map(int, {*children.read_text().split()} - others)]
                assert apps
                await line.close()
                gone = partial(all_gone, apps)
                await until(gone, lambda: "still running", within=10)
