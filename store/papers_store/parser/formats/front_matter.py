"""Front matter: what a page of Markdown says of itself above its text, in YAML or TOML."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import islice

_YAML = re.compile(r"\ufeff?---[ ]*\n(?P<text>.{0,20000}?)\n(?:---|\.\.\.)[ ]*(?:\n|$)", re.S)
_TOML = re.compile(r"\ufeff?\+\+\+[ ]*\n(?P<text>.{0,20000}?)\n\+\+\+[ ]*(?:\n|$)", re.S)
_LINE = re.compile(r"(?P<name>[\w-]{1,40})[ ]{0,4}[:：][ ]{0,4}(?P<value>.{1,2000})")
_QUOTES = "\"'“”"

_NAMES = {
    "title": "citation_title",
    "标题": "citation_title",
    "author": "citation_author",
    "authors": "citation_author",
    "作者": "citation_author",
    "date": "citation_date",
    "pubdate": "citation_date",
    "日期": "citation_date",
    "year": "citation_date",
    "keywords": "citation_keywords",
    "tags": "citation_keywords",
    "关键词": "citation_keywords",
    "标签": "citation_keywords",
    "abstract": "citation_abstract",
    "摘要": "citation_abstract",
    "journal": "citation_journal_title",
    "doi": "citation_doi",
}
"""The names that people give, and those of the metadata in a page's head."""
_MOST = 100
"""Values of one name that are taken."""


def split_front_matter(text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """The metadata of a page by name, and the page without it.

    What is no YAML or TOML is read line by line, as `name: value`.
    """
    if found := _YAML.match(text):
        values = _of_yaml(found["text"])
    elif found := _TOML.match(text):
        values = _of_toml(found["text"])
    else:
        return {}, text
    if values is None:
        values = _of_lines(found["text"])
    if not values:
        # Two rules, and what stands between them.
        return {}, text
    meta: dict[str, tuple[str, ...]] = {}
    for name, value in values.items():
        known = _NAMES.get(str(name).lower(), str(name).lower())
        texts = tuple(one for one in _texts(value) if one)
        if texts:
            meta.setdefault(known, texts)
    return meta, text[found.end() :]


def _of_yaml(text: str) -> Mapping[object, object] | None:
    import yaml

    try:
        # Scalars stay texts: 2019-05-01 is a date, and 010 a number, only to programs.
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _of_toml(text: str) -> Mapping[object, object] | None:
    import tomllib

    try:
        found: Mapping[object, object] = tomllib.loads(text)  # type: ignore[assignment]
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    return found


def _of_lines(text: str) -> Mapping[object, object]:
    found = map(_LINE.fullmatch, text.split("\n"))
    return {one["name"]: one["value"].strip(_QUOTES + " ") for one in found if one is not None}


def _texts(value: object) -> list[str]:
    """The texts of a value: a list's, or a mapping's names, one level deep."""
    if isinstance(value, str):
        return [" ".join(value.split())]
    if isinstance(value, int | float | date):
        return [str(value)]
    if isinstance(value, list):
        given = islice(value, _MOST)
        return [text for one in given if not isinstance(one, list) for text in _texts(one)[:1]]
    if isinstance(value, dict):
        named = value.get("name")
        return [named] if isinstance(named, str) else []
    return []
