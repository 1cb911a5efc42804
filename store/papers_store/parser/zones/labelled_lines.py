"""The blocks a page's lines are sorted into, and how lines with labels come apart."""

import re

from msgspec import Struct, field

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.header.front import FrontLine
from papers_store.parser.zones.labels import (
    HEAD_ONLY,
    LIST_HEADING,
    Label,
    label_at_start,
    labels_inside,
)

SUMMARY = frozenset(("abstract", "keywords", "abstract_en", "keywords_en"))
"""Fields that sum an article up."""
FARTHEST = 12
"""Lines that may stand between two labels of the front."""
ENTRY = re.compile(r"[ ]{0,8}(?:\[[ ]{0,2}\d{1,3}[ ]{0,2}[\]」]|\(\d{1,3}\)|\d{1,3}[.、 )]|[①-⑳])")
"""How an entry of a numbered list begins."""
_PARTS = frozenset(" .,;:|)]。、（")


class LabelledText(Struct):
    """A label and the lines of its text."""

    label: Label
    lines: list[str]

    @property
    def value(self) -> str:
        """The text, its lines as printed."""
        return "\n".join(self.lines)


class Zones(Struct):
    """The blocks of one page, in the order printed."""

    headless: bool = False
    """Whether the page begins below its title."""
    front: list[FrontLine] = field(default_factory=list)
    """All lines of the front, and the first ones of the text, for those who label them."""
    labelled: list[LabelledText] = field(default_factory=list)
    english: list[Line] = field(default_factory=list)
    """Lines above an English abstract that stands below the text."""
    body: list[Line] = field(default_factory=list)
    back: list[Line] = field(default_factory=list)
    """Text below the lists: 致谢, 附录, a note to the editors."""
    references: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    leftovers: list[Leftover] = field(default_factory=list)
    """Lines that the site, and not the article, says."""

    foot: str = ""
    """The line at the foot of the text that names the author; its parts below."""
    foot_authors: str = ""
    foot_affiliations: str = ""

    filled: set[str] = field(default_factory=set)
    """Fields that labels have given a text."""

    def add(self, parts: list[tuple[Label, str]]) -> None:
        """Take the labels of one line, with what stands behind them."""
        for label, value in parts:
            self.labelled.append(LabelledText(label, [value] if value else []))
            if value:
                self.filled.add(label.field)

    def add_line(self, text: str) -> None:
        """Go on with the text of the last label."""
        self.labelled[-1].lines.append(text)
        self.filled.add(self.labelled[-1].label.field)


def is_list_heading(line: Line) -> re.Match[str] | None:
    """The heading of a list of references or notes, if this line is one."""
    narrowed = line.beginning(120)
    found = LIST_HEADING.match(narrowed)
    if found is None:
        return None
    rest = narrowed[found.end() :]
    return found if not rest.strip() or ENTRY.match(rest) else None


def split_labels(line: Line, *, bare: bool = False) -> list[tuple[Label, str]]:
    """The labels of a line that begins with one, each with its text."""
    first = label_at_start(line, bare=bare)
    if first is None:
        return []
    labels = [first]
    text, narrowed = line.text, line.narrow
    for label in labels_inside(line, first.end, bare=bare):
        parted = label.start == first.end or narrowed[label.start - 1] in _PARTS
        bracketed = narrowed[label.start] == "["
        above_text = label.field not in HEAD_ONLY or first.field in HEAD_ONLY or bracketed
        glued = label.field not in HEAD_ONLY and len(label.name) > 2 and label.field != "abstract"
        if above_text and (parted or bracketed or glued):
            labels.append(label)
    ends = [label.start for label in labels[1:]] + [len(text)]
    return [(label, _value(text[label.end : end])) for label, end in zip(labels, ends, strict=True)]


def _value(text: str) -> str:
    """What stands behind a label, without a sign where a no-break space was."""
    text = text.strip(" \u3000\xa0|").lstrip("?？")
    return text[1:].lstrip() if text.startswith('"') and text.count('"') % 2 else text
