"""A page's lines sorted into blocks: head, labelled lines, text, references, notes."""

from collections.abc import Sequence

from papers_store.parser.formats.page import Line
from papers_store.parser.zones.body_lines import BodySegmenter
from papers_store.parser.zones.boilerplate import EXCERPT, is_boilerplate
from papers_store.parser.zones.header_lines import header_end, read_header_lines
from papers_store.parser.zones.labelled_lines import Zones

_FIRST = 40
"""Lines among which the site says that an excerpt begins."""


def segment(lines: Sequence[Line]) -> Zones:
    """Sort the lines of a page into its blocks; nothing of the article is lost."""
    zones = Zones()
    start = 0
    for place, line in enumerate(lines[:_FIRST]):
        if EXCERPT.search(line.text):
            zones.headless = not any(
                above.text for above in lines[:place] if not is_boilerplate(above)
            )
            start = place + 1
            break
    head = [line for line in lines[:start] if not is_boilerplate(line)]
    rest = head + [line for line in lines[start:] if not is_boilerplate(line)]
    end = header_end(rest, zones.headless)
    read_header_lines(rest[:end], zones)
    BodySegmenter(zones).read(rest[end:])
    return zones
