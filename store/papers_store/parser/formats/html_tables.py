"""Rows of a table in HTML: cells that span rows and columns, and tables that lay out a page."""

from collections.abc import Sequence

from papers_store.parser.formats.page import Line

DEEPEST_TABLE = 8
_LONGEST_CELL = 300
_MOST_COLUMNS = 100
_MOST_EMPTY = 20_000
"""Cells of one table that others span; a page may ask for millions."""


class Cell:
    """A cell as it is read: its lines, and what it spans."""

    __slots__ = ("columns", "lines", "rows")

    def __init__(self, columns: str | None, rows: str | None) -> None:
        self.lines: list[Line] = []
        self.columns = _span(columns, _MOST_COLUMNS)
        self.rows = _span(rows, _MOST_EMPTY)


class Table:
    """A table as it is read."""

    def __init__(self) -> None:
        self.is_data = False
        """Whether it says that it holds data: by a head, a caption, a border."""
        self._spanned: dict[int, int] = {}
        """How many rows below a cell of an earlier row still spans, by its column."""
        self._left = _MOST_EMPTY

    def row(self, cells: Sequence[Cell]) -> Line | None:
        """One line for a row of data; None for a row that only lays out the page."""
        texts = [self._text(cell) for cell in cells]
        lays_out = any(text is None or len(text) > _LONGEST_CELL for text in texts)
        if lays_out or (len(cells) < 2 and not (self._spanned and cells)):
            return None
        row = self._placed(cells, [text or "" for text in texts])
        text = " | ".join(row).strip()
        return Line(text, row=True, kind="row")

    def _text(self, cell: Cell) -> str | None:
        if len(cell.lines) > 1 and not self.is_data:
            return None
        return " ".join(line.text for line in cell.lines)

    def _placed(self, cells: Sequence[Cell], texts: Sequence[str]) -> list[str]:
        """The texts in their columns, with empty ones where another cell spans."""
        row: list[str] = []
        following: dict[int, int] = {}
        for cell, text in zip(cells, texts, strict=True):
            self._skip(row, following)
            for nth in range(cell.columns if self._left > 0 else 1):
                if cell.rows > 1 and self._left > 0:
                    following[len(row)] = cell.rows - 1
                row.append("" if nth else text)
                self._left -= nth > 0
        self._skip(row, following)
        self._spanned = following
        return row

    def _skip(self, row: list[str], following: dict[int, int]) -> None:
        while self._left > 0 and (rows := self._spanned.pop(len(row), 0)):
            if rows > 1:
                following[len(row)] = rows - 1
            row.append("")
            self._left -= 1


def _span(value: str | None, most: int) -> int:
    """How many rows or columns a cell says that it spans."""
    text = (value or "").strip()[:8]
    return min(int(text), most) if text.isascii() and text.isdigit() and int(text) else 1
