"""What stands below the front: the text, the lists, and labels at the foot of any page.

Only labels that no sentence begins with count here. The English abstract often follows the
references, and back matter may stand before, between or after the lists.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import is_latin
from papers_store.parser.headings.heading_levels import LONGEST_PLAIN, is_numbered_heading
from papers_store.parser.references.splitter import WholeEntry
from papers_store.parser.zones.labelled_lines import (
    ENTRY,
    FARTHEST,
    SUMMARY,
    Zones,
    is_list_heading,
    split_labels,
)
from papers_store.parser.zones.labels import HEAD_ONLY, Label, label_at_start
from papers_store.text.han import han

_ENGLISH = frozenset(("abstract_en", "keywords_en"))
_CODES = frozenset(("clc", "document_code", "article_number", "doi"))
_FLOWING = re.compile("简介|介绍|声明|贡献|冲突|支撑数据|基金|资助|项目")
"""Labels whose text may take several lines."""
_BRACKETS = {"(": ")", "[": "]"}
_DATE = re.compile(r"[^\d]{0,12}(?:19|20)\d{2}")
_YEAR = re.compile(r"(?:19|20)\d{2}|https?:|www\.|doi", re.I)
_LONGEST_BLOCK = 15


class BodySegmenter:
    """Sorts what stands below the front: text, lists, labels at the foot of pages."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._list: list[str] | None = None
        self._list_level = 0
        """The level of the heading that opened the list, where it is marked as one."""
        self._block: tuple[Label, int] | None = None
        self._after_lists = False
        self._blank = False

    def read(self, lines: Sequence[Line]) -> None:
        """Sort the lines, in order."""
        following = _following(lines)
        for place, line in enumerate(lines):
            if not line.text:
                self._blank = True
                continue
            if line.kind in ("code", "row", "formula", "figure") and self._list is None:
                self._text(line)
                continue
            if line.kind == "note":
                self._zones.notes.append(line.text)
                continue
            after = following[place]
            taken = self._open_list(line) or self._labelled(line, after) or self._flows(line)
            if not taken and not self._listed(line, after):
                self._text(line)
            self._blank = False

    def _open_list(self, line: Line) -> bool:
        found = is_list_heading(line)
        if found is None:
            return False
        zones = self._zones
        self._list = zones.references if found["references"] else zones.notes
        self._block, self._after_lists = None, True
        self._list_level = line.heading_level
        if rest := line.text[found.end() :].strip():
            self._list.append(rest)
        return True

    def _labelled(self, line: Line, following: Line | None) -> bool:
        if _BRACKETS.get(line.narrow[0]) == line.narrow[-1] and label_at_start(Line(line.text[1:])):
            line = Line(line.text[1:-1])
        parts = split_labels(line)
        if not parts or not self._accepts(parts[0][0], parts[0][1]):
            return False
        label, value = parts[-1]
        if label.field in _ENGLISH:
            self._take_english()
        self._zones.add(parts)
        flowing = bool(_FLOWING.search(label.name)) or label.field in SUMMARY
        opens = not value or (flowing and self._after_lists and label.field not in SUMMARY)
        self._block = (label, 0 if not value else 1) if opens else None
        # A date at the foot of a page may stand in the middle of the list.
        if flowing or not (following and ENTRY.match(following.narrow)):
            self._list = None
        return True

    def _accepts(self, label: Label, value: str) -> bool:
        """Whether a label counts here; in lists DOI: and the like are parts of entries."""
        if label.field in HEAD_ONLY or (label.field in _CODES and self._list is not None):
            return False
        if label.field in SUMMARY and label.field in self._zones.filled:
            return False
        if label.field in _ENGLISH:
            return not value or is_latin(value[:200])
        if label.name.isascii():
            return self._list is None or self._blank
        return label.name != "编辑" or self._after_lists

    def _flows(self, line: Line) -> bool:
        """Take a line into the block of the label above it."""
        if self._block is None:
            return False
        label, taken = self._block
        ended = (self._blank and taken > 0) or line.heading_level or taken >= _LONGEST_BLOCK
        dated = (
            _FLOWING.search(label.name) or label.field in SUMMARY or _DATE.match(line.beginning(30))
        )
        if ended or not dated or is_numbered_heading(line):
            self._block = None
            return False
        self._zones.add_line(line.text)
        self._block = (label, taken + 1)
        return True

    def _listed(self, line: Line, following: Line | None) -> bool:
        """Take a line into the open list, or close it."""
        if self._list is None:
            return False
        if line.heading_level > self._list_level > 0:
            # The list is in parts: primary sources, secondary literature.
            self._zones.leftovers.append(Leftover(text=line.text, reason="heading in a list"))
            return True
        if line.heading_level and not ENTRY.match(line.narrow):
            # In two columns a heading may be printed in the middle of the list.
            if not (following and ENTRY.match(following.narrow) and is_numbered_heading(line)):
                self._list = None
            return False
        if ENTRY.match(line.narrow) or not self._is_text(line):
            numbered = line.item and not ENTRY.match(line.narrow)
            text = f"[{line.item}] {line.text}" if numbered else line.text
            self._list.append(WholeEntry(text) if line.kind == "item" else text)
            return True
        self._list = None
        return False

    def _is_text(self, line: Line) -> bool:
        """Whether a line without a label reads as text and not as the rest of an entry."""
        if is_numbered_heading(line):
            return True
        narrowed = line.narrow
        if not self._blank or is_latin(narrowed) or _YEAR.search(narrowed):
            return False
        return (narrowed.endswith(":") and len(narrowed) <= 20) or (
            han(narrowed) > 25 and "。" in narrowed
        )

    def _text(self, line: Line) -> None:
        zones = self._zones
        if self._blank and len(line.text) <= LONGEST_PLAIN:
            line = replace(line, apart=True)
        if not self._after_lists or self._list is not None:
            zones.body.append(line)
        elif is_latin(line.text) and "abstract_en" not in zones.filled:
            zones.english.append(line)
        elif not line.heading_level and line.narrow.endswith(":") and len(line.text) <= 20:
            zones.back.append(Line(line.text.rstrip("：:"), heading_level=1))
        else:
            zones.back.append(line)

    def _take_english(self) -> None:
        """Move the title and authors above an English abstract out of the text."""
        body = self._zones.body
        taken: list[Line] = []
        while body and is_latin(body[-1].text) and len(taken) < FARTHEST and not self._after_lists:
            if is_numbered_heading(body[-1]):
                break
            taken.append(body.pop())
        self._zones.english.extend(reversed(taken))


def _following(lines: Sequence[Line]) -> list[Line | None]:
    """For each line the next one that is not blank."""
    following: list[Line | None] = [None] * len(lines)
    after: Line | None = None
    for place in range(len(lines) - 1, -1, -1):
        following[place] = after
        if lines[place].text:
            after = lines[place]
    return following
