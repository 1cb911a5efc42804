"""What a reader types into the filter, as a value.

Words side by side must all be found; a text in quotation marks is found exactly as it stands.
Nothing typed is an error: what makes no sense is read past.
"""

import re
from dataclasses import dataclass

from papers_store.text.fold import fold_text

LONGEST = 200
"""Characters of one term; who pastes a page wants its beginning."""

MOST_TERMS = 20
"""Terms of one query."""

_TERM = re.compile(r'["“”「」]([^"“”「」]*)["“”「」]?|([^\s"“”「」]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that has to be found."""

    text: str
    """Folded."""
    exact: bool
    """Whether it stood in quotation marks."""


@dataclass(frozen=True, slots=True)
class Query:
    """What has to be found, all of it."""

    terms: tuple[Term, ...] = ()
    left_out: tuple[str, ...] = ()
    """Parts that made no sense, as typed."""

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse_query(text: str) -> Query:
    """Read a query as far as it makes sense."""
    terms: list[Term] = []
    left_out: list[str] = []
    for match in _TERM.finditer(text):
        quoted, bare = match.groups()
        term = _term(quoted if bare is None else bare, exact=bare is None)
        if term is None:
            continue
        if len(terms) == MOST_TERMS:
            left_out.append(text[match.start() :][:LONGEST])
            break
        if len(term.text) > LONGEST:
            left_out.append(f"{match[0][:20]}..")
            term = Term(term.text[:LONGEST], term.exact)
        if term not in terms:
            terms.append(term)
    return Query(tuple(terms), tuple(left_out))


def _term(text: str, *, exact: bool) -> Term | None:
    folded = fold_text(text)
    if exact:
        return Term(folded, exact=True) if folded.strip() else None
    # A mark that only parts words, such as a lone - or *, asks for nothing.
    return Term(folded, exact=False) if any(c.isalnum() for c in folded) else None
