"""What a query has to find, worked out by reading every text from end to end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from papers_store.article import Article
from papers_store.search.query import Query, Span, State, Term, Text, parse_query
from papers_store.search.reader_marks import Marks
from papers_store.text.fold import fold_text


def texts_of(article: Article) -> dict[str, list[str]]:
    """The folded texts of an article by the field that asks for them."""
    sections = [text for one in article.sections for text in (one.title, *one.paragraphs)]
    texts = {
        "title": [article.title, article.title_en or ""],
        "keywords": [*article.keywords, *article.keywords_en, *article.extracted_keywords],
        "authors": [*article.authors],
        "source": [article.source or ""],
        "places": [*article.affiliations],
        "abstract": [article.abstract, article.abstract_en],
        "body": [*sections, *(note.text for note in article.notes)],
        "references": [reference.text for reference in article.references],
    }
    return {name: [fold_text(text) for text in those] for name, those in texts.items()}


def keywords_of(article: Article) -> dict[str, str]:
    """The keywords of an article, folded, each as printed."""
    printed = article.keywords or article.extracted_keywords
    folded = {fold_text(one).strip(): one for one in printed}
    return {one: as_printed for one, as_printed in folded.items() if one}


def age(article: Article) -> float:
    """What a list goes by, the newest import first; one of no time is older than any."""
    added = article.origin.imported_at
    return -datetime.fromisoformat(added).timestamp() if added else 0.0


class Oracle:
    """Knows articles by heart."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        """In the order they were put in."""
        self._texts = {article.id: texts_of(article) for article in articles}
        self._keywords = {article.id: keywords_of(article) for article in articles}
        self._known = {one for keywords in self._keywords.values() for one in keywords}

    def find(self, typed: str, marks: Marks | None = None) -> set[str]:
        """The ids of the articles that hold a query letter by letter."""
        query = parse_query(typed)
        found = self._all(query, marks)
        if found or not query.partable:
            return found
        apart = [one for one in query.partable if not self._all(Query(((one,),)), marks)]
        return self._all(query.parted(apart), marks)

    def _all(self, query: Query, marks: Marks | None) -> set[str]:
        return {one.id for one in self.articles if self._answers(one, query, marks)}

    def _answers(self, article: Article, query: Query, marks: Marks | None) -> bool:
        if not query:
            return True
        return any(all(self._holds(article, term, marks) for term in g) for g in query.groups)

    def _holds(self, article: Article, term: Term, marks: Marks | None) -> bool:
        condition = term.condition
        if isinstance(condition, Text):
            held = self._text(article, condition, marks)
        elif isinstance(condition, Span):
            held = _within(article, condition)
        else:
            held = _in_state(article, condition, marks)
        return held is not term.negated

    def _text(self, article: Article, wanted: Text, marks: Marks | None) -> bool:
        if wanted.field == "keywords":
            asked = {spelt.strip() for spelt in wanted.spellings}
            if asked & self._known or wanted.exact:
                return not asked.isdisjoint(self._keywords[article.id])
        fields = [wanted.field] if wanted.field else [*self._texts[article.id]][:-1]
        texts = [text for name in fields for text in self._texts[article.id][name]]
        if any(spelt in text for spelt in wanted.spellings for text in texts):
            return True
        if marks is None or wanted.field is not None:
            return False
        return any(article.id in marks.holding(spelt) for spelt in wanted.spellings)

    def keywords(self, ids: Iterable[str]) -> list[tuple[str, int, bool]]:
        """Keywords as printed, how many of some articles have each, and whether none prints it.

        The most frequent first, and in order of their characters where they are as frequent.
        """
        among = {*ids}
        printed: dict[str, str] = {}
        counts: Counter[str] = Counter()
        printing: set[str] = set()
        for article in self.articles:
            for folded, one in self._keywords[article.id].items():
                printed.setdefault(folded, one)
                if article.id in among:
                    counts[folded] += 1
                    if article.keywords:
                        printing.add(folded)
        ordered = sorted(counts, key=lambda folded: (-counts[folded], folded))
        return [(printed[one], counts[one], one not in printing) for one in ordered]

    def years(self, ids: Iterable[str]) -> list[tuple[int, int]]:
        """How many of some articles are of each year, the oldest first."""
        among = {*ids}
        years = (one.year for one in self.articles if one.id in among)
        return sorted(Counter(year for year in years if year is not None).items())

    def sources(self, ids: Iterable[str]) -> list[tuple[str, int]]:
        """How many of some articles are of each source, the most first, then by characters."""
        among = {*ids}
        sources = (one.source for one in self.articles if one.id in among)
        counts = Counter(source for source in sources if source is not None)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _within(article: Article, span: Span) -> bool:
    number = article.year if span.field == "year" else article.citation_count
    if number is None:
        return False
    return (span.least is None or number >= span.least) and (
        span.most is None or number <= span.most
    )


def _in_state(article: Article, state: State, marks: Marks | None) -> bool:
    if marks is None:
        return False
    if state.name == "unread":
        return article.id not in marks.having(State("read"))
    return article.id in marks.having(state)
