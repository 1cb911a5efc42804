"""A page's lines sorted into blocks: head, labelled lines, text, references, notes."""

from collections.abc import Sequence

from papers_store.parser.formats.page import Line
from papers_store.parser.zones.body_lines import Below
from papers_store.parser.zones.boilerplate import EXCERPT, is_boilerplate
from papers_store.parser.zones.front_lines import front_end, read_front_lines
from papers_store.parser.zones.labelled_lines import Layout

_FIRST = 40
"""Lines among which the site says that an excerpt begins."""


def lay_out(lines: Sequence[Line]) -> Layout:
    """Sort the lines of a page into its blocks; nothing of the article is lost."""
    layout = Layout()
    start = 0
    for place, line in enumerate(lines[:_FIRST]):
        if EXCERPT.search(line.text):
            layout.headless = not any(
                above.text for above in lines[:place] if not is_boilerplate(above)
            )
            start = place + 1
            break
    head = [line for line in lines[:start] if not is_boilerplate(line)]
    rest = head + [line for line in lines[start:] if not is_boilerplate(line)]
    end = front_end(rest, layout.headless)
    read_front_lines(rest[:end], layout)
    Below(layout).read(rest[end:])
    return layout
