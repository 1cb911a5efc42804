"""How large a page may say that it is: what it says is somebody else's word."""

from papers_tui.terminal.window_size import MOST_COLUMNS, MOST_ROWS


def bounded(columns: int, rows: int) -> tuple[int, int]:
    """The size nearest to one that was asked for, of at least a character."""
    return min(max(columns, 1), MOST_COLUMNS), min(max(rows, 1), MOST_ROWS)
