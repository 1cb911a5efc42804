"""Which articles the references of an index's articles lead to; the view `links` has all pairs."""

from papers_store.backends.local.index.reader import Index
from papers_store.results import Row


def links(index: Index, key: int) -> list[str | None]:
    """For each reference of an article, in order, the id of the article it leads to."""
    found = index.all(
        "SELECT (SELECT id FROM links JOIN articles ON articles.key = links.cited"
        " WHERE links.citing = entries.key AND links.position = entries.position"
        " ORDER BY distance, cited LIMIT 1)"
        " FROM (SELECT DISTINCT key, position FROM citations WHERE key = ?) AS entries"
        " ORDER BY position",
        (key,),
    )
    return [article_id for (article_id,) in found]


def cited_by(index: Index, key: int) -> list[Row]:
    """Articles with a reference that leads to an article, the newest year first."""
    citing = index.all(
        "SELECT DISTINCT citing FROM links AS mine"
        " WHERE cited = ? AND NOT EXISTS (SELECT 1 FROM links AS other"
        " WHERE other.citing = mine.citing AND other.position = mine.position"
        " AND (other.distance, other.cited) < (mine.distance, mine.cited))",
        (key,),
    )
    return index.rows_by_year([citer for (citer,) in citing])
