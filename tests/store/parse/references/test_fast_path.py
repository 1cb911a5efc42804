"""The entry most lists hold is read at once, and as the reader of any entry reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.parser.references.citation_parser import read_any_form, read_reference
from papers_store.parser.references.fast_path import read_fast_path

SURNAMES = ["王", "李", "赵", "周", "何", "欧阳", "司马"]
TRICKY = "等编著译主校注辑理版印第年月卷期页见载于和与会院局的中国学报论集无日"
"""Characters that mean something to one rule or another."""
WORDS = ["等，", "2015", "2008，", "1999-2005", "BIM", "DOI", "al", "et al", "others,", "无日期,"]

han = st.one_of(st.sampled_from(TRICKY), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
names = st.builds(
    str.__add__, st.sampled_from(SURNAMES), st.text(st.sampled_from(TRICKY), min_size=1, max_size=2)
)
titles = st.lists(
    st.one_of(
        st.text(han, min_size=1, max_size=4),
        st.sampled_from(WORDS),
        st.sampled_from("“”《》、—·- "),
    ),
    min_size=1,
    max_size=7,
).map("".join)


@st.composite
def entries(draw: st.DrawFn) -> str:
    """Articles in journals, set more or less as the standard sets them."""
    authors = draw(st.sampled_from(",，、;")).join(draw(st.lists(names, min_size=1, max_size=3)))
    others = draw(st.sampled_from(["", "", "等", ",等", "，等"]))
    code = draw(st.sampled_from(["[J].", "[J]. ", "［J］．"]))
    stop = draw(st.sampled_from([".", "．", "。", ". "]))
    container = draw(st.text(han, min_size=2, max_size=8))
    year = draw(st.sampled_from(["1999", "2008", "2020"]))
    volume = draw(st.sampled_from(["", ",12", "，3", ", 2005"]))
    issue = draw(st.sampled_from(["", "(3)", "（12）", " (1)"]))
    pages = draw(st.sampled_from(["12", "33-40", "1998-2005", "100—120", "2~3"]))
    end = draw(st.sampled_from(["", ".", "。"]))
    title = draw(titles)
    return f"{authors}{others}{stop}{title}{code}{container},{year}{volume}{issue}:{pages}{end}"


@given(entries())
def test_what_is_read_at_once_is_what_the_reader_of_any_entry_reads(text: str) -> None:
    usual = read_fast_path(text, 3)
    assert usual is None or usual == read_any_form(text, 3)


@pytest.mark.parametrize(
    "text",
    [
        "周立言.山区水渠的分水[J].水利史学报,2010,3(2):1-9.",
        "周立言，郑一鸣，等．山区水渠的分水［J］．水利史学报，2010（2）：1－9．",
        "欧阳明. 基于 GIS 的 2001—2010 年水渠研究[J]. 水利史学报, 2010, 3: 17",
    ],
)
def test_an_entry_as_the_standard_sets_it_is_read_at_once(text: str) -> None:
    assert read_fast_path(text) == read_reference(text) == read_any_form(text)
    assert read_fast_path(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "周立言主编.山区水渠[J].水利史学报,2010,3(2):1-9.",
        "水渠研究会.山区水渠[J].水利史学报,2010,3(2):1-9.",
        "周立言.山区水渠[J].水利史学报:社会科学版,2010,3(2):1-9.",
        "周立言.山区水渠[J].水利史学报,2010,3(2):1-9. Zhou L Y. Canals[J]. Water,2010,3(2):1-9.",
        "周立言.山区水渠[J/OL].水利史学报,2010,3(2):1-9.",
        "周立言.山区水渠[M].水利出版社,2010:1-9.",
        "Zhou L. Canals[J]. Water, 2010, 3(2): 1-9.",
        "",
    ],
)
def test_any_other_entry_is_left_to_the_reader_of_any(text: str) -> None:
    assert read_fast_path(text) is None
