"""Which articles the references of a library's articles lead to."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from papers_store.analysis.matching import NamedWork, distance
from papers_store.backends.postgres.reader import Reader
from papers_store.results import Row


class _Title(NamedTuple):
    """An article by one of its names."""

    key: int
    id: str
    work: NamedWork


_Nearest = tuple[int, int, str]
"""Distance, key and id of the article that a reference leads to."""


def links(reader: Reader, article_id: str) -> list[str | None]:
    """For each reference of an article, in order, the id of the article it leads to."""
    entries = reader.all(
        "SELECT position, name, need, author, year FROM citations WHERE id = %s", (article_id,)
    )
    titles = _titles(reader, [name for _, name, *_ in entries])
    nearest: dict[int, _Nearest] = {}
    for position, name, *work in entries:
        for found in _matching(work, article_id, titles.get(name, ())):
            nearest[position] = min(found, nearest.get(position, found))
    return [
        nearest[position][2] if position in nearest else None
        for position in sorted({position for position, *_ in entries})
    ]


def cited_by(reader: Reader, article_id: str) -> list[Row]:
    """Articles with a reference that leads to an article, the newest year first."""
    names = reader.all("SELECT name FROM titles WHERE id = %s", (article_id,))
    citing = reader.all(
        "SELECT DISTINCT id FROM citations WHERE name = ANY(%s::bigint[]) AND id <> %s",
        ([name for (name,) in names], article_id),
    )
    entries = reader.all(
        "SELECT id, position, name, need, author, year FROM citations WHERE id = ANY(%s::text[])",
        ([one for (one,) in citing],),
    )
    titles = _titles(reader, (name for _, _, name, *_ in entries))
    nearest: dict[tuple[str, int], _Nearest] = {}
    for citer, position, name, *work in entries:
        for found in _matching(work, citer, titles.get(name, ())):
            nearest[citer, position] = min(found, nearest.get((citer, position), found))
    citers = {citer for (citer, _), found in nearest.items() if found[2] == article_id}
    return reader.rows_by_year(sorted(citers))


def _titles(reader: Reader, names: Iterable[int | None]) -> dict[int, list[_Title]]:
    """The articles of some names, by the name."""
    wanted = sorted({name for name in names if name is not None})
    rows = reader.all(
        "SELECT name, id, need, author, year FROM titles WHERE name = ANY(%s::bigint[])",
        (wanted,),
    )
    keys = reader.with_ids({article_id for _, article_id, *_ in rows})
    found: dict[int, list[_Title]] = {}
    for name, article_id, *work in rows:
        if article_id in keys:
            title = _Title(keys[article_id], article_id, NamedWork(*work))
            found.setdefault(name, []).append(title)
    return found


def _matching(work: Sequence[Any], citer: str, titles: Iterable[_Title]) -> Iterable[_Nearest]:
    """The articles that a reference may lead to."""
    reference = NamedWork(*work)
    for title in titles:
        far = distance(reference, title.work)
        if far is not None and title.id != citer:
            yield far, title.key, title.id
