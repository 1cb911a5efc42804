"""What somebody might write into a page to reach the reader's terminal, and who would notice."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from papers_store.article import Article, Note, Origin, Reference, Section

ATTACKS: Mapping[str, str] = {
    "colour": "\x1b[4242m",
    "clear": "\x1b[2J\x1b[H",
    "another screen": "\x1b[?1049l",
    "reset": "\x1bc",
    "clipboard": "\x1b]52;c;c3RvbGVu\x07",
    "clipboard ended by ST": "\x1b]52;c;c3RvbGVu\x1b\\",
    "link": "\x1b]8;;http://hostile.example\x1b\\here\x1b]8;;\x1b\\",
    "window title": "\x1b]0;owned4242\x07",
    "device control": "\x1bP4242q\x1b\\",
    "string never ended": "\x1b]0;",
    "colour in 8 bits": "\x9b4242m",
    "clipboard in 8 bits": "\x9d52;c;c3RvbGVu\x9c",
    "device control in 8 bits": "\x904242q\x9c",
    "asks for an answer": "\x1b[6n\x1b[c\x05",
    "markup that closes": "[/]",
    "markup that opens": "[red",
    "markup that acts": "[@click=app.quit]quit[/]",
    "markup that links": "[link=http://hostile.example]",
    "markup that blinks": "[blink bold]",
    "NUL": "\x00",
    "overwriting": "safe\rhostile\x08\x08\x7f",
    "other line ends": "\x0b\x0c\x85\u2028\u2029",
    "right to left": "\u202egnp.exe\u202c",
    "isolates": "\u2067\u2066\u2069",
    "zero width": "a\u200b\u200c\u200d\u2060\ufeffb",
    "annotation": "\ufff9a\ufffab\ufffb",
    "tag characters": "\U000e0041\U000e007f",
    "fillers": "\u115f\u3164\uffa0\u034f",
}
"""By what they try; the number and the words in them are nobody else's."""

MARKUP = ("[/]", "[red", "[@click=app.quit]", "[link=http://hostile.example]")
"""What is no more than text, and has to be shown as it is."""

_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SEQUENCE = re.compile(
    "\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[ -/]*[0-~]?)"
)
_STOLEN = re.compile("4242|c3RvbGVu|owned")


def hostile(name: str) -> str:
    """A text on one line with every attack in it, between its name and an end."""
    return f"{name}{''.join(ATTACKS.values())}末"


def harm_in(raw: bytes) -> list[str]:
    """What in a command's output a terminal would do anything for but print it.

    A line may end, and fields may be parted by tabs.
    """
    text = raw.decode("utf-8").replace("\r\n", "\n")
    return [repr(one) for one in re.findall(f"{_HARMFUL.pattern}|\x1b.{{0,12}}|\r", text)]


def shapes_in(raw: bytes) -> set[str]:
    """The escape sequences in what an app has sent, but for their numbers.

    Those that choose colours or move the cursor are of one shape each. What a clipboard was sent
    is left to who decodes it.
    """
    text = raw.decode("utf-8")
    return set(map(_shape, _SEQUENCE.findall(text)))


def _shape(sequence: str) -> str:
    if re.fullmatch("\x1b\\[[0-9;:]*[mHABCDJK]", sequence):
        return "a colour, or a place" if not _STOLEN.search(sequence) else sequence
    if re.fullmatch("\x1b]52;c;[A-Za-z0-9+/=]*\x1b\\\\", sequence):
        return "clipboard" if not _STOLEN.search(sequence) else sequence
    return re.sub("[0-9]+", "#", sequence)


def stray_in(raw: bytes) -> list[str]:
    """Controls and characters that nobody sees, outside of escape sequences."""
    text = _SEQUENCE.sub("", raw.decode("utf-8"))
    return [repr(one) for one in _HARMFUL.findall(text)]


def stolen_in(raw: bytes) -> list[str]:
    """Escape sequences with what only an attack has in them."""
    sequences = _SEQUENCE.findall(raw.decode("utf-8"))
    return [repr(one) for one in sequences if _STOLEN.search(one) or "hostile" in one]


def article(number: int, text: str) -> Article:
    """An article with this text wherever there is text at all."""
    beginning = f"{number:08x}"
    return Article(
        # SQLite ends a text in JSON at a NUL, so that no list of ids can name such a one.
        id=f"{beginning}a{text}".replace("\x00", ""),
        title=f"{number}{text}",
        title_en=text,
        authors=(text, text),
        affiliations=(text,),
        source=text,
        year=2001,
        category=text,
        citation_count=3,
        uploader=text,
        abstract=text,
        abstract_en=text,
        keywords=(f"{number}{text}", text),
        keywords_en=(text,),
        clc=text,
        document_code=text,
        article_number=text,
        doi=text,
        front_matter={text: text},
        sections=(
            Section(level=1, number=text, title=text, paragraphs=(text, f"见[1]。{text}")),
            Section(level=2, title=text, paragraphs=(text * 30,)),
        ),
        references=(
            Reference(
                number=1,
                text=text,
                type=text,
                medium=text,
                authors=(text, text),
                title=text,
                container=text,
                place=text,
                publisher=text,
                year=1999,
                volume=text,
                issue=text,
                pages=text,
                url=text,
                doi=text,
            ),
            Reference(number=None, text=text),
            # It leads to the article before this one.
            Reference(number=3, text=f"{number - 1}{text}", title=f"{number - 1}{text}"),
        ),
        notes=(Note(mark=text, text=text),),
        related=(text,),
        origin=Origin(path=text, sha256=text, encoding=text, format=text, imported_at=text),
    )


def library_of(folder: Path, text: str, count: int = 3) -> Path:
    """A library that somebody else wrote, file by file: no page of it was ever read here."""
    segments = folder / "segments"
    segments.mkdir(parents=True)
    (folder / "library.json").write_text('{"format": 1}')
    documents = {str(n): msgspec.to_builtins(article(n, text)) for n in range(1, count + 1)}
    (segments / "00000.json").write_bytes(json.dumps({"articles": documents}).encode())
    return folder


def marks_of(text: str, count: int = 3) -> bytes:
    """Marks that somebody else exported, on the articles of such a library."""
    when = "2024-01-01T00:00:00.000000+00:00"
    marks = [
        {
            "article": article(n, text).id,
            "starred": True,
            "tags": [text],
            "note": f"{text}\n{text}",
            "changed": {"starred": when, "tags": when, "note": when},
        }
        for n in range(1, count + 1)
    ]
    return json.dumps({"version": 1, "marks": marks, "filters": [text]}).encode()


def strings(value: Any) -> Iterator[str]:
    """Every string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
