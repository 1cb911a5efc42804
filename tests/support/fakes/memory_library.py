"""A library in memory, and articles to put into it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from papers_store.analysis.terms import Entry
from papers_store.article import Article, Origin, Reference, Section
from papers_store.errors import NoSuchArticle
from papers_store.library import Library, Progress
from papers_store.results import Changes, KeywordCount, Mended, Order, Problem, Row, Statistics
from papers_store.search.hits import Hits
from papers_store.search.query import Query, parsed
from papers_store.search.reader_marks import Marks

NOWHERE = Origin(path="", sha256="0" * 64, encoding="utf-8", format="text", imported_at="")


def article(number: int, title: str = "", *, sections: int = 3, paragraphs: int = 4) -> Article:
    """An article whose every part names its number."""
    return Article(
        id=f"{number:016x}",
        title=title or f"第{number}篇文章",
        authors=("张三", "李四"),
        source="阅读学刊",
        year=2000 + number % 25,
        citation_count=number,
        abstract=f"本文是第{number}篇的摘要。",
        keywords=("阅读", "终端"),
        sections=(
            Section(level=0, paragraphs=(f"第{number}篇的开头[1]。",)),
            *(
                Section(
                    level=1 + nth % 2,
                    number="一二三四五六七八九"[nth % 9],
                    title=f"第{number}篇之标题{nth}",
                    paragraphs=tuple(
                        f"第{number}篇第{nth}节第{p}段，"
                        + "字里行间有文章，" * 12
                        + "见文献[2-3]。"
                        for p in range(paragraphs)
                    ),
                )
                for nth in range(sections)
            ),
        ),
        references=tuple(
            Reference(
                number=nth,
                text=f"王五,赵六.第{number}篇所引之{nth}[J].读书学报,2010(2):1-9.",
                type="J",
                authors=("王五", "赵六"),
                title=f"第{number}篇所引之{nth}",
                container="读书学报",
                year=2010,
            )
            for nth in range(1, 5)
        ),
        origin=NOWHERE,
    )


def row_of(found: Article) -> Row:
    """What a list shows of an article."""
    return Row(
        id=found.id,
        title=found.title,
        authors=found.authors,
        source=found.source,
        year=found.year,
        citation_count=found.citation_count,
        keywords=found.keywords,
    )


class MemoryHits(Hits):
    """Articles in the order given."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.total = len(articles)
        self.windows: list[tuple[int, int]] = []

    def window(self, start: int, stop: int) -> list[Row]:
        self.windows.append((start, stop))
        return [row_of(found) for found in self.articles[start:stop]]

    def position(self, article_id: str) -> int | None:
        ids = [found.id for found in self.articles]
        return ids.index(article_id) if article_id in ids else None


class MemoryLibrary(Library):
    """Finds by substring of the title; references lead to who has their very title."""

    name = "shelf"

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {found.id: found for found in articles}
        self.queries: list[str] = []
        """What was looked for, in order."""

    def __len__(self) -> int:
        return len(self._articles)

    def find(
        self, query: str | Query = "", *, order: Order = "relevance", marks: Marks | None = None
    ) -> Hits:
        self.queries.append(query if isinstance(query, str) else query.typed)
        wanted = [one.text for one in parsed(query).texts]
        found = [
            article
            for article in self._articles.values()
            if all(
                text in f"{article.title}{article.abstract}{article.keywords}" for text in wanted
            )
        ]
        if order == "cited":
            found.sort(key=lambda article: -(article.citation_count or 0))
        return MemoryHits(found)

    def keywords(
        self, query: str | Query = "", *, marks: Marks | None = None
    ) -> list[KeywordCount]:
        hits = self.find(query)
        counts = Counter(word for row in hits.window(0, hits.total) for word in row.keywords)
        return [KeywordCount(keyword=word, count=n) for word, n in counts.most_common()]

    def statistics(self, query: str | Query = "", *, marks: Marks | None = None) -> Statistics:
        hits = self.find(query)
        rows = hits.window(0, hits.total)
        return Statistics(
            articles=hits.total,
            years=dict(sorted(Counter(row.year for row in rows if row.year).items())),
            sources=dict(Counter(row.source for row in rows if row.source).most_common()),
            keywords=tuple(self.keywords(query)),
        )

    def suggest(self, query: str | Query, *, marks: Marks | None = None) -> tuple[str, ...]:
        return ("第1篇",)

    def article(self, article_id: str) -> Article:
        if article_id not in self._articles:
            raise NoSuchArticle(f"no article has the id {article_id}")
        return self._articles[article_id]

    def version(self) -> object:
        return tuple(self._articles)

    def links(self, article_id: str) -> tuple[str | None, ...]:
        titled = {found.title: found.id for found in self._articles.values()}
        titled.pop(self.article(article_id).title)
        return tuple(
            titled.get(reference.title or "") for reference in self.article(article_id).references
        )

    def cited_by(self, article_id: str) -> list[Row]:
        citing = [row_of(a) for a in self._articles.values() if article_id in self.links(a.id)]
        return sorted(citing, key=lambda row: -(row.year or 0))

    def resolve(self, beginning: str) -> str:
        return next(found for found in self._articles if found.startswith(beginning))

    def put_entries(self, entries: Sequence[Entry]) -> Changes:
        self._articles.update({entry.article.id: entry.article for entry in entries})
        return Changes()

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        for article_id in ids:
            del self._articles[article_id]
        return tuple(ids)

    def check(self, *, progress: Progress | None = None) -> Sequence[Problem]:
        return ()

    def repair(self, *, progress: Progress | None = None) -> Sequence[Mended]:
        return ()

    def close(self) -> None:
        pass
