"""Citations go out so that other programs read back what was known."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rispy
from msgspec.structs import replace
from pybtex.database import Entry, parse_string
from pylatexenc.latex2text import LatexNodes2Text

from papers_store.article import Article, Origin, Reference
from papers_store.cite import FORMS, Form, cite, export
from papers_store.cite.citation_keys import Keys
from papers_store.cite.creator_names import name_of, whole
from papers_store.cite.csl_item import item_of
from papers_store.cite.gbt7714 import GBT7714
from papers_store.parser import parse

SAMPLES = Path(__file__).parents[2] / "samples"
ORIGIN = Origin(
    path="page.txt", sha256="0" * 64, encoding="utf-8", format="text", imported_at="2024-01-01"
)
PLAIN = Article(
    id="0" * 16,
    title="运用新媒体创新基层党建工作研究",
    authors=("王静波", "李明", "张华", "赵敏"),
    source="大观",
    year=2013,
    keywords=("新媒体", "党建"),
    abstract="创新是一个民族进步的灵魂。",
    article_number="1673-0000(2013)02-0001-09",
    origin=ORIGIN,
)
WESTERN = replace(
    PLAIN,
    title="Reading in terminals",
    authors=("John Q. Smith", "Brown, Anne", "WHITE C D", "Vincent van Gogh"),
    source="Journal of Lines",
)
HOSTILE = replace(
    PLAIN,
    title="""A {b} }} \\input{x} 50% & $x_1^2$ # ~ <span class="nocase">c</span> *d* [e]
