"""The front of a page: from the title to the last of abstract and keywords.

Labels are taken here in any dress, for nothing else is printed between them but names, titles and
addresses.
"""

import re
from collections.abc import Sequence

from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import is_latin, narrow
from papers_store.parser.header.byline import byline, is_affiliation
from papers_store.parser.header.front import FrontLine, is_paragraph
from papers_store.parser.header.front_features import features_of
from papers_store.parser.header.front_labels import label_lines
from papers_store.parser.headings.heading_levels import is_numbered_heading
from papers_store.parser.zones.labelled_lines import (
    FARTHEST,
    SUMMARY,
    Zones,
    is_list_heading,
    split_labels,
)
from papers_store.parser.zones.labels import Label, is_code, label_at_start, labels_inside
from papers_store.text.han import han

_PARAGRAPH = 60
"""Han characters from which a line is text rather than a name, a title or an address."""
_PART = re.compile(
    r"\[?[ ]?(?:研究)?(?:目的|背景|方法|结果|局限|结论|意义)"
    r"(?:[/与和](?:意义|过程|结论|方法|讨论))?"
    r"[ ]{0,4}(?:\]|:)"
)
"""How the parts of an abstract begin that a journal wants in parts."""
_KEYWORDS = frozenset(("keywords", "keywords_en"))
_ITEM = re.compile(r"^[ ]{0,8}[•·◦▪‣●○■◆*-][ ]{0,4}(?=[^ ])")
"""The bullet of a list with one keyword to the line."""
_LISTING = re.compile("[;,、|]")
_MOST_HEAD = 60
"""Lines that may stand above the text."""
_LONGEST_BYLINE = 200
_YEAR = re.compile(r"(?:19|20)\d{2}[-/.年]")
_MOST_PEOPLE = 8
"""Lines that authors and institutions below the last label take, with empty ones between."""
_LONGEST_TITLE = 60
"""Characters a title may have that begins with the word of a label."""


def header_end(lines: Sequence[Line], headless: bool) -> int:
    """Where the front ends: after the last label that belongs to it."""
    end = gap = plain = 0
    seen: set[str] = set()
    last = ""
    text_since = False
    title = _title_like_a_label(lines, headless)
    for place, line in enumerate(lines):
        if not line.text:
            continue
        label = None if line is title else _front_label(line, seen)
        if label is not None:
            core = label.field in SUMMARY
            # A site prints keywords of its own above the abstract.
            again = label.field in seen and not (label.field == "keywords" and last == "abstract")
            if core and (again or (text_since and "keywords" in seen)):
                break
            last = label.field if core else last
            if not core and text_since:
                break
            seen |= {inner.field for inner, _ in split_labels(line, bare=True)} | {label.field}
            end, gap, text_since = place + 1, 0, False
            continue
        if "abstract" in seen and "keywords" not in seen and _is_part(line):
            end = place + 1
            continue
        heading = plain or headless or end
        if is_list_heading(line) or (
            heading and is_numbered_heading(line) and byline(line.text) is None
        ):
            break
        plain += 1
        gap += 1
        text_since |= han(line.text) >= _PARAGRAPH and not is_affiliation(line.text)
        if gap > FARTHEST:
            break
    if end == 0 or not seen & (SUMMARY | {"authors", "source"}):
        end = max(end, _head_end(lines, headless))
    return _with_people(lines, _with_values(lines, end))


def _with_values(lines: Sequence[Line], end: int) -> int:
    """The end of the front with the lines that a last label's text stands or goes on in."""
    if end == 0:
        return 0
    parts = split_labels(lines[end - 1], bare=True)
    if not parts:
        return end
    label, value = parts[-1]
    unfinished = narrow(value)[-1:] in ("", ",", ";", "、")
    if (label.is_form and not value) or not (unfinished or label.field == "abstract_en"):
        return end
    values = [value] if value else []
    blank = False
    for place in range(end, len(lines)):
        line = lines[place]
        blank |= not line.text
        if not line.text:
            continue
        if is_numbered_heading(line) or is_list_heading(line):
            break
        if not _continues(label, values, line, blank=blank):
            break
        values.append(line.text)
        end, blank = place + 1, False
        if label.field == "abstract" or len(values) > FARTHEST:
            break
    return end


def _with_people(lines: Sequence[Line], end: int) -> int:
    """The end of the front with authors and institutions that stand below its last label."""
    if end == 0 or any(_names_people(line) for line in lines[:end]):
        return end
    found = end
    for place in range(end, min(len(lines), end + _MOST_PEOPLE)):
        line = lines[place]
        if _names_people(line) or (found > end and is_affiliation(line.text)):
            found = place + 1
        elif line.text:
            break
    return found


