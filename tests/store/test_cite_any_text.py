"""Citations and Markdown give any text back as it was printed, whatever it holds."""

import json
import re
import unicodedata

import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from pybtex.database import Entry, parse_string
from pylatexenc.latex2text import LatexNodes2Text

from papers_store.article import Article, Note, Origin, Reference, Section
from papers_store.cite import FORMS, Form, cite, export
from papers_store.cite.markdown_escaping import inline, paragraph
from papers_tui.document.export import article_as_markdown

ORIGIN = Origin(
    path="page.txt", sha256="0" * 64, encoding="utf-8", format="text", imported_at="2024-01-01"
)
PLAIN = Article(id="0" * 16, title="论水渠", authors=("王静波",), year=2013, origin=ORIGIN)

_SIGNS = "\\`*_{}[]()<>#+-.!|~&;:=\"'?^$@/%, "
_BITS = [
    *_SIGNS,
    *"一二。，　aZ19",
    *("--", "---", "``", "''", "?`", "!`", ",,", "<<", "~~", "==", "1. ", "2) ", "- ", "+ ", "# "),
    *("&copy;", "&#42;", "&#x2a;", "<b>", "</b>", "<!-- -->", "[1]", "[1]: ", "[^1]: ", "[1](x)"),
    *(
        "![a](b)",
        "http://a.b/c_d",
        "www.a_b.com",
        "a_b@c.com",
        "| a | b |",
        "---|---",
        "***",
        "___",
    ),
    *("https://a.b/?c=d&e=f", "\n", "\t", "    ", ">", "[ ] ", "\\\\", "$a$", "http://a.b/%41_"),
]
TEXT = st.lists(st.sampled_from(_BITS), min_size=1, max_size=12).map("".join)
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=20) | TEXT
MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])
GITHUB = MarkdownIt("gfm-like")
"""Makes links of addresses, in which it would show a backslash."""


TEXTUAL = {"text", "text_special"} | {
    f"{name}_{end}" for name in ("strong", "em", "link") for end in ("open", "close")
}