ER  - @f{g,""",
    authors=("O'Neil, {Bob", "李\\明"),
    source="Q & A, 100%",
    doi="10.1/a_b{c}%20#d",
    abstract="一\n\nTY  - BOOK\n二",
)


@pytest.fixture(scope="module")
def samples() -> list[Article]:
    return [parse(path.read_bytes(), path.name) for path in sorted(SAMPLES.iterdir())]


def written(form: Form, *works: Article | Reference) -> str:
    return "".join(export(works, form))


def entries_of(text: str) -> dict[str, Entry]:
    """BibTeX as pybtex reads it."""
    read: dict[str, Entry] = dict(parse_string(text, "bibtex").entries)
    return read


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def shown(latex: str) -> str:
    """What TeX would print."""
    # The reader does not know these two names, which hold TeX's count of braces even.
    known = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return str(LatexNodes2Text().latex_to_text(known)).replace("ˆ", "^")


# GB/T 7714


def test_four_chinese_authors_are_three_and_deng() -> None:
    assert cite(PLAIN, "gbt7714") == (
        "王静波, 李明, 张华, 等. 运用新媒体创新基层党建工作研究[J]. 大观, 2013(2): 1-9."
    )


def test_four_western_authors_are_three_and_et_al() -> None:
    assert cite(WESTERN, "gbt7714") == (
        "SMITH J Q, BROWN A, WHITE C D, et al. Reading in terminals[J]. "
        "Journal of Lines, 2013(2): 1-9."
    )


def test_three_authors_are_all_named() -> None:
    three = replace(PLAIN, authors=PLAIN.authors[:3])
    assert cite(three, "gbt7714").startswith("王静波, 李明, 张华. 运用")


def test_a_dissertation_names_its_school() -> None:
    thesis = replace(
        PLAIN, authors=("赵明",), category="硕士学位论文", source="明湖大学", article_number=None
    )
    assert cite(thesis, "gbt7714") == "赵明. 运用新媒体创新基层党建工作研究[D]. 明湖大学, 2013."


def test_an_entry_of_a_printed_list_is_given_as_printed(samples: list[Article]) -> None:
    for article in samples:
        for reference in article.references:
            assert cite(reference, "gbt7714") == " ".join(reference.text.split())


def _printed_by_the_standard(samples: list[Article]) -> Iterator[Reference]:
    """Journal articles, books and theses that the samples print as the standard wants it."""
    for article in samples:
        for reference in article.references:
            if reference.type in ("J", "M", "D") and not reference.medium and reference.authors:
                yield reference


def test_parts_of_entries_are_set_as_the_samples_print_them(samples: list[Article]) -> None:
    setter, compared = GBT7714(), 0
    for reference in _printed_by_the_standard(samples):
        assert _unspaced(setter.entry_of(item_of(reference))) == _unspaced(reference.text)
        compared += 1
    assert compared > 30


def _unspaced(entry: str) -> str:
    """An entry without what printers do differently: spaces, width of marks, case of names."""
    narrow = entry.translate(str.maketrans("，：；（）［］．", ",:;()[]."))
    return re.sub(r"\s", "", narrow).lower()


def test_numbers_follow_the_order_of_the_works(samples: list[Article]) -> None:
    lines = written("gbt7714", *samples).splitlines()
    assert len(lines) == len(samples)
    for number, (line, article) in enumerate(zip(lines, samples, strict=True), start=1):
        found = re.fullmatch(r"\[(\d+)\] (?:(.+?)\. )?(.+?)\[([A-Z]+)(?:/OL)?\]\.(.*)", line)
        assert found, line
        assert int(found[1]) == number and found[3] == article.title
        if article.authors:
            assert found[2].startswith(article.authors[0])


def test_text_is_not_markup_to_the_citation_processor() -> None:
    assert on_one_line(HOSTILE.title) in cite(HOSTILE, "gbt7714")


# BibTeX


def test_bibtex_is_read_back_by_another_parser(samples: list[Article]) -> None:
    entries = entries_of(written("bibtex", *samples))
    assert len(entries) == len(samples)
    for entry, article in zip(entries.values(), samples, strict=True):
        assert shown(entry.fields["title"]) == article.title
        assert [str(person) for person in entry.persons.get("author", [])] == list(article.authors)
        assert entry.fields.get("year") == (str(article.year) if article.year else None)


def test_bibtex_names_parts_by_their_kind() -> None:
    (entry,) = entries_of(cite(PLAIN, "bibtex")).values()
    assert entry.type == "article" and entry.key == "wangjingbo2013yunyong"
    assert (entry.fields["journal"], entry.fields["number"]) == ("大观", "2")
    assert (entry.fields["pages"], entry.fields["issn"]) == ("1--9", "1673-0000")


def test_bibtex_survives_text_that_looks_like_it() -> None:
    entries = entries_of(written("bibtex", HOSTILE, PLAIN))
    assert len(entries) == 2
    hostile = next(iter(entries.values()))
    assert shown(hostile.fields["title"]) == on_one_line(HOSTILE.title)
    assert shown(hostile.fields["journal"]) == HOSTILE.source
    assert hostile.fields["doi"] == "10.1/a_b%7Bc%7D%20#d"
    assert [shown(str(person)) for person in hostile.persons["author"]] == list(HOSTILE.authors)


def test_bibtex_gives_western_names_in_parts_and_says_and_others() -> None:
    (entry,) = entries_of(cite(WESTERN, "bibtex")).values()
    lasts = [
        " ".join(person.prelast_names + person.last_names) for person in entry.persons["author"]
    ]
    assert lasts == ["Smith", "Brown", "WHITE", "van Gogh"]
    cited = Reference(number=1, text="x", type="J", authors=("张三",), et_al=True, title="文")
    assert "author = {张三 and others}" in cite(cited, "bibtex")


STANDARD = Reference(
    number=1,
    text="x",
    type="S",
    authors=("河道管理委员会",),
    title="水尺",
    document_number="GB/T 54321—2014",
    edition="3rd ed.",
    editors=("郑一鸣",),
    translators=("Smith J",),
    accessed="2023年5月2日",
)


def test_csl_has_number_edition_people_and_the_day_of_reading() -> None:
    item = json.loads(cite(STANDARD, "csl-json"))
    assert (item["number"], item["edition"]) == ("GB/T 54321—2014", "3")
    assert item["editor"] == [{"literal": "郑一鸣"}]
    assert item["translator"] == [{"family": "Smith", "given": "J"}]
    assert item["accessed"] == {"date-parts": [[2023, 5, 2]]}


@pytest.mark.parametrize(
    ("printed", "date"),
    [("2023-05", [2023, 5]), ("2023", [2023]), ("2023-13-02", [2023]), ("昨天", None)],
)
def test_a_day_of_reading_is_as_much_of_a_date_as_is_printed(
    printed: str, date: list[int] | None
) -> None:
    item = item_of(replace(STANDARD, accessed=printed))
    assert item.get("accessed") == ({"date-parts": [date]} if date else None)


@pytest.mark.parametrize(("printed", "edition"), [("2版", "2"), ("第2版", "2"), ("刻本", "刻本")])
def test_an_edition_is_its_number_where_it_has_one(printed: str, edition: str) -> None:
    assert item_of(replace(STANDARD, edition=printed))["edition"] == edition


def test_bibtex_and_ris_have_the_same() -> None:
    (entry,) = entries_of(cite(STANDARD, "bibtex")).values()
    assert entry.fields["number"] == "GB/T 54321—2014"
    assert entry.fields["urldate"] == "2023-05-02"
    assert [str(person) for person in entry.persons["editor"]] == ["郑一鸣"]
    lines = cite(STANDARD, "ris").splitlines()
    for line in ("SN  - GB/T 54321—2014", "ET  - 3", "A2  - 郑一鸣", "A4  - Smith, J"):
        assert line in lines
    assert "Y2  - 2023/05/02" in lines


# Keys


def test_keys_are_pinyin_year_and_the_beginning_of_the_title() -> None:
    keys = Keys()
    assert keys.of(item_of(PLAIN)) == "wangjingbo2013yunyong"
    assert keys.of(item_of(WESTERN)) == "smith2013reading"
    assert keys.of(item_of(replace(PLAIN, authors=()))) == "2013yunyong"


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ("曾国藩", "zengguofan"),
        ("单雄信", "shanxiongxin"),
        ("叶圣陶", "yeshengtao"),
        ("尉迟恭", "yuchigong"),
        ("乐黛云", "yuedaiyun"),
        ("覃圣敏", "qinshengmin"),
        ("單霽翔", "shanjixiang"),
        ("万俟卨", "moqixie"),
        ("黑明", "heming"),
        ("吕洲", "lvzhou"),
        ("黑龙江省统计局", "heilongjiangsheng"),
        ("Müller, Ägid", "muller"),
        ("明湖大学图书馆", "minghudaxue"),
    ],
)
def test_surnames_are_read_as_surnames(author: str, key: str) -> None:
    of = replace(PLAIN, authors=(author,), year=None, article_number=None, title="——")
    assert Keys().of(item_of(of)) == key


def test_equal_keys_are_told_apart() -> None:
    keys = [entry["id"] for entry in json.loads(written("csl-json", *[PLAIN] * 30))]
    assert keys[:3] == [
        "wangjingbo2013yunyong",
        "wangjingbo2013yunyong-b",
        "wangjingbo2013yunyong-c",
    ]
    assert len(set(keys)) == 30


def test_a_key_does_not_depend_on_what_else_is_exported(samples: list[Article]) -> None:
    together = [entry["id"] for entry in json.loads(written("csl-json", *samples))]
    alone = [json.loads(written("csl-json", article))[0]["id"] for article in samples]
    assert together == alone


# RIS, CSL-JSON, Markdown


def test_ris_is_read_back(samples: list[Article]) -> None:
    entries = rispy.loads(written("ris", *samples))
    assert [entry["title"] for entry in entries] == [article.title for article in samples]
    assert [entry.get("authors", []) for entry in entries] == [list(a.authors) for a in samples]
    assert [entry.get("keywords", []) for entry in entries] == [list(a.keywords) for a in samples]


def test_ris_has_one_record_however_a_text_looks() -> None:
    text = written("ris", HOSTILE)
    (entry,) = rispy.loads(text)
    assert entry["title"] == on_one_line(HOSTILE.title)
    assert entry["abstract"] == "一 TY - BOOK 二"
    assert all(re.fullmatch(r"[A-Z][A-Z\d]  - .*", line) for line in text.splitlines() if line)
    assert (entry["start_page"], entry["end_page"]) == ("1", "9")


def test_csl_json_says_what_is_known() -> None:
    (entry,) = json.loads(written("csl-json", PLAIN))
    assert entry["type"] == "article-journal" and entry["container-title"] == "大观"
    assert entry["author"][0] == {"literal": "王静波"}
    assert entry["issued"] == {"date-parts": [[2013]]} and entry["page"] == "1-9"
    (entry,) = json.loads(written("csl-json", WESTERN))
    assert entry["author"][0] == {"family": "Smith", "given": "John Q."}


def test_an_export_of_nothing_is_nothing() -> None:
    assert json.loads(written("csl-json")) == []
    assert {form: written(form) for form in FORMS if form != "csl-json"} == dict.fromkeys(
        ("gbt7714", "bibtex", "ris", "markdown"), ""
    )


def test_markdown_is_a_list_whose_text_is_no_markup() -> None:
    first, second = written("markdown", PLAIN, HOSTILE).splitlines()
    assert first.startswith("1. 王静波, 李明, 张华, 等. ") and r"研究\[J\]. 大观" in first
    assert second.startswith("2. ") and r"\*d\* \[e\]" in second and r"\<span" in second


@pytest.mark.parametrize("form", FORMS)
def test_every_entry_of_every_sample_goes_out_in_every_form(
    form: Form, samples: list[Article]
) -> None:
    for article in samples:
        for reference in article.references:
            assert cite(reference, form).strip()


# Names


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("SMITH J Q", "SMITH, J Q"),
        ("SMITH AB", "SMITH, A B"),
        ("J. Q. Smith", "Smith, J. Q."),
        ("Anne Brown", "Brown, Anne"),
        ("ZHANG San", "ZHANG, San"),
        ("Whitcombe, A.", "Whitcombe, A."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("van Beethoven L", "van Beethoven, L"),
        ("World Health Organization", "World Health Organization"),
        ("Plato", "Plato"),
        ("欧阳修", "欧阳修"),
    ],
)
def test_names_are_parted_where_they_can_be(printed: str, read: str) -> None:
    assert whole(name_of(printed)) == read
