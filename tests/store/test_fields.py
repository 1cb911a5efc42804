"""One table of fields: what is stored of it stays, and what people read of it is all of it."""

import re
from pathlib import Path

import pytest

from papers_store.backends.postgres.grams import PART_NUMBERS, PARTS
from papers_store.fields import COLUMNS, FIELD_OF_ALIAS, HEADS, SOUNDING, TEXT_FIELDS, TextField
from papers_store.search.query import Text, parse_query

ROOT = Path(__file__).parents[2]

STORED = {
    "title": 0,
    "keywords": 1,
    "authors": 2,
    "source": 3,
    "places": 4,
    "abstract": 5,
    "body": 6,
    "references": 7,
    "title sounds": 8,
    "keywords sounds": 9,
    "authors sounds": 10,
    "source sounds": 11,
    "title initials": 12,
    "keywords initials": 13,
    "authors initials": 14,
    "source initials": 15,
}
"""What stands in the tables of every library on a server."""


def test_stored_numbers_stay_as_they_are() -> None:
    assert {part: PART_NUMBERS[part] for part in STORED} == STORED


def test_every_part_has_a_number_of_its_own_and_none_is_left_out() -> None:
    assert sorted(PART_NUMBERS.values()) == [*range(len(PART_NUMBERS))]
    assert [PART_NUMBERS[part] for part in PARTS] == [*range(len(PARTS))]


def test_words_of_a_field_have_one_character_for_it() -> None:
    assert all(field.number < 36 for field in TEXT_FIELDS)


def test_columns_stay_in_their_order() -> None:
    assert COLUMNS[:8] == tuple(STORED)[:8]
    assert HEADS[:3] == ("title", "keywords", "authors")
    assert SOUNDING[:4] == ("title", "keywords", "authors", "source")


def test_no_two_fields_share_a_name() -> None:
    given = [alias for field in TEXT_FIELDS for alias in (*field.english, *field.chinese)]
    assert len(set(given)) == len(given)
    assert len(FIELD_OF_ALIAS) > len(given)


@pytest.mark.parametrize("field", [one for one in TEXT_FIELDS if one.english], ids=lambda f: f.name)
def test_a_query_knows_each_name_of_a_field(field: TextField) -> None:
    for alias in (*field.english, *field.chinese):
        ((term,),) = parse_query(f"{alias}:甲").groups
        assert term.condition == Text("甲", field=field.name)


@pytest.mark.parametrize(
    ("file", "first", "then"),
    [("README.md", "english", "chinese"), ("README.zh-CN.md", "chinese", "english")],
)
def test_the_readme_lists_every_field(file: str, first: str, then: str) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    (row,) = (line for line in lines if line.startswith("| `") and "`source:`" in line)
    listed = re.findall(r"`([^`]+)[:：]`", row)
    fields = [field for field in TEXT_FIELDS if field.english]
    assert listed == [getattr(field, which)[0] for field in fields for which in (first, then)]
