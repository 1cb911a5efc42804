"""An article set by Typst as a journal sets it: masthead, running heads, one column or two."""

import json
import re

from dresses.printed import Part, printed
from dresses.truth import Truth

_PREAMBLE = """
#set document(date: none)
#set text(font: ("Noto Serif CJK SC", "Noto Serif CJK JP"), size: 10pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 0.7em, spacing: 0.7em)
#set footnote(numbering: "①")
#let flush(body) = par(first-line-indent: 0em, body)
#let body(s) = par(first-line-indent: (amount: 2em, all: true), s)
#let head(level, s) = block(above: 1em, below: 0.8em, sticky: true,
  text(weight: "bold", size: (13pt, 11pt, 10pt).at(calc.min(level, 3) - 1), s))
#let middle(size, s) = align(center, block(text(size: size, s)))
#let latin(s) = flush(text(lang: "en", hyphenate: true, s))
#let entry(s) = block(inset: (left: 1.6em), par(first-line-indent: -1.6em, text(size: 8.5pt, s)))
"""


def _string(text: str) -> str:
    """A string of Typst, shown as it is."""
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _page(truth: Truth, columns: int) -> str:
    issue = truth.issue or 3
    source, source_en = truth.source or "江左学报", truth.source_en or "Journal of Jiangzuo"
    year, volume = truth.year or 2019, truth.volume or 37
    first = truth.authors[0] if truth.authors else "佚名"
    odd = f"第{issue}期　　{first}{'，等' if len(truth.authors) > 1 else ''}：{truth.title}"
    even = f"{source}　　{year}年"
    masthead = (
        f"#grid(columns: (1fr, 1fr, 1fr), [第{volume}卷 第{issue}期], "
        f"align(center)[{_string(source)}], align(right)[Vol.{volume} No.{issue}], "
        f"[{year}年{issue * 2}月], align(center)[{_string(source_en)}], "
        f"align(right)[{year}]) #line(length: 100%)"
    )
    odd = f"align(center)[{_string(odd)}], [·#{{n}}·]"
    even = f"[·#{{n}}·], align(center)[{_string(even)}]"
    return f"""
#set page(paper: "a4", margin: (x: 2cm, top: 2.6cm, bottom: 2cm), columns: {columns},
  header: context {{
    let n = here().page() + {truth.first_page - 1}
    set text(size: 8.5pt)
    if here().page() == 1 [{masthead}]
    else if calc.odd(n) [#grid(columns: (1fr, auto), {odd}) #line(length: 100%)]
    else [#grid(columns: (auto, 1fr), {even}) #line(length: 100%)]
  }})
"""


_FRONT = ("title", "byline", "affiliation", "labelled", "title_en", "byline_en", "affiliation_en")
_FOOT = ("收稿日期", "基金项目", "作者简介")


def typst(truth: Truth, columns: int) -> str:
    """The source of a document in one column or two, the front over both."""
    parts = [part for part in printed(truth) if part.kind not in ("notes", "note")]
    front = [part for part in parts if part.kind in _FRONT]
    foot = [part for part in front if part.label.startswith(_FOOT)]
    over = "\n".join(_front(part) for part in front if part not in foot)
    below = "\n".join(_front(part) for part in foot)
    notes = dict(truth.notes)
    text = "\n".join(_set(part, notes) for part in parts if part.kind not in _FRONT)
    placed = f'#place(top, scope: "parent", float: true)[{over}]' if columns > 1 else over
    if foot:
        placed += f"\n#place(bottom, float: true)[#line(length: 30%) #set text(size: 8pt)\n{below}]"
    return f"{_page(truth, columns)}{_PREAMBLE}{placed}\n{text}\n"


def _front(part: Part) -> str:
    text = _string(part.text)
    if part.kind in ("title", "title_en"):
        return f"#middle({'18pt' if part.kind == 'title' else '12pt'})[#strong[{text}]]"
    if part.kind == "byline" and part.raised != part.text:
        pieces = part.raised.split("^")
        text = "".join(
            f"#super[{_string(one)}]" if nth % 2 else _string(one) for nth, one in enumerate(pieces)
        )
    if part.kind != "labelled":
        return f"#middle(9pt)[{text}]"
    latin = part.label.isascii() and part.text.isascii()
    return f"#{'latin' if latin else 'flush'}[#strong[{_string(part.label)}]{text}]"


def _set(part: Part, notes: dict[str, str]) -> str:
    if part.kind in ("heading", "references"):
        return f"#head({part.level or 1})[{_string(part.text)}]"
    if part.kind == "table":
        cells = ", ".join(f"[{_string(cell)}]" for row in part.rows for cell in row)
        return f"#align(center, table(columns: {len(part.rows[0])}, stroke: none, {cells}))"
    if part.kind == "caption":
        figure = "#align(center, rect(width: 60%, height: 3cm))" * part.text.startswith("图")
        return f"{figure}#middle(9pt)[{_string(part.text)}]"
    if part.kind == "formula":
        return f"#grid(columns: (1fr, auto), align(center)[{_string(part.text)}], [{part.label}])"
    if part.kind == "reference":
        return f"#entry[{_string(part.label + part.text)}]"
    text = part.label + part.text
    pieces = re.split(f"({'|'.join(map(re.escape, notes))})", text) if notes else [text]
    content = "".join(
        f"#footnote[{_string(notes[piece])}]" if piece in notes else _string(piece)
        for piece in pieces
    )
    return f"#body[{content}]"
