"""The app in a browser: papers-tui serve, and a headless Chromium that opens it."""

import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from support.drivers.browser import Browser, until
from support.drivers.web_server import WebServer, all_gone, serving

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture
def served(library: str, tmp_path: Path) -> Iterator[WebServer]:
    with serving(library, tmp_path) as server:
        yield server


@asynccontextmanager
async def opened(served: WebServer) -> AsyncIterator[Browser]:
    """A browser that shows the app with an article open."""
    assert CHROMIUM
    async with Browser(CHROMIUM) as page:
        await page.open(served.address)
        await page.wait_for("本文是第1号论文的摘要")
        yield page


@browser
async def test_an_article_is_found_and_read_in_a_browser(served: WebServer) -> None:
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
        assert await page.value_of("location.href") == f"{served.origin}/"
        assert [address for address in page.asked_for if not address.startswith(own)] == []
        assert len(served.apps) == 1

        await page.close_page()
        await until(served.no_app, lambda: f"still running: {served.apps}")


@browser
async def test_a_copied_text_is_taken_by_the_browser(served: WebServer) -> None:
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
async def test_an_article_is_saved_by_the_browser_under_its_name(
    served: WebServer, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    async with opened(served) as page:
        await page.keep_downloads_in(kept)
        await page.press("e", "e")
        await page.wait_for("Sent to your browser")
        saved = kept / "第1号论文：终端阅读研究.md"

        async def there() -> bool:
            return saved.exists() and saved.stat().st_size > 0

        await until(there, lambda: f"in the folder: {[*kept.iterdir()]}")
        assert saved.read_text("utf-8").startswith("# 第1号论文：终端阅读研究")
        # In no other window.
        assert await page.value_of("location.href") == f"{served.origin}/"


@browser
async def test_leaving_the_app_says_so_and_it_can_be_opened_again(served: WebServer) -> None:
    async with opened(served) as page:
        await page.press("q", "q")

        async def closed() -> bool:
            shown = "getComputedStyle(document.getElementById('ended')).display"
            return bool(await page.value_of(shown) == "flex")

        await until(closed, lambda: "the page says nothing")
        await page.value_of("document.getElementById('again').click()")
        await page.wait_for("本文是第1号论文的摘要")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_the_server_ends_when_it_is_told_to_and_its_apps_with_it(
    served: WebServer, ending: signal.Signals
) -> None:
    async with served.visitor() as http, served.page(http):
        apps = served.apps
        served.process.send_signal(ending)
        assert served.process.wait(60) == 0
    await until(lambda: all_gone(apps), lambda: f"still running: {apps}")
    assert served.faults == ""


async def test_pages_of_other_sites_get_no_app(served: WebServer) -> None:
    rebound = f"evil.example:{served.port}"
    async with served.visitor() as http:
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


async def test_the_machine_may_be_called_by_any_of_its_names(served: WebServer) -> None:
    named = f"localhost:{served.port}"
    async with served.visitor() as http:
        # As a browser does that was given the address so.
        secret = urlsplit(served.address).query
        line = await http.ws_connect(
            f"{served.origin}/ws?{secret}", origin=f"http://{named}", headers={"Host": named}
        )
        assert await line.receive_bytes()
