"""The app in a browser: papers-tui serve, and a headless Chromium that opens it."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from support.browser import Browser, until

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


class Served:
    """A server that was started, and where it is."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"

    async def up(self) -> bool:
        """Whether it answers."""
        try:
            async with aiohttp.ClientSession() as http, http.get(self.origin) as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            assert self.process.poll() is None, "the server has ended"
            return False

    @property
    def apps(self) -> list[str]:
        """The processes that it has started and that still run."""
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    async def one_app(self) -> bool:
        """Whether one app runs."""
        return len(self.apps) == 1

    async def no_app(self) -> bool:
        """Whether none runs any more."""
        return not self.apps


@pytest.fixture
def served(program: str, library: str, tmp_path: Path) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environ |= {"LC_ALL": "C.UTF-8", "PAPERS_READER": str(tmp_path / "reader.json")}
    command = [program, "--library", library, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Served(process, port)
        finally:
            # It ends the apps that it has started; killed, it could not.
            process.terminate()
            process.wait(60)


@asynccontextmanager
async def opened(served: Served) -> AsyncIterator[Browser]:
    """A browser that shows the app with an article open."""
    assert CHROMIUM
    await until(served.up, lambda: "the server never answered")
    async with Browser(CHROMIUM) as page:
        await page.open(served.origin)
        await page.wait_for("本文是第1号论文的摘要")
        yield page


@browser
async def test_an_article_is_found_and_read_in_a_browser(served: Served) -> None:
    async with opened(served) as page:
        await page.press("/", "/")
        await page.type("第29号")
        await page.wait_for(lambda text: "第29号论文：终端阅读研究" in text and "of 30" in text)
        await page.press("Enter", "\r", 13)
        await page.press("Enter", "\r", 13)
        text = await page.wait_for("本文是第29号论文的摘要")
        assert "第29号之一节" in text and "字里行间自有文章" in text

        # Nothing is fetched from anywhere else: no font, no script, no style.
        own = (f"{served.origin}/", f"ws://127.0.0.1:{served.port}/ws?")
        assert [address for address in page.asked_for if not address.startswith(own)] == []
        assert len(served.apps) == 1

        await page.close_page()
        await until(served.no_app, lambda: f"still running: {served.apps}")


@browser
async def test_a_copied_text_is_taken_by_the_browser(served: Served) -> None:
    async with opened(served) as page:
        await page.value_of(
            "navigator.clipboard.writeText = async text => { window.copied = text; }; 0"
        )
        # What the app sends to a terminal when a citation is copied.
        await page.value_of('caughtTerminal.write("\\x1b]52;c;5Lit5paH\\x1b\\\\"); 0')

        async def copied() -> bool:
            return bool(await page.value_of("window.copied") == "中文")

        await until(copied, lambda: "nothing was copied")


@browser
async def test_leaving_the_app_says_so_and_it_can_be_opened_again(served: Served) -> None:
    async with opened(served) as page:
        await page.press("q", "q")

        async def closed() -> bool:
            shown = "getComputedStyle(document.getElementById('ended')).display"
            return bool(await page.value_of(shown) == "flex")

        await until(closed, lambda: "the page says nothing")
        await page.value_of("document.getElementById('again').click()")
        await page.wait_for("本文是第1号论文的摘要")


async def test_the_server_ends_at_an_interrupt_and_its_apps_with_it(served: Served) -> None:
    await until(served.up, lambda: "the server never answered")
    async with aiohttp.ClientSession() as http:
        await http.ws_connect(f"{served.origin}/ws", origin=served.origin)
        await until(served.one_app, lambda: "no app was started")
        (app,) = served.apps
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(60) == 0

    async def gone() -> bool:
        return not Path("/proc", app).exists()

    await until(gone, lambda: f"still running: {app}")


async def test_pages_of_other_sites_get_no_app(served: Served) -> None:
    await until(served.up, lambda: "the server never answered")
    rebound = f"evil.example:{served.port}"
    async with aiohttp.ClientSession() as http:
        for origin, headers in (
            ("http://evil.example", {}),
            (None, {}),
            ("null", {}),
            (f"http://127.0.0.1:{served.port + 1}", {}),
            # A name of theirs that was made to lead to this machine.
            (f"http://{rebound}", {"Host": rebound}),
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await http.ws_connect(f"{served.origin}/ws", origin=origin, headers=headers)
            assert refused.value.status == 403
    assert served.apps == []


async def test_the_machine_may_be_called_by_any_of_its_names(served: Served) -> None:
    await until(served.up, lambda: "the server never answered")
    named = f"localhost:{served.port}"
    async with aiohttp.ClientSession() as http:
        socket = await http.ws_connect(
            f"{served.origin}/ws", origin=f"http://{named}", headers={"Host": named}
        )
        assert await socket.receive_bytes()
