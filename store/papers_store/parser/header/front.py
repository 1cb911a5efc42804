"""The lines above the text read: each by the label that was found for it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import is_latin, join, narrow
from papers_store.parser.header.byline import byline, is_affiliation, split_affiliations
from papers_store.parser.header.front_features import features_of
from papers_store.parser.header.front_labels import FrontLabel, Labelled, label_lines
from papers_store.parser.header.latin_names import latin_authors
from papers_store.parser.header.masthead import DOI, read_masthead
from papers_store.parser.header.person_names import people

_FOOTNOTE = re.compile(
    r"[ ]{0,2}(?:[*＊※†‡①②]|\\\*|\[\d\]|<sup>[^<]{0,10}</sup>|(?<=[\u4e00-\u9fff])[1¹](?!\d)){1,3}$"
)
_OF_SITE = re.compile(r"[\d:|>@\[\]]|下载|收藏|登录|分享|打印|学报|杂志|期刊")
_DATE = re.compile(
    r"(?:19|20)\d{2}[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}[ ]?日?"
    r"(?:[ T]{0,4}\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COUNT = re.compile(r"\w{2,4}[ ]?[:(][ ]?\d{1,7}[ ]?[次)]?")
_LONGEST_NAMES = 24
_CITED = re.compile(r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]")
_AROUND_AFFILIATION = re.compile(r"^\s*[(（\[]?\s*\d")

_REASONS: dict[FrontLabel, str] = {
    "masthead": "masthead",
    "column": "column",
    "site": "site",
    "contents": "contents",
    "byline_en": "authors in English",
    "affiliation_en": "institutions in English",
    "label": "empty field",
}
"""Under which name a line is kept that fills no field."""
UNLABELLED_NOTE = "题注"
"""Under which name notes without a label stand in the front matter."""


class Front(Struct):
    """What the lines above the text say."""

    title: str = ""
    title_en: str = ""
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    source: str | None = None
    year: int | None = None
    doi: str | None = None
    site_year: int | None = None
    """The year that a site prints around the article, where the journal gives none."""
    notes: list[str] = field(default_factory=list)
    """Notes on the article, its fund or its author that have no label."""
    body: list[Line] = field(default_factory=list)
    """Lines among these that are text, and headings of text."""
    unread: list[Line] = field(default_factory=list)
    """Lines that say nothing known; nobody can tell whether they matter, so they are shown."""
    leftovers: list[Leftover] = field(default_factory=list)
    labelled: list[tuple[Line, Labelled]] = field(default_factory=list)
    """Each line, and how it was labelled; for those who want to know why."""


class FrontLine(Struct, frozen=True):
    """A line of the front, or one beside it that helps to tell what it is."""

    line: Line
    is_read: bool = True
    """Whether it is to be read here; labels with their text are read elsewhere."""


def read_front(
    given: Sequence[FrontLine],
    *,
    headless: bool,
    names: Sequence[str] = (),
    repeated: Counter[str] | None = None,
) -> Front:
    """Read the lines of the front.

    Args:
        given: Every line up to the text, and a few of the text, in order, with the empty ones.
        headless: Whether the page begins below its title.
        names: What the file calls the article, letters alone.
        repeated: How often the page prints a line.
    """
    front = Front()
    lines = _spaced(given)
    features = features_of([one.line for one in lines], repeated=repeated, names=names)
    found = [*zip(lines, label_lines(features), strict=True)]
    front.labelled = [(one.line, label) for one, label in found]
    read = [(one.line, _checked(one.line, label.label)) for one, label in found if one.is_read]
    if not headless:
        _read_title(read, front)
    _read_people(read, front)
    _read_english(read, front)
    _read_rest(read, front, headless=headless)
    return front


def _checked(line: Line, label: FrontLabel) -> FrontLabel:
    """A label, unless the line is longer than any that has it."""
    return "text" if label == "title" and is_paragraph(line) else label


def is_paragraph(line: Line) -> bool:
    """Whether a line is too long for a title, or a whole sentence of some length."""
    length = len(line.text)
    return length > _LONGEST_TITLE or (length > _LONGEST_SENTENCE and line.text.endswith("。"))


def _spaced(given: Sequence[FrontLine]) -> list[FrontLine]:
    """The lines that hold something, each with whether an empty one stands above it."""
    kept: list[FrontLine] = []
    empty = False
    for one in given:
        if one.line.text:
            line = replace(one.line, apart=True) if empty else one.line
            kept.append(FrontLine(line, one.is_read))
        empty = not one.line.text
    return kept


_Read = Sequence[tuple[Line, FrontLabel]]


def _runs(read: _Read, label: FrontLabel) -> Iterator[list[Line]]:
    """Lines that stand together under one label."""
    run: list[Line] = []
    for line, found in [*read, (Line(""), "text")]:
        if found == label:
            run.append(line)
        elif run:
            yield run
            run = []


def _read_title(read: _Read, front: Front) -> None:
    runs = [*_title_runs(read)]
    if not runs:
        return
    front.title = _title_of(runs[0])
    if (shorter := _without_kind(runs)) is not None:
        front.title = shorter
        front.leftovers.append(Leftover(text=runs[0][0].text, reason="title once more"))
        runs = [run for run in runs[1:] if _title_of(run) != shorter]
        runs.insert(0, [])
    for run in runs[1:]:
        # A page may print it in its head and again above the text.
        if _letters(_title_of(run)) in _letters(front.title):
            front.leftovers += [Leftover(text=one.text, reason="title once more") for one in run]
        else:
            front.unread += run


def _without_kind(runs: Sequence[Sequence[Line]]) -> str | None:
    """The title of a page that prints it first with what it is behind it: ...研究论文."""
    lines = [line for run in runs for line in run]
    if len(lines) < 2:
        return None
    first = _letters(lines[0].text)
    for end in range(1, min(len(lines), _MOST_TITLE) + 1):
        rest = _title_of(lines[1:end])
        if rest and first.startswith(_letters(rest)) and _letters(rest) != first:
            return rest if _KIND.fullmatch(first[len(_letters(rest)) :]) else None
    return None


_KIND = re.compile(
    "的?(?:毕业|硕士|博士|学位|本科|学术|期刊)?(?:论文|设计)?(?:范文|全文|原文|下载|pdf)?"
)
"""What a site sets behind the title of an article."""
_MOST_TITLE = 4
"""Lines of a title."""
_LONGEST_NAME = 5
"""Characters of a line that is no more of a title where it stands apart from it."""


_LONGEST_SENTENCE = 40
_LONGEST_TITLE = 120
"""Characters from which a line is text."""


def _title_runs(read: _Read) -> Iterator[list[Line]]:
    """The lines of each title; a short one that stands apart is none of the one above."""
    for run in _runs(read, "title"):
        start = 0
        for place in range(1, len(run)):
            line = run[place]
            if line.apart and not line.heading_level and len(line.text) <= _LONGEST_NAME:
                yield run[start:place]
                start = place
        yield run[start:]


def _title_of(run: Sequence[Line]) -> str:
    title = ""
    for line in run:
        text = _FOOTNOTE.sub("", line.text).strip()
        if title and _letters(text) == _letters(title):
            continue
        title = join([title, text]) if title else text
    return title


def _read_people(read: _Read, front: Front) -> None:
    for run in _runs(read, "byline"):
        text = _joined(run)
        names, rest = _authors_in(text)
        if front.authors and set(names) <= set(front.authors):
            front.leftovers.append(Leftover(text=text, reason="authors once more"))
        elif front.authors or not names:
            front.unread += run
        else:
            front.authors = names
            front.affiliations += split_affiliations(rest)
    for run in _runs(read, "affiliation"):
        for text in _affiliations_in(run):
            pieces = split_affiliations(text) if is_affiliation(text) else ()
            front.affiliations += tuple(one for one in pieces if one not in front.affiliations)
            if not pieces:
                front.unread.append(Line(text))
    if not front.authors:
        # A site prints them with the date of its page, and how often that was read.
        front.authors = next(filter(None, map(_authors_beside_date, read)), ())
    if not front.authors:
        # How to cite the article, printed where its authors are.
        found = (byline(line.text) for line, label in read if _CITED.search(line.narrow))
        front.authors = next((one[0] for one in found if one is not None), ())


def _authors_beside_date(read: tuple[Line, FrontLabel]) -> tuple[str, ...]:
    """Names in a line that says when a site printed the article, and nothing else but numbers."""
    line, label = read
    if label != "site" or not _DATE.search(line.narrow):
        return ()
    rest = _COUNT.sub(" ", _DATE.sub(" ", line.narrow)).strip()
    names = people(rest) if 1 < len(rest) <= _LONGEST_NAMES else []
    return tuple(one.text for one in names) if all(one.sure for one in names) else ()


def _authors_in(text: str) -> tuple[tuple[str, ...], str]:
    """Authors in a line that is one, and what follows them."""
    found = byline(text)
    if found is not None:
        return found
    inner = narrow(text).strip("()[] ")
    if is_latin(inner):
        return latin_authors(inner) or (), ""
    names = people(inner)
    return tuple(one.text for one in names) if all(one.sure for one in names) else (), ""


def _affiliations_in(run: Sequence[Line]) -> Iterator[str]:
    """Institutions line by line, those that go on in the next one put together."""
    whole = ""
    for line in run:
        # A postcode ends one.
        ended = narrow(whole)[-1:] in ");." or whole[-1:].isdigit()
        begins = ended or _AROUND_AFFILIATION.match(line.narrow)
        if whole and begins:
            yield whole
            whole = ""
        whole = join([whole, line.text]) if whole else line.text
    if whole:
        yield whole


def _joined(run: Sequence[Line]) -> str:
    """The lines of a list of names as one."""
    texts = [line.text for line in run]
    return "，".join(texts) if len(texts) > 1 else texts[0]


def _read_english(read: _Read, front: Front) -> None:
    titles = [*_runs(read, "title_en")]
    if titles:
        front.title_en = _FOOTNOTE.sub("", " ".join(line.text for line in titles[0])).strip()
        for run in titles[1:]:
            text = " ".join(line.text for line in run)
            front.leftovers.append(Leftover(text=text, reason="unread"))
    if not front.authors:
        found = (latin_authors(line.text) for line, label in read if label == "byline_en")
        front.authors = next(filter(None, found), ())


def _read_rest(read: _Read, front: Front, *, headless: bool) -> None:
    mastheads = [line.text for line, label in read if label in ("masthead", "site")]
    front.source, front.year = read_masthead(
        line.text for line, label in read if label == "masthead"
    )
    if front.year is None:
        front.site_year = read_masthead(mastheads).year
    found = (DOI.search(narrow(text)) for text in mastheads)
    front.doi = next((one[0].rstrip(".)") for one in found if one is not None), None)
    below = False
    for line, label in read:
        below |= label == "title"
        if label in ("text", "heading", "abstract") or line in front.unread:
            front.body.append(line)
        elif (below and _is_plain(line, label)) or (label == "title" and headless):
            # A word below the title may be the author's as well as the journal's.
            front.body.append(line)
        elif label == "note":
            front.notes.append(line.text)
        elif (reason := _REASONS.get(label)) is not None:
            front.leftovers.append(Leftover(text=line.text, reason=reason))


def _is_plain(line: Line, label: FrontLabel) -> bool:
    """Whether a line taken for a site's or a journal's says nothing that only they say."""
    return label in ("column", "masthead", "site") and not _OF_SITE.search(line.narrow)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
