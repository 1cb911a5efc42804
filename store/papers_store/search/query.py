"""The query language of the filter.

    query  := group (OR group)*         OR in capitals, or | or ||
    group  := term ([AND] term)*        words side by side must all be found
    term   := [- | NOT] [field:] value  leaves out what would be found
    value  := "exact text" | word | range

AND and NOT stand in capitals, as OR does; so may && for AND. Field names are English or Chinese,
colons, quotation marks and signs of either width, as an input method types them. Nothing typed is
an error: what makes no sense is skipped, and reported. Invisible characters are dropped.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from papers_store.fields import FIELD_OF_ALIAS, NUMBER_COLUMNS
from papers_store.text.fold import close_up, fold_apart, fold_text
from papers_store.text.invisible import without_unseen
from papers_store.text.spellings import spellings

LONGEST = 200
"""Characters of one term; of a pasted page the beginning is enough."""

MOST_TERMS = 20
"""Terms of one query."""

StateName = Literal["starred", "unread", "read", "noted", "tag"]

_STATES: dict[str, StateName] = {
    "starred": "starred",
    "star": "starred",
    "星标": "starred",
    "收藏": "starred",
    "unread": "unread",
    "未读": "unread",
    "read": "read",
    "已读": "read",
    "noted": "noted",
    "note": "noted",
    "笔记": "noted",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text that has to be found."""

    text: str
    """Folded."""
    exact: bool = False
    """Whether it stood in quotation marks."""
    field: str | None = None
    """Where it has to stand; None for anywhere but the references."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The text in each way it may be written, as typed first.

        In quotation marks only the spaces between single characters may go, as in the index.
        """
        if self.exact:
            return tuple(dict.fromkeys((self.text, close_up(self.text))))
        return spellings(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        """The words that punctuation such as a comma separates; empty where there is none."""
        if self.exact or not _MARK_BETWEEN.search(self.text):
            return ()
        parts = [part for part in _MARK_BETWEEN.split(self.text) if any(map(str.isalnum, part))]
        return tuple(dict.fromkeys(parts))


@dataclass(frozen=True, slots=True)
class Span:
    """A number that has to lie between two others, both included."""

    field: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Something that the reader did to an article, known from their marks."""

    name: StateName
    value: str = ""
    """The tag, folded."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition, or its negation."""

    condition: Text | Span | State
    negated: bool = False
    start: int = field(default=0, compare=False)
    """Where it begins in what was typed."""
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: an article must match every term of one of the groups."""

    groups: tuple[tuple[Term, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    """Parts that made no sense, as typed."""
    typed: str = field(default="", compare=False)
    """What was typed, as `as_read` gives it."""

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def terms(self) -> Iterator[Term]:
        """The terms of all groups."""
        return (term for group in self.groups for term in group)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts that an article in the list may hold, without negated ones."""
        wanted = (term.condition for term in self.terms if not term.negated)
        return tuple(dict.fromkeys(one for one in wanted if isinstance(one, Text)))

    @property
    def partable(self) -> tuple[Term, ...]:
        """The terms that punctuation separates into words."""
        wanted = (term for term in self.terms if not term.negated)
        return tuple(
            one for one in wanted if isinstance(one.condition, Text) and one.condition.parts
        )

    def parted(self, terms: Collection[Term]) -> "Query":
        """The same query with some terms split into their words."""
        return replace(self, groups=tuple(_parted(group, terms) for group in self.groups))

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords asked for by name, folded."""
        return tuple(one.text for one in self.texts if one.field == "keywords")


_OPENING, _CLOSING = '"“”「『＂', '"“”」』＂'
_TOKEN = re.compile(
    r"(?P<sign>[-－−])?"
    rf"(?:(?P<field>[^\s:：{_OPENING}{_CLOSING}]{{1,20}})[:：])?"
    rf"(?:[{_OPENING}](?P<quoted>[^{_CLOSING}]*)[{_CLOSING}]?"
    rf"|(?P<bare>[^\s{_OPENING}{_CLOSING}]*))"
)
_OR = frozenset(("OR", "|", "||", "ＯＲ", "｜", "｜｜"))
_AND = frozenset(("AND", "&&", "ＡＮＤ", "＆＆"))
_NOT = frozenset(("NOT", "ＮＯＴ"))
_SIGNS = _OR | _AND | _NOT
_MARK_BETWEEN = re.compile(r"[,、;]|(?<=\w)[+/|&]{1,2}(?=\w)")
"""Separates words in a folded text; + and / may also belong to a word, as in c++."""
_NUMBER = r"(\d{1,9})"
_FROM, _UP_TO = r"(?:\.\.\.?|…|--?|[~〜∼]|至今?)", r"(?:\.\.\.?|…|<=|≤)"
_RANGES = (
    (re.compile(rf"{_NUMBER}年?$"), lambda n: (n, n)),
    (re.compile(rf"(?:>=|≥|){_NUMBER}年?{_FROM}$"), lambda n: (n, None)),
    (re.compile(rf"(?:>=|≥){_NUMBER}年?$"), lambda n: (n, None)),
    (re.compile(rf">{_NUMBER}年?$"), lambda n: (n + 1, None)),
    (re.compile(rf"{_UP_TO}{_NUMBER}年?$"), lambda n: (None, n)),
    (re.compile(rf"<{_NUMBER}年?$"), lambda n: (None, n - 1)),
)
_BETWEEN = re.compile(rf"{_NUMBER}年?(?:\.\.\.?|…|--?|[~〜∼至到]){_NUMBER}年?$")
"""Of folded text, in which every dash is a hyphen."""

_HALVES = re.compile("[\ud800-\udfff]")
"""Lone surrogates, as a command line in another encoding gives; no library holds any."""


def as_read(text: str) -> str:
    """Remove invisible characters from a query; the positions of terms refer to the result."""
    return without_unseen(_HALVES.sub("\ufffd", text))


def parse_query(text: str) -> Query:
    """Parse a query; parts that make no sense are reported in `left_out`."""
    text = as_read(text)
    reader = _Reader(text)
    for found in _TOKEN.finditer(text):
        if found[0] and not reader.take(found):
            break
    return reader.query()


def parsed(query: "str | Query") -> Query:
    """Parse a query, unless it is parsed already."""
    return parse_query(query) if isinstance(query, str) else query


class _Reader:
    """Parses tokens in order into groups, and collects what is left out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._groups: list[list[Term]] = [[]]
        self._left_out: list[str] = []
        self._count = 0
        self._joined: re.Match[str] | None = None
        """An AND to which no term has come yet."""
        self._negated: re.Match[str] | None = None
        """A NOT to which none has."""

    def take(self, found: re.Match[str]) -> bool:
        """Parse one token; return False if there are too many."""
        if found[0] in _SIGNS:
            self._take_sign(found)
            return True
        term = self._term(found)
        if term is None:
            self._leave_out(found[0])
            return True
        if self._negated is not None:
            if term.negated:
                self._leave_out(self._negated[0])
            term = replace(term, negated=True, start=self._negated.start())
        start, self._joined, self._negated = term.start, None, None
        if term not in self._groups[-1]:
            if self._count == MOST_TERMS:
                self._leave_out(self._text[start:])
                return False
            self._count += 1
            self._groups[-1].append(term)
        return True

    def _take_sign(self, found: re.Match[str]) -> None:
        """Parse AND, OR or NOT; one without terms to join or negate is left out."""
        sign, begun = found[0], bool(self._groups[-1])
        if sign in _NOT:
            if self._negated is not None:
                self._leave_out(sign)
            self._negated = self._negated or found
        elif sign in _AND:
            if not begun or self._joined is not None or self._negated is not None:
                self._leave_out(sign)
            else:
                self._joined = found
        else:
            self._leave_out_waiting()
            if begun:
                self._groups.append([])
            else:
                self._leave_out(sign)

    def _leave_out_waiting(self) -> None:
        """Leave out operators that no term followed."""
        for waiting in filter(None, (self._joined, self._negated)):
            self._leave_out(waiting[0])
        self._joined = self._negated = None

    def query(self) -> Query:
        """The query parsed so far."""
        if len(self._groups) > 1 and not self._groups[-1]:
            self._leave_out("OR")
        self._leave_out_waiting()
        groups = tuple(tuple(group) for group in self._groups if group)
        return Query(groups, tuple(dict.fromkeys(self._left_out)), self._text)

    def _leave_out(self, part: str) -> None:
        self._left_out.append(part if len(part) <= LONGEST else f"{part[:20]}..")

    def _term(self, found: re.Match[str]) -> Term | None:
        name = FIELD_OF_ALIAS.get(fold_text(found["field"])) if found["field"] else None
        quoted, value = found["quoted"], found["bare"] or ""
        if found["field"] and name is None:
            # No field of ours: a text with a colon in it, such as an address.
            start = found.start("field")
            quoted, value = None, self._text[start : found.end()]
        condition = _condition(name, value if quoted is None else quoted, exact=quoted is not None)
        if isinstance(condition, Text) and len(condition.text) > LONGEST:
            self._leave_out(found[0])
            condition = replace(condition, text=condition.text[:LONGEST])
        if condition is None:
            return None
        return Term(condition, found["sign"] is not None, found.start(), found.end())


def _condition(name: str | None, value: str, *, exact: bool) -> Text | Span | State | None:
    folded = fold_apart(value) if exact else fold_text(value)
    if name in NUMBER_COLUMNS:
        return _span(name, folded)
    if name == "is":
        state = _STATES.get(folded.strip())
        return State(state) if state else None
    if name == "tag":
        return State("tag", folded.strip()) if folded.strip() else None
    if exact:
        return Text(folded, True, name) if folded.strip() else None
    # A mark that only parts words, such as a lone - or *, asks for nothing.
    return Text(folded, False, name) if any(c.isalnum() for c in folded) else None


def _span(name: str, value: str) -> Span | None:
    value = value.replace(" ", "")
    if found := _BETWEEN.match(value):
        return Span(name, *sorted((int(found[1]), int(found[2]))))
    for pattern, limits in _RANGES:
        if found := pattern.match(value):
            return Span(name, *limits(int(found[1])))
    return None


def _parted(terms: tuple[Term, ...], apart: Collection[Term]) -> tuple[Term, ...]:
    """The terms of a group, some of them split into the words that punctuation separates."""
    parted: dict[Term, None] = {}
    for term in terms:
        text = term.condition
        if isinstance(text, Text) and term in apart:
            words = (replace(text, text=part) for part in text.parts)
            parted.update((replace(term, condition=word), None) for word in words)
        else:
            parted[term] = None
    return terms if len(parted) > MOST_TERMS else tuple(parted)


def with_keywords(query: str | Query, keywords: tuple[str, ...]) -> str:
    """Replace the keywords that a query asks for.

    Args:
        query: as typed, or parsed.
        keywords: as printed; each becomes a `kw:` term at the end.
    """
    query = parsed(query)
    text = query.typed
    kept, start = "", 0
    for term in sorted(query.terms, key=lambda one: one.start):
        condition = term.condition
        if isinstance(condition, Text) and condition.field == "keywords" and not term.negated:
            kept += text[start : term.start].rstrip() + " "
            start = term.end
    kept += text[start:]
    wanted = (f'kw:"{one}"' if _TOKEN.match(one)[0] != one else f"kw:{one}" for one in keywords)  # type: ignore[index]
    return " ".join(filter(None, (" ".join(kept.split()), *wanted)))


def without_last_term(query: str | Query) -> str:
    """Cut a query before its last term; the result is empty if it has only one."""
    query = parsed(query)
    text = query.typed
    terms = sorted(query.terms, key=lambda one: one.start)
    if len(terms) < 2:
        return ""
    shorter = text[: terms[-1].start].rstrip()
    while (words := shorter.rsplit(None, 1))[-1] in _SIGNS:
        shorter = words[0].rstrip() if len(words) > 1 else ""
        if not shorter:
            break
    return shorter
