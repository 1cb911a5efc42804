"""Whatever stands in a page, a name, a mark or a query: the terminal does nothing but show it."""

import json
import os
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest

from support.attacks.hostile_text import (
    ATTACKS,
    MARKUP,
    harm_in,
    hostile,
    library_of,
    marks_of,
    shapes_in,
    stolen_in,
    stray_in,
    strings,
)
from support.data.pages import page
from support.drivers.program import runner
from support.drivers.terminal import Terminal

pytestmark = pytest.mark.slow

Much = Callable[[int, int], int]
Tried = Callable[[str, int], None]

HOSTILE = hostile("水渠")

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("list",),
    ("list", "--json"),
    ("list", "水渠", "--order", "title"),
    ("show", "00000001"),
    ("show", "00000001", "--format", "markdown"),
    ("show", "00000001", "--format", "json"),
    ("keywords",),
    ("keywords", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("graph", "00000002"),
    ("graph", "00000002", "--json"),
    *(("export", "--format", form) for form in ("gbt7714", "bibtex", "ris", "csl-json")),
    ("export", "--format", "markdown"),
    ("marks", "export"),
)
"""Every command that prints what others wrote."""

MISTAKES: tuple[tuple[str, ...], ...] = (
    ("show", "{}"),
    ("show", "0000{}"),
    ("list", "year:{}", "is:{}", "OR"),
    ("list", "--order", "{}"),
    ("list", "--limit", "{}"),
    ("--library", "/nowhere/{}", "import", "/nowhere/{}.txt"),
    ("--library", "/dev/null/{}", "list"),
    ("import", "--page-lines", "{}", "x"),
    ("import", "{}"),
    ("watch", "{}"),
    ("export", "--output", "/nowhere/{}"),
    ("export", "--format", "{}"),
    ("marks", "import", "{}"),
    ("remove", "{}"),
    ("graph", "{}"),
    ("--{}",),
)
"""Every way to have the program say something of what was typed."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library in which every text is hostile, and as hostile marks of the reader's."""
    folder = library_of(tmp_path / "library", HOSTILE)
    sent = tmp_path / "marks.json"
    sent.write_bytes(marks_of(HOSTILE))
    taken = runner(tmp_path)("marks", "import", str(sent))
    assert (taken.returncode, taken.stderr) == (0, "")
    return folder


def typed(attack: str) -> str:
    """An attack as far as a command line can hold it."""
    return attack.replace("\x00", "")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_an_escape_of_a_library(
    library: Path, tmp_path: Path, command: tuple[str, ...], tried: Tried
) -> None:
    ran = runner(tmp_path)(*command)
    assert ran.returncode == 0, ran.stderr
    out, err = ran.stdout.encode(), ran.stderr.encode()
    assert "水渠" in ran.stdout
    assert harm_in(out) == harm_in(err) == []
    tried("commands run on a hostile library", 1)


def test_no_command_prints_an_escape_at_a_terminal(
    library: Path, program: str, much: Much, tried: Tried
) -> None:
    for command in COMMANDS[:: much(4, 1)]:
        line = [program, "--library", str(library), *command]
        with Terminal(line, columns=100, rows=40, env={"LC_ALL": "C.UTF-8"}) as terminal:
            assert terminal.wait_for_end() == 0
            assert "水渠".encode() in terminal.received
            assert harm_in(terminal.received) == []
        tried("commands run on a hostile library", 1)


def test_json_loses_nothing_of_what_it_escapes(library: Path, tmp_path: Path) -> None:
    listed = json.loads(runner(tmp_path)("list", "--json").stdout)
    assert {one["title"] for one in listed["articles"]} == {f"{n}{HOSTILE}" for n in (1, 2, 3)}
    shown = json.loads(runner(tmp_path)("show", "00000001", "--format", "json").stdout)
    assert shown["references"][0]["type"] == HOSTILE


def test_markup_is_printed_as_the_text_it_is(library: Path, tmp_path: Path) -> None:
    shown = runner(tmp_path)("show", "00000001").stdout
    assert all(markup in shown for markup in MARKUP)