def rendered(markdown: str, reader: MarkdownIt = MARKDOWN) -> list[tuple[str, str]]:
    """The blocks that a reader of Markdown makes of it: each one's tag and its text."""
    tokens = reader.parse(markdown)
    blocks: list[tuple[str, str]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            assert before is not None
            kinds = {child.type for child in token.children or ()}
            assert kinds <= TEXTUAL, kinds
            text = "".join(child.content for child in token.children or ())
            blocks.append((before.tag, on_one_line(text)))
        elif token.type in ("code_block", "fence", "html_block", "hr"):
            blocks.append((token.type, token.content))
    return blocks


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def shown(latex: str) -> str:
    """What TeX would print, by another reader of it."""
    # The reader does not know these two names, which hold TeX's count of braces even.
    known = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return on_one_line(str(LatexNodes2Text().latex_to_text(known)).replace("ˆ", "^"))


def entry_of(article: Article) -> Entry:
    (entry,) = parse_string(cite(article, "bibtex"), "bibtex").entries.values()
    return entry


# Markdown


@given(TEXT)
@settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
def test_a_paragraph_and_a_heading_are_shown_as_they_are_printed(text: str) -> None:
    printed = on_one_line(text)
    shown_as = [("p", printed)] if printed else []
    assert rendered(paragraph(text)) == shown_as
    assert rendered(f"# {inline(text)}") == [("h1", printed)]
    assert rendered(f"1. {paragraph(text)}") == shown_as
    # It shows %41 in an address as A.
    if "%" not in text:
        assert rendered(paragraph(text), GITHUB) == shown_as


@pytest.mark.parametrize(
    ("printed", "saved"),
    [
        ("1. 分水有定时", r"1\. 分水有定时"),
        ("12) 分水有定时", r"12\) 分水有定时"),
        ("2019年，1.5 米", "2019年，1.5 米"),
        ("~~无~~", r"\~\~无\~\~"),
        ("&copy; A & B", r"\&copy; A & B"),
        ("水渠[1]，村庄[2-3]", "水渠[1]，村庄[2-3]"),
        ("[1]: 见下", r"\[1\]: 见下"),
        ("见 https://a.org/b_c?d=e&f=g。", "见 <https://a.org/b_c?d=e&f=g>。"),
        ("见 https://a.org/b", "见 https://a.org/b"),
    ],
)
def test_no_more_is_escaped_than_has_to_be(printed: str, saved: str) -> None:
    assert paragraph(printed) == saved


@given(title=TEXT, heading=TEXT, text=TEXT, note=TEXT, label=TEXT)
@settings(max_examples=300)
def test_a_whole_article_is_shown_as_it_is_printed(
    title: str, heading: str, text: str, note: str, label: str
) -> None:
    article = replace(
        PLAIN,
        title=title,
        title_en=title,
        front_matter={label: text},
        sections=(Section(level=1, title=heading, paragraphs=(text, text)),),
        notes=(Note(mark="①", text=note),),
        references=(Reference(number=1, text=note),),
    )
    blocks = rendered("\n".join(article_as_markdown(article)))
    printed = [("h1", title), ("p", title), ("p", f"{label} {text}"), ("h2", heading)]
    printed += [("p", text), ("p", text), ("p", f"① {note}"), ("p", f"[1] {note}")]
    told = [(tag, on_one_line(one)) for tag, one in printed]
    for block in told:
        assert not block[1] or block in blocks
    assert {tag for tag, _ in blocks} <= {"h1", "h2", "p"}


# BibTeX


@given(TEXT)
@settings(max_examples=500)
def test_bibtex_gives_a_title_back(text: str) -> None:
    entry = entry_of(replace(PLAIN, title=f"题{text}"))
    # The reader of TeX ends a command's braces where a space follows them.
    assert shown(entry.fields["title"]) == on_one_line(f"题{text}")


@pytest.mark.parametrize("text", ["1--2", "a---b", "``x''", "¿?`", "!`", '"x"', "a'''b", "{}"])
def test_tex_makes_no_other_signs_of_those_that_are_printed(text: str) -> None:
    assert shown(entry_of(replace(PLAIN, title=text)).fields["title"]) == text


AUTHORS = ("王静波", "Smith, J, Q", "Tadao And", "And X", "others", "a {b", "Plato", "--", "~")


@given(st.lists(st.sampled_from([*AUTHORS, "World Health Organization"]), max_size=4))
def test_bibtex_gives_every_author_back(authors: list[str]) -> None:
    entry = entry_of(replace(PLAIN, authors=tuple(authors)))
    named = [name for name in authors if re.search(r"\w", name)]
    assert len(entry.persons.get("author", [])) == len(named)


def test_a_keyword_with_a_comma_stays_one() -> None:
    article = replace(PLAIN, keywords=("a, b", "c; d", "线\n装", " ", "茶，水"))
    (entry,) = rispy.loads(cite(article, "ris"))
    assert entry["keywords"] == ["a, b", "c; d", "线 装", "茶，水"]
    assert entry_of(article).fields["keywords"] == "{a, b}, c; d, 线 装, 茶，水"
    assert json.loads(cite(article, "csl-json"))["keyword"] == "a, b; c; d; 线 装; 茶，水"


# Whatever a library holds


NAMES = st.lists(
    st.sampled_from(
        ["", " ", "\u3000", "\u200b", "\x1f", "·", ",", ", ,", "Li", "李", "A, ", ", A"]
    )
    | ANYTHING,
    max_size=4,
).map(tuple)


@given(
    title=ANYTHING,
    names=NAMES,
    keywords=NAMES,
    year=st.none() | st.integers(-(2**63), 2**63 - 1),
    other=ANYTHING,
)
@settings(max_examples=150, deadline=None)
def test_no_article_stops_an_export(
    title: str, names: tuple[str, ...], keywords: tuple[str, ...], year: int | None, other: str
) -> None:
    article = replace(
        PLAIN,
        title=title,
        authors=names,
        keywords=keywords,
        year=year,
        source=other,
        doi=other,
        category=other,
        article_number=other,
        affiliations=names,
        abstract=other,
    )
    entry = Reference(number=None, text=other, authors=names, title=title, pages=other, url=other)
    for form in FORMS:
        text = "".join(export([article, entry, article], form))
        _is_read_back(form, text, 3)


def _is_read_back(form: Form, text: str, works: int) -> None:
    if form == "csl-json":
        assert len(json.loads(text)) == works
    elif form == "bibtex":
        assert len(parse_string(text, "bibtex").entries) == works
    elif form == "ris":
        lines = [line for line in text.split("\n") if line]
        assert all(re.fullmatch(r"[A-Z][A-Z\d]  - .*", line, re.DOTALL) for line in lines)
        assert sum(line.startswith("TY  - ") for line in lines) == works
    else:
        assert text.count("\n") == works


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["", " ", "\u3000", "\u200b", "·", "\ud800"])
def test_a_name_that_is_empty_is_nobody(form: Form, name: str) -> None:
    assert cite(replace(PLAIN, authors=(name, "王静波")), form) == cite(PLAIN, form)
    assert cite(replace(PLAIN, authors=(name,)), form) == cite(replace(PLAIN, authors=()), form)
    assert not unicodedata.category(name or " ").startswith("L")
