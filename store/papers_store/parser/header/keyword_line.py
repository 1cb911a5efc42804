"""One line of keywords taken apart."""

import re
from collections.abc import Iterator

from papers_store.parser.halfwidth import narrow
from papers_store.text.han import han, han_pattern

_SEPARATORS = tuple(
    map(han_pattern, (r"[;|]|(?<![\d ]),(?=[\h])", r"(?<!\d),|,(?!\d)", "、", "/", "•"))
)
"""Strongest first; typists change their mind, so a line of semicolons may hold a comma or two."""
_SPACES = re.compile(r"[ ]{1,}")
_AROUND = " \u3000\xa0;；,，、。．./|:：[]【】?？"
_CLOSED = re.compile(r'[;；,，、][ ]?[?？"](?=[^ ;；,，、])')
"""A sign where a no-break space was."""
_UNFINISHED = tuple(";；,，、|/")


def split_keywords(text: str) -> tuple[str, ...]:
    """Keywords parted by ; , 、 / or spaces, whichever the line uses; otherwise as printed."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and not any(line.rstrip().endswith(_UNFINISHED) for line in lines[:-1]):
        # Each on a line of its own.
        return tuple(dict.fromkeys(one for line in lines for one in split_keywords(line)))
    text = _CLOSED.sub(lambda sign: sign[0][0], text).strip(_AROUND)
    narrowed = narrow(text)
    for separator in _SEPARATORS:
        if separator.search(narrowed):
            pieces = _between(text, separator.finditer(narrowed))
            break
    else:
        pieces = _between(text, _parting_spaces(narrowed))
    return tuple(piece for each in pieces if (piece := each.strip(_AROUND)))


def _between(text: str, separators: Iterator[re.Match[str]]) -> Iterator[str]:
    start = 0
    for separator in separators:
        yield text[start : separator.start()]
        start = separator.end()
    yield text[start:]


def _parting_spaces(narrowed: str) -> Iterator[re.Match[str]]:
    """Spaces that part keywords: wide ones, and any beside a Han character."""
    for space in _SPACES.finditer(narrowed):
        beside = (
            narrowed[space.start() - 1 : space.start()] + narrowed[space.end() : space.end() + 1]
        )
        if len(space[0]) > 1 or han(beside):
            yield space