def _names_people(line: Line) -> bool:
    """Whether a line is one of authors, and none in which a site says when it printed them."""
    text = line.text
    if not 1 < len(text) <= _LONGEST_BYLINE or "。" in text or _YEAR.search(line.narrow):
        return False
    return byline(text) is not None


def _head_end(lines: Sequence[Line], headless: bool) -> int:
    """Where the head of a page without labels ends: before its text, or the first heading."""
    if headless:
        return 0
    places = [place for place, line in enumerate(lines) if line.text][:_MOST_HEAD]
    found = label_lines(features_of([lines[place] for place in places]))
    for place, label in zip(places, found, strict=True):
        if label.label in ("text", "heading", "abstract") or (
            label.label == "title" and is_paragraph(lines[place])
        ):
            return place
    return places[-1] + 1 if places and len(places) < _MOST_HEAD else 0


def _title_like_a_label(lines: Sequence[Line], headless: bool) -> Line | None:
    """The first line of a page where it is short and begins as a label does: 摘要写作浅谈."""
    first = next((line for line in lines if line.text), None)
    if headless or first is None or len(first.text) > _LONGEST_TITLE or "。" in first.text:
        return None
    return None if label_at_start(first) else first


def _is_part(line: Line) -> bool:
    """Whether a line is a part of a structured abstract."""
    return line.heading_level == 0 and _PART.match(line.beginning(20)) is not None


def _front_label(line: Line, seen: set[str]) -> Label | None:
    """The label that a line of the front begins with, or holds behind an institution."""
    label = label_at_start(line, bare=True)
    if label is None and "abstract" not in seen:
        inside = labels_inside(line, 0, _LONGEST_BYLINE)
        label = next((one for one in inside if one.field == "abstract"), None)
        above = line.text[: label.start] if label else ""
        if not (is_affiliation(above) or byline(above)):
            return None
    return label


def read_header_lines(lines: Sequence[Line], zones: Zones) -> None:
    """Labels with their text, and the lines between them."""
    open_label: Label | None = None
    title = _title_like_a_label(lines, zones.headless)
    blank = False
    for line in lines:
        if not line.text:
            zones.front.append(FrontLine(line))
            blank = True
            continue
        text = line.text
        parts = [] if line is title else split_labels(line, bare=True)
        if not parts and line is not title and (label := _front_label(line, set())) is not None:
            zones.front.append(FrontLine(Line(text[: label.start].strip())))
            parts = split_labels(Line(text[label.start :]))
        if parts:
            zones.add(parts)
            open_label = parts[-1][0]
            if open_label.is_form and not parts[-1][1]:
                open_label = None
            zones.front.append(FrontLine(line, is_read=False))
        elif open_label is not None and _continues(
            open_label, zones.labelled[-1].lines, line, blank=blank
        ):
            zones.add_line(_ITEM.sub("", text) if open_label.field in _KEYWORDS else text)
            zones.front.append(FrontLine(line, is_read=False))
        else:
            open_label = None
            zones.front.append(FrontLine(line))
        blank = False


def _continues(label: Label, above: Sequence[str], line: Line, *, blank: bool = False) -> bool:
    """Whether a line without a label still belongs to the label above it."""
    if line.heading_level:
        return False
    if label.field in _KEYWORDS:
        return _goes_on_keywords(label, above, line, blank=blank)
    if not above:
        if not is_code(label, line.narrow):
            return False
        if label.field in ("front", "record", "unread") and is_numbered_heading(line):
            return False
        return label.field != "abstract_en" or is_latin(line.text)
    if label.field not in ("abstract", "abstract_en"):
        return False
    if is_latin(line.text) != (label.field == "abstract_en"):
        return False
    if narrow(above[-1])[-1] in ",;、" or _is_part(line):
        return True
    if label.field == "abstract":
        whole = len(line.text) >= 20 or line.text.endswith("。")
        return whole and not is_affiliation(line.text)
    return len(line.text) >= 60 or _is_sentence(line.text, above[-1])


def _goes_on_keywords(label: Label, above: Sequence[str], line: Line, *, blank: bool) -> bool:
    if is_latin(line.text) != (label.field == "keywords_en") or is_numbered_heading(line):
        return False
    if len(line.text) >= 120 or "。" in line.text[:-1]:
        return False
    if not above or line.kind == "item" or _ITEM.match(line.text):
        return True
    # What ends with a comma may have lost its last one; a heading follows behind an empty line.
    lists = _LISTING.search(line.narrow) is not None
    return narrow(above[-1])[-1] in ";,、" and (lists or not blank)


def _is_sentence(text: str, above: str) -> bool:
    """Whether a short line goes on with an abstract in English: it ends one of its sentences."""
    ends = text.endswith((".", "!", "?")) and len(text.split()) >= 4
    return (ends and text[0].isalpha()) or (text[0].islower() and above[-1:] not in ".!?")
