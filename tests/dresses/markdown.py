"""Dresses of Markdown: for pandoc, as a blog has it, and as programs that read PDFs write it."""

import re
from collections.abc import Iterator

from dresses.printed import Part, printed
from dresses.truth import Truth

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+~|^$@])")
_BEGINNING = re.compile(r"^(\d+|[(（]\d+)([.)])(?=\s)|^([-+])(?=\s)")
_RAISED = re.compile(r"\^([^^]*)\^")


def escaped(text: str) -> str:
    """Text that pandoc takes as it stands."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _BEGINNING.sub(
        r"\1\\\2" if _BEGINNING.match(text) and text[0] not in "-+" else r"\\\3", text
    )


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    head, *rest = (f"| {' | '.join(map(escaped, row))} |" for row in rows)
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *rest])


def for_pandoc(truth: Truth, *, bold_headings: bool = False, footnotes: bool = False) -> str:
    """Pandoc's Markdown of a manuscript; its headings are styles, or only bold paragraphs."""
    notes = dict(truth.notes) if footnotes else {}
    blocks = []
    for part in printed(truth):
        if part.kind in ("notes", "note") and notes:
            continue
        block = _pandoc(part, bold_headings)
        for nth, mark in enumerate(notes if part.kind in ("paragraph", "item") else (), 1):
            block = block.replace(escaped(mark), f"[^{nth}]")
        blocks.append(block)
    blocks += [f"[^{nth}]: {escaped(text)}" for nth, text in enumerate(notes.values(), 1)]
    return "\n\n".join(blocks) + "\n"


def _pandoc(part: Part, bold_headings: bool) -> str:
    text = escaped(part.text)
    if part.kind == "title":
        return f"**{text}**" if bold_headings else f"# {text}"
    if part.kind in ("heading", "references", "notes"):
        return f"**{text}**" if bold_headings else f"{'#' * (1 + (part.level or 1))} {text}"
    if part.kind == "labelled":
        return f"**{escaped(part.label.strip())}** {text}"
    if part.kind == "byline" and part.raised != part.text:
        return _raised(part.raised)
    if part.kind == "table":
        return _table(part.rows)
    if part.kind == "formula":
        return f"${part.text}$　　{part.label}"
    return escaped(part.label) + text if part.label else text


def _raised(text: str) -> str:
    pieces = _RAISED.split(text)
    return "".join(
        f"^{escaped(piece)}^" if nth % 2 else escaped(piece) for nth, piece in enumerate(pieces)
    )


def blog(truth: Truth) -> str:
    """A post with YAML before it; headings are marked by depth, references are a list."""
    people = (
        [f"author: {truth.authors[0]}"]
        if len(truth.authors) == 1
        else ["authors:", *(f"  - {name}" for name in truth.authors)]
    )
    tags = ["tags:", *(f"  - {word}" for word in truth.keywords)] if truth.keywords else []
    head = [
        "---",
        f'title: "{truth.title}"',
        *(people if truth.authors else []),
        f"date: {truth.year or 2019}-05-12 10:30:00 +0800",
        "categories: 读书笔记",
        *tags,
        "---",
        "",
    ]
    return "\n".join([*head, *_post(truth)]) + "\n"


def _post(truth: Truth) -> Iterator[str]:
    for part in printed(truth):
        if part.kind in ("heading", "references", "notes"):
            yield f"{'#' * (1 + (part.level or 1))} {part.text}"
        elif part.kind in ("paragraph", "caption"):
            yield part.text
        elif part.kind == "note":
            yield f"{part.label} {part.text}"
        elif part.kind == "item":
            yield f"- {part.text}"
            continue
        elif part.kind == "reference":
            yield f"{part.label.strip(' []［］.')}. {part.text}"
            continue
        elif part.kind == "table":
            yield _table(part.rows)
        elif part.kind == "formula":
            yield f"$${part.text}$$"
        else:
            continue
        yield ""


def of_a_scan(truth: Truth) -> str:
    """What MinerU and the like write of a PDF: every heading of one depth, tables in HTML."""
    blocks = []
    for part in printed(truth):
        if part.kind in ("title", "title_en", "heading", "references", "notes"):
            blocks.append(f"# {part.text}")
        elif part.kind == "table":
            rows = "".join(
                f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in part.rows
            )
            blocks.append(f"<html><body><table>{rows}</table></body></html>")
        elif part.kind == "formula":
            blocks.append(f"$$\n{part.text} \\tag{{{part.label.strip('（）')}}}\n$$")
        elif part.kind == "byline":
            blocks.append(_RAISED.sub(r"$^{\1}$", part.raised or part.text))
        else:
            image = "![](images/0123456789abcdef.jpg)\n" if part.text.startswith("图1") else ""
            blocks.append(image * (part.kind == "caption") + part.label + part.text)
    return "\n\n".join(blocks) + "\n"
