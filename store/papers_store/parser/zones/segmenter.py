"""A page's lines sorted into blocks: head, labelled lines, text, references, notes."""

from collections.abc import Sequence

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.header.front import FrontLine
from papers_store.parser.zones.body_lines import BodySegmenter
from papers_store.parser.zones.boilerplate import EXCERPT, is_boilerplate
from papers_store.parser.zones.foot_author import take_foot_authors
from papers_store.parser.zones.header_lines import header_end, read_header_lines
from papers_store.parser.zones.headless_list import take_headless_list
from papers_store.parser.zones.labelled_lines import Zones
from papers_store.parser.zones.thesis_record import read_thesis_record

_BESIDE = 4
"""Lines of the text that help to tell what the last lines of the front are."""
_FIRST = 40
"""Lines among which the site says that an excerpt begins."""


def segment(lines: Sequence[Line]) -> Zones:
    """Sort the lines of a page into its blocks; nothing of the article is lost."""
    zones = Zones()
    for place, line in enumerate(lines[:_FIRST]):
        if EXCERPT.search(line.text):
            zones.headless = not any(
                above.text for above in lines[:place] if not is_boilerplate(above)
            )
            break
    rest: list[Line] = []
    for line in lines:
        if is_boilerplate(line):
            zones.leftovers.append(Leftover(text=line.text, reason="site"))
        else:
            rest.append(line)
    if recorded := read_thesis_record(rest, zones):
        BodySegmenter(zones).read(rest[recorded:])
        return zones
    end = header_end(rest, zones.headless)
    read_header_lines(rest[:end], zones)
    zones.front += [FrontLine(line, is_read=False) for line in rest[end : end + _BESIDE]]
    BodySegmenter(zones).read(rest[end:])
    take_foot_authors(zones)
    take_headless_list(zones)
    return zones
