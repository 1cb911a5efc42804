"""An article as a journal prints it: its parts in order, with labels, marks and numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from dresses.truth import Block, Truth

Kind = Literal[
    "title",
    "byline",
    "affiliation",
    "labelled",
    "title_en",
    "byline_en",
    "affiliation_en",
    "heading",
    "paragraph",
    "item",
    "caption",
    "table",
    "formula",
    "references",
    "reference",
    "notes",
    "note",
]


FIXED = (
    "关键词",
    "中图分类号",
    "文献标识码",
    "文章编号",
    "收稿日期",
    "基金项目",
    "作者简介",
    "参考文献",
    "注释",
)
"""The words that a journal prints and no author writes."""


@dataclass(frozen=True)
class Part:
    """One piece of a printed article."""

    kind: Kind
    text: str
    label: str = ""
    """Before the text: of a front's line, an item, a reference, a note."""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    raised: str = ""
    """Of a byline: its text with ^1^ around what is printed raised."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How one article writes what articles write differently."""

    labels: str
    """With {} for the name of the field."""
    spread: bool
    """Whether a name of two characters is spread: 摘　要."""
    people: str
    words: str
    item: str
    reference: str
    heading: str
    """What stands after 一 and the like."""
    notes: str


def manner(truth: Truth) -> Manner:
    """The same for an article in every dress."""
    random = Random(f"manner/{truth.name}")
    people = ["，", "，", "、", "; "]
    if not any(not one.isalpha() or one.isascii() for one in truth.authors):
        people += [" ", "　"]
    if any(" " in one for one in truth.authors):
        people = ["，", "、"]
    words = ["；", "；", ";", "，"]
    if not any(re.search("[，; ]", word) for word in truth.keywords):
        words.append(" ")
    return Manner(
        labels=random.choice(("{}：", "【{}】", "[{}] ", "{}：", "{}:")),
        spread=random.random() < 0.3,
        people=random.choice(people),
        words=random.choice(words),
        item=random.choice(("（{}）", "({})", "{}）", "{}. ")),
        reference=random.choice(("[{}] ", "[{}]", "［{}］", "{}. ")),
        heading=random.choice(("、", "、", "．")),
        notes=random.choice(("注释", "注释：")),
    )


def printed(truth: Truth) -> list[Part]:
    """All parts, from the title to the appendix."""
    how = manner(truth)
    return [*_front(truth, how), *_english(truth), *_body(truth, how), *_back(truth, how)]


def label(how: Manner, name: str) -> str:
    """A label of the front."""
    return how.labels.format(f"{name[0]}　{name[1]}" if how.spread and len(name) == 2 else name)


def numbered(number: str, title: str, how: Manner) -> str:
    """A heading as printed."""
    if not number:
        return title
    if number[0] in "（(" or number[-1] in ")）" or "①" <= number <= "⑳":
        return number + title
    if number[0] == "第" or number[0].isdigit():
        return f"{number} {title}"
    return number + how.heading + title


def _front(truth: Truth, how: Manner) -> Iterator[Part]:
    yield Part("title", truth.title)
    if truth.authors:
        marks = [",".join(map(str, places)) for places in truth.places]
        if len(truth.affiliations) < 2 or len(marks) < len(truth.authors):
            marks = [""] * len(truth.authors)
        pairs = list(zip(truth.authors, marks, strict=False))
        flat = how.people.join(name + mark for name, mark in pairs)
        raised = how.people.join(name + (f"^{mark}^" if mark else "") for name, mark in pairs)
        yield Part("byline", flat, raised=raised)
    if len(truth.affiliations) > 1:
        listed = "；".join(f"{nth}. {one}" for nth, one in enumerate(truth.affiliations, 1))
        yield Part("affiliation", f"（{listed}）")
    elif truth.affiliations:
        yield Part("affiliation", f"（{truth.affiliations[0]}）")
    if truth.abstract:
        yield Part("labelled", truth.abstract, label(how, "摘要"))
    if truth.keywords:
        yield Part("labelled", how.words.join(truth.keywords), label(how, "关键词"))
    for name, text in (
        ("中图分类号", truth.clc),
        ("文献标识码", truth.document_code),
        ("文章编号", truth.article_number),
        ("DOI", truth.doi),
        *truth.labelled,
    ):
        if text:
            yield Part("labelled", text, f"{name}：")


def _english(truth: Truth) -> Iterator[Part]:
    if truth.title_en:
        yield Part("title_en", truth.title_en)
    if truth.authors_en:
        yield Part("byline_en", ", ".join(truth.authors_en))
    if truth.affiliations_en:
        yield Part("affiliation_en", f"({'; '.join(truth.affiliations_en)}, China)")
    if truth.abstract_en:
        yield Part("labelled", truth.abstract_en, "Abstract: ")
    if truth.keywords_en:
        yield Part("labelled", "; ".join(truth.keywords_en), "Key words: ")


def _body(truth: Truth, how: Manner) -> Iterator[Part]:
    for block in truth.body:
        yield _block(block, how)


def _block(block: Block, how: Manner) -> Part:
    if block.kind == "heading":
        text = numbered(block.number, block.text, how)
        return Part("heading", text, level=block.level)
    if block.kind == "item":
        return Part("item", block.text, how.item.format(block.number))
    if block.kind == "formula":
        return Part("formula", block.text, f"（{block.number}）")
    return Part(block.kind, block.text, rows=block.rows)


def _back(truth: Truth, how: Manner) -> Iterator[Part]:
    if truth.acknowledgement:
        yield Part("heading", truth.thanks, level=1)
        yield Part("paragraph", truth.acknowledgement)
    if truth.notes:
        yield Part("notes", how.notes)
        for mark, text in truth.notes:
            yield Part("note", text, mark)
    if truth.references:
        yield Part("references", "参考文献")
        for nth, text in enumerate(truth.references, 1):
            yield Part("reference", text, how.reference.format(nth))
    if truth.appendix:
        yield Part("heading", truth.appended, level=1)
        for text in truth.appendix:
            yield Part("paragraph", text)
