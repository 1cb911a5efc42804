"""Where in an article a query is found: spans in the text as printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import Struct

from papers_store.fields import SOUNDING

if TYPE_CHECKING:
    # The panes know finders from the first frame on, and the rest when something is looked for.
    from papers_store.article import Article
    from papers_store.search.query import Text

_SENTENCE_ENDS = re.compile("[。！？!?；;\n]")
_LEAD = 14
"""Characters kept before what was found, where a sentence begins earlier than that."""
_LONGEST_EXCERPT = 160
_CUT = ".."


class Finder(Struct, frozen=True):
    """Finds the texts of a query in a text of an article."""

    texts: "tuple[Text, ...]" = ()
    by_sound: bool = False
    """Whether letters that do not occur as typed are looked for as pinyin."""

    def __bool__(self) -> bool:
        return bool(self.texts)

    def spans(self, text: str, where: str | None = None) -> list[tuple[int, int]]:
        """Spans of the texts as (start, end), in order and without overlap.

        Args:
            text: As printed.
            where: Which part of the article it is; None for one that no field names.
        """
        wanted = [one for one in self.texts if one.field is None or one.field == where]
        if not wanted or not text:
            return []
        from papers_store.text.fold import fold
        from papers_store.text.pinyin import plans, sound_spans

        folded = fold(text)
        found: list[tuple[int, int]] = []
        for one in wanted:
            texts = (text.strip() if one.exact else text for text in one.spellings)
            places = [place for text in texts for place in _places(folded.text, text)]
            if not places and self.by_sound and where in SOUNDING and not one.exact:
                places = sound_spans(folded.text, plans(one.text))
            found += [folded.original(*place) for place in places]
        return _apart(found)

    @property
    def anywhere(self) -> "Finder":
        """The same finder without fields, for a text whose part of the article is unknown."""
        return Finder(tuple(replace(one, field=None) for one in self.texts), self.by_sound)

    def excerpt(self, article: "Article") -> str:
        """The first sentence of an article that holds a match; empty if none does."""
        for where, text in _running_text(article):
            if spans := self.spans(text, where):
                return _around(text, *spans[0])
        return ""


def _places(folded: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        yield start, start + len(wanted)
        start = folded.find(wanted, start + len(wanted))


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans, and merge those that touch or overlap."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _running_text(article: "Article") -> "Iterator[tuple[str | None, str]]":
    yield "abstract", article.abstract
    yield "abstract", article.abstract_en
    for section in article.sections:
        yield "body", section.title
        for paragraph in section.paragraphs:
            yield "body", paragraph
    for note in article.notes:
        yield "body", note.text
    for affiliation in article.affiliations:
        yield None, affiliation
    if article.title_en:
        yield "title", article.title_en
    yield "keywords", "; ".join(article.keywords_en)
    for reference in article.references:
        yield "references", reference.text


def _around(text: str, start: int, end: int) -> str:
    """The sentence around a span, from shortly before it to its end."""
    begin = 0
    for stop in _SENTENCE_ENDS.finditer(text, 0, start):
        begin = stop.end()
    cut = _CUT if start - begin > _LEAD else ""
    begin = max(begin, start - _LEAD)
    stop_after = _SENTENCE_ENDS.search(text, end)
    finish = stop_after.end() if stop_after else len(text)
    return cut + text[begin : min(finish, begin + _LONGEST_EXCERPT)].strip()
