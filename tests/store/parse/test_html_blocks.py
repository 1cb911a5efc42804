"""What lines of an HTML page are: items, rows, code, figures, formulas."""

import pytest

from papers_store.article import Section
from papers_store.parser import parse
from papers_store.parser.formats.html import read_html

ABOVE = "<h1>山区水渠的分水规矩</h1><p>摘要：本文走访十二个村庄。</p><h2>一、缘起</h2>"
TEXT = "<p>水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸。</p>"


def section(source: str) -> Section:
    """The section that holds some HTML between two paragraphs."""
    page = f"<!DOCTYPE html><html><body>{ABOVE}{TEXT}{source}{TEXT}</body></html>"
    return parse(page.encode(), "page.html").sections[0]


def kinds(source: str) -> list[tuple[str, str]]:
    """The lines of some HTML, each with its kind."""
    return [(line.kind, line.text) for line in read_html(source).lines]


def test_items_keep_the_numbers_that_a_browser_shows() -> None:
    found = section(
        "<ol start=3><li>量水</li><li>定香<ul><li>线香</li></ul></li><li>闭闸</li></ol>"
    )
    assert found.paragraphs[1:-1] == ("3. 量水", "4. 定香", "线香", "5. 闭闸")
    assert [(one.kind, one.start, one.stop) for one in found.blocks] == [("list", 1, 5)]


def test_steps_of_a_list_are_no_headings() -> None:
    page = f"<body>{ABOVE}{TEXT}<ol><li>量水</li><li>定香</li></ol>{TEXT}</body>"
    assert len(parse(page.encode(), "page.html").sections) == 1


@pytest.mark.parametrize(
    ("kind", "number", "shown"), [("a", 2, "b."), ("A", 1, "A."), ("i", 4, "iv."), ("I", 9, "IX.")]
)
def test_items_may_be_counted_in_letters(kind: str, number: int, shown: str) -> None:
    source = f"<ol type={kind} start={number}><li>量水</li><li>定香</li></ol>"
    assert kinds(source)[0] == ("item", f"{shown} 量水")


def test_a_number_alone_numbers_a_heading() -> None:
    assert kinds("<ol start=2><li>结语</li></ol><p>水渠</p>") == [("", "2. 结语"), ("", "水渠")]


def test_quotations_are_blocks_unless_the_whole_page_is_one() -> None:
    found = section("<blockquote><p>水到渠成，各安其分。</p></blockquote>")
    assert [one.kind for one in found.blocks] == ["quote"]
    assert kinds(f"<blockquote>{TEXT}</blockquote><p>水渠</p>")[0][0] == ""


def test_code_keeps_its_spaces_and_prose_in_pre_is_text() -> None:
    source = "<pre><code>for n in canals:\n    share(n)\n</code></pre>"
    assert kinds(source) == [("code", "for n in canals:"), ("code", "    share(n)")]
    assert kinds("<pre>水渠沿山而下。\n分水以香为时。</pre>") == [
        ("", "水渠沿山而下。"),
        ("", "分水以香为时。"),
    ]


def test_cells_stand_in_their_columns_below_and_beside_those_that_span() -> None:
    found = section(
        "<table><caption>表1 水量</caption><tr><th rowspan=2>村庄</th><th colspan=2>水量</th></tr>"
        "<tr><th>春</th><th>秋</th></tr><tr><td>上游</td><td>3<br>（估）</td><td>5</td></tr></table>"
    )
    (table,) = found.blocks
    assert table.rows == (("村庄", "水量", ""), ("", "春", "秋"), ("上游", "3 （估）", "5"))
    assert table.caption is not None and found.paragraphs[table.caption] == "表1 水量"


def test_a_picture_and_its_caption_are_a_figure() -> None:
    found = section(
        '<figure><img src="a.png" alt="闸口"><figcaption>图1 分水闸</figcaption></figure>'
    )
    (figure,) = found.blocks
    assert found.paragraphs[figure.start] == "闸口"
    assert figure.caption is not None and found.paragraphs[figure.caption] == "图1 分水闸"
    same = '<figure><img src="a.png" alt="分水闸"><figcaption>分水闸</figcaption></figure>'
    assert kinds(same) == [("figure", "分水闸")]
    assert kinds('<p>见<img alt="甲">处</p>') == [("", "见甲处")]


def test_formulas_are_tex_where_the_page_has_it() -> None:
    mathml = (
        "<math{}><semantics><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation>"
        "</semantics></math>"
    )
    assert kinds(f"<p>水量{mathml.format('')}立方</p>") == [("", "水量$x^2$立方")]
    assert kinds(f"<p>{mathml.format(' display=block')}</p>") == [("formula", "$$x^2$$")]
    assert kinds("<p><math><mi>a</mi><mo>+</mo><mi>b</mi></math></p>") == [("", "a+b")]
    script = '<script type="math/tex{}">a < b</script>'
    assert kinds(f"<p>若{script.format('')}则</p>") == [("", "若$a < b$则")]
    assert kinds(script.format("; mode=display")) == [("formula", "$$a < b$$")]
    (block,) = section("<p><span class='math display'>\\[a + b\\]</span></p>").blocks
    assert (block.kind, block.tex) == ("formula", "a + b")


def test_readings_of_characters_stand_in_brackets_behind_them() -> None:
    ruby = "<p><ruby>堰<rp>(</rp><rt>yàn</rt><rp>)</rp></ruby>口<sup>[2]</sup>H<sub>2</sub>O</p>"
    assert kinds(ruby) == [("", "堰（yàn）口[2]H2O")]


@pytest.mark.parametrize(
    "source",
    ["<p>　<b>问题的由来</b></p>", "<p style='font-weight:bold'>问题的由来</p>"],
)
def test_a_paragraph_in_bold_is_a_heading(source: str) -> None:
    assert read_html(source).lines[0].strong
    page = f"<body>{ABOVE.replace('<h2>一、缘起</h2>', '')}{source}{TEXT}</body>"
    assert [one.title for one in parse(page.encode(), "a.html").sections] == ["问题的由来"]


def test_notes_have_the_number_that_the_text_prints() -> None:
    article = parse(
        (
            f"<body>{ABOVE}<p>水渠<a href='#fn1' role='doc-noteref'><sup>1</sup></a>沿山而下。</p>"
            f"{TEXT}<section class='footnotes'><ol><li><p>见村志。<a href='#r'>↩︎</a></p></li></ol>"
            "</section></body>"
        ).encode(),
        "page.html",
    )
    assert article.sections[0].paragraphs[0] == "水渠[1]沿山而下。"
    assert [(one.mark, one.text) for one in article.notes] == [("[1]", "见村志。")]


def test_spans_of_millions_are_bounded() -> None:
    row = "<tr><td rowspan=99999999 colspan=99999999>甲</td><td>乙</td></tr>"
    lines = read_html(f"<table>{row * 2000}</table>").lines
    assert sum(len(line.text) for line in lines) < 100_000
