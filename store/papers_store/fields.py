"""The fields of an article that a query may name: one table for all that searches.

A new field is a row here, its text in `papers_store.analysis.terms`, and its tests. Since indexes
do not hold it yet, it also takes a new version of the index of a folder, and a migration of the
tables of a server.
"""

from typing import NamedTuple


class TextField(NamedTuple):
    """A part of an article that is searched for texts."""

    name: str
    """Also of the column of the full-text tables."""
    number: int
    """Stands for the field in the tables of a server; never given to anything else."""
    english: tuple[str, ...] = ()
    """What may stand before a colon in a query, folded; the one that is documented first."""
    chinese: tuple[str, ...] = ()
    weight: float = 1.0
    """How much a word counts here when articles are ranked by relevance."""
    is_head: bool = False
    """Whether it says most of what an article is about, so that its words are also kept apart."""
    sounds: tuple[int, int] | None = None
    """For a field that is found by pinyin: the numbers of its syllables and of their initials."""
    by_default: bool = True
    """Whether a text without a field is looked for here."""


class NumberField(NamedTuple):
    """A number of an article that may be asked to lie between two others."""

    name: str
    column: str
    """Of the table of articles."""
    english: tuple[str, ...]
    chinese: tuple[str, ...]


class MarkField(NamedTuple):
    """Something that a reader's marks say of an article."""

    name: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]


TEXT_FIELDS = (
    TextField(
        "title", 0, ("title", "ti"), ("标题", "题名", "题目", "题", "篇名"),
        weight=10, is_head=True, sounds=(8, 12),
    ),
    TextField(
        "keywords", 1, ("kw", "keyword", "keywords"), ("关键词", "关键字"),
        weight=8, is_head=True, sounds=(9, 13),
    ),
    TextField(
        "authors", 2, ("author", "authors", "au"), ("作者",),
        weight=6, is_head=True, sounds=(10, 14),
    ),
    TextField("source", 3, ("source", "so"), ("来源", "期刊", "刊名"), weight=3, sounds=(11, 15)),
    TextField("places", 4),
    TextField("abstract", 5, ("abstract", "ab"), ("摘要",), weight=3),
    TextField("body", 6, ("text", "tx", "body"), ("正文", "全文")),
    TextField(
        "references", 7, ("ref", "refs"), ("引文", "文献", "参考文献"), weight=0, by_default=False
    ),
)  # fmt: skip
"""In the order of their columns; places are where the authors are at, which no query names."""

NUMBER_FIELDS = (
    NumberField("year", "year", ("year",), ("年", "年份")),
    NumberField("cited", "citation_count", ("cited",), ("被引", "被引量")),
)

MARK_FIELDS = (
    MarkField("is", ("is",), ("是",)),
    MarkField("tag", ("tag",), ("标签",)),
)

FIELD_OF_ALIAS = {
    alias: field.name
    for fields in (TEXT_FIELDS, NUMBER_FIELDS, MARK_FIELDS)
    for field in fields
    for alias in (*field.english, *field.chinese)
}
"""What may stand before a colon, folded, and the name of its field."""

COLUMNS = tuple(field.name for field in TEXT_FIELDS)
"""The parts of an article that are searched apart."""

HEADS = tuple(field.name for field in TEXT_FIELDS if field.is_head)
"""The parts that say most of what an article is about."""

SOUNDING = tuple(field.name for field in TEXT_FIELDS if field.sounds)
"""The parts that are found by their sound too."""

BY_DEFAULT = tuple(field.name for field in TEXT_FIELDS if field.by_default)
"""Where a text without a field is looked for."""

WEIGHTS = {field.name: float(field.weight) for field in TEXT_FIELDS}

NUMBERS = {field.name: field.number for field in TEXT_FIELDS}

NUMBER_COLUMNS = {field.name: field.column for field in NUMBER_FIELDS}
"""Of each field that is a number, its column in the table of articles."""