@pytest.mark.parametrize("command", MISTAKES, ids=" ".join)
def test_no_complaint_repeats_an_escape(
    tmp_path: Path, command: tuple[str, ...], much: Much, tried: Tried
) -> None:
    attacks = ["".join(ATTACKS.values()), *list(ATTACKS.values())[: much(0, len(ATTACKS))]]
    for attack in attacks:
        words = [word.replace("{}", f"水渠{typed(attack)}") for word in command]
        ran = runner(tmp_path)(*words, cwd=tmp_path, timeout=60)
        assert harm_in(ran.stdout.encode()) == harm_in(ran.stderr.encode()) == []
        assert "Traceback" not in ran.stderr
        tried("hostile words typed", 1)


def test_a_word_that_is_no_text_in_this_encoding_is_survived(library: Path, tmp_path: Path) -> None:
    broken = os.fsdecode(b"\xff\xfe\xed\xa0\x80")
    for command in (["list", broken], ["show", broken], ["stats", f"title:{broken}"], [broken]):
        ran = runner(tmp_path)(*command)
        assert "Traceback" not in ran.stderr
        assert harm_in(ran.stdout.encode()) == harm_in(ran.stderr.encode()) == []


@pytest.mark.parametrize(
    "text",
    [
        'language = "{}"',
        '"{}" = 1',
        'library = "/nowhere/{}"',
        '[keys]\n"{}" = "q"',
        '[keys]\n"app.quit" = "{}"',
        "= {}",
    ],
)
def test_no_complaint_repeats_an_escape_of_the_settings(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "config" / "papers-tui"
    folder.mkdir(parents=True)
    escaped = "".join(f"\\U{ord(one):08x}" for one in HOSTILE)
    (folder / "config.toml").write_text(text.replace("{}", escaped), encoding="utf-8")
    ran = runner(tmp_path)("import", "nothing.txt", cwd=tmp_path, env={"PAPERS_LIBRARY": ""})
    assert ran.returncode in (1, 2)
    assert "Traceback" not in ran.stderr and len(ran.stderr.splitlines()) == 1
    assert harm_in(ran.stderr.encode()) == []


# Pages that were read here.

PLACES = {
    "title": ("第1号论文", "第1号论文{}"),
    "abstract": ("讨论终端", "{}讨论终端"),
    "keyword": ("终端;", "终端{};"),
    "source": ("阅读学刊", "阅读{}学刊"),
    "heading": ("、第1号之", "、第{}1号之"),
    "body": ("须细细体会", "须{}细细体会"),
    "reference": ("所引之文", "所引{}之文"),
    "label": ("来源 :", "来{}源 :"),
}
"""Where in a page an attack stands, as what is put in the place of what."""


def hostile_page(place: str, attack: str) -> str:
    """A page with an attack in one place, or in all."""
    text = page(1)
    for name, (before, after) in PLACES.items():
        if place in (name, "everywhere"):
            text = text.replace(before, after.replace("{}", attack))
    return text


def as_html(text: str) -> str:
    """The page as a site would print it, with attacks as entities too."""
    lines = text.split("\n")
    entities = "".join(f"&#{ord(one)};" for one in ATTACKS["colour"] + ATTACKS["right to left"])
    body = "".join(f"<p title='{HOSTILE}'>{line}</p>\n" for line in lines)
    return f"<html><head><title>{lines[0]}{entities}</title></head><body>{body}{entities}</body>"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_no_page_brings_an_escape_into_a_library(
    tmp_path: Path, suffix: str, encoding: str, much: Much, tried: Tried
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    places = ["everywhere", *list(PLACES)[: much(0, len(PLACES))]]
    attacks = ["".join(ATTACKS.values()), *ATTACKS.values()]
    count = 0
    for place in places:
        for attack in attacks:
            text = hostile_page(place, attack)
            text = as_html(text) if suffix == ".html" else text
            data = text.encode(encoding, "surrogatepass")
            count += 1
            (pages / f"{count:04d}{suffix}").write_bytes(data)
    run = runner(tmp_path)
    report = json.loads(run("import", str(pages), "--json").stdout)
    told = report["added"] + report["unchanged"] + len(report["refused"]) + len(report["repeated"])
    assert told == count
    assert report["added"] + report["unchanged"] >= count * 9 // 10
    stored = b"".join(one.read_bytes() for one in (tmp_path / "library/segments").iterdir())
    texts = strings(json.loads(f"[{stored.decode()}]"))
    assert [one for one in texts if harm_in(one.replace("\n", " ").encode())] == []
    tried("hostile pages imported", count)


def test_a_name_of_a_file_brings_no_escape_anywhere(tmp_path: Path, tried: Tried) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    names = [typed(attack).replace("/", "") for attack in ATTACKS.values()]
    for number, name in enumerate(names):
        (pages / f"{number}{name}.txt").write_text(page(number), encoding="utf-8")
        (pages / f"{number}{name}\n.md").write_bytes(b"")
    (pages / os.fsdecode(b"\xff\xed\xa0\x80.txt")).write_text(page(90), encoding="utf-8")
    (pages / os.fsdecode(b"\xff\x9b31m.md")).write_bytes(b"%PDF")
    run = runner(tmp_path)
    for command in (["import", str(pages)], ["import", "--json", str(pages)]):
        ran = run(*command)
        assert ran.returncode == 1
        assert harm_in(ran.stdout.encode()) == harm_in(ran.stderr.encode()) == []
    assert len(json.loads(run("list", "--json").stdout)["articles"]) == len(names) + 1
    report = json.loads(ran.stdout)
    assert {one["reason"] for one in report["refused"]} == {
        "the page is empty",
        "it is a PDF file, not a page of text",
    }
    tried("hostile names of files", len(names) * 2 + 2)


# The app.

PASTED = f"\x1b[200~{HOSTILE}\x1b[201~"
WALK = (
    *("\r", "1", "2", "j", "3", " ", "4", "j", "x", "j", "j", "\r", "\x7f"),
    *("f", "j", " ", "\x1b", "Y", "j", "j", "j", "j", "\x1b", "y"),
    *("/", PASTED, "\x1b", "/", "\x1b[A", "\x1b", "/", "水渠", "\r", "n"),
    *("\x06", PASTED, "\x1b", "t", PASTED, "\x1b", "s", "o", "o"),
    *("m", PASTED, "\x1b", "e", PASTED, "\x1b", ":", PASTED, "\x1b", "?", "G", "q", "z", "z"),
)
"""Through every pane, screen and line of the app, with hostile text pasted where one types."""


def walked(program: str, library: Path, columns: int) -> bytes:
    """All that the app sends on such a way."""
    env = {"LC_ALL": "C.UTF-8", "EDITOR": "", "VISUAL": "", "TMUX": "", "STY": ""}
    command = [program, "--library", str(library)]
    with Terminal(command, columns=columns, rows=36, env=env) as terminal:
        terminal.wait_for("水渠")
        for keys in WALK:
            terminal.press(keys)
            terminal.settle(0.12)
        while terminal.child.isalive():
            # On a busy machine q may come so soon after escape that it is taken for alt and q.
            terminal.press("\x1b")
            terminal.settle()
            terminal.press("q")
            terminal.settle()
        assert terminal.wait_for_end() == 0
        return terminal.received


def test_the_app_sends_no_escape_but_its_own(
    program: str,
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    much: Much,
    tried: Tried,
) -> None:
    for columns in (120, 60)[: much(1, 2)]:
        sent = walked(program, library, columns)
        assert stolen_in(sent) == stray_in(sent) == []
        with monkeypatch.context() as other:
            other.setenv("PAPERS_READER", str(tmp_path / f"{columns}.json"))
            harmless = tmp_path / f"harmless-{columns}"
            own = walked(program, library_of(harmless, "水渠沿山而下"), columns)
        assert shapes_in(sent) <= shapes_in(own)
        for copied in re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)", sent):
            assert harm_in(b64decode(copied)) == []
        tried("keys pressed on hostile text", len(WALK))


@pytest.mark.parametrize("name", ATTACKS)
def test_the_recorder_hears_every_attack(name: str) -> None:
    attack = ATTACKS[name].encode()
    own = b"\x1b[1;31m\x1b[2;3H text \x1b[0m"
    assert harm_in(own.replace(b"\x1b", b"")) == stray_in(own) == stolen_in(own) == []
    if name.startswith("markup"):
        assert harm_in(attack) == []
    elif name != "fillers":
        assert harm_in(b"a" + attack)
        heard = shapes_in(own + attack) - shapes_in(own)
        assert heard or stray_in(own + attack) or name in ("clear", "overwriting")
