"""A list to pick from, filtered by what is typed above it."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from papers_store.text.fold import fold_text
from papers_store.text.pinyin import plans
from papers_tui.locale import _
from papers_tui.screens.dialog import Dialog
from papers_tui.widgets.list_pane import ListPane
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.status_bar import StatusBar
from papers_tui.widgets.text_input import TextInput

_Answer = TypeVar("_Answer")
_Listed = TypeVar("_Listed")


def keys(of: str, accept: str) -> list[BindingType]:
    """The keys of such a screen.

    Args:
        of: What their ids begin with.
        accept: What enter does, in a word.
    """
    return [
        Binding("escape", "back", _("Back"), id=f"{of}.back", show=False),
        # Enter is taken before the line can have it.
        Binding("enter", "accept", accept, id=f"{of}.accept", show=False, priority=True),
        Binding("down,ctrl+n", "move(1)", _("Down"), id=f"{of}.down", show=False),
        Binding("up,ctrl+p", "move(-1)", _("Up"), id=f"{of}.up", show=False, priority=True),
        Binding("pagedown", "page(1.0)", _("A page down"), id=f"{of}.page_down", show=False),
        Binding("pageup", "page(-1.0)", _("A page up"), id=f"{of}.page_up", show=False),
    ]


class PickerScreen(Dialog[_Answer | None]):
    """A line to type on, a list, and the keys; answers with None where the reader goes back."""

    AUTO_FOCUS = "#narrow"

    def __init__(self, line: TextInput, pane: ListPane, hints: Sequence[str]) -> None:
        super().__init__()
        self._line = line
        self._line.placeholder = _("type to narrow; pinyin too")
        self._line.cursor_blink = False
        self._items = pane
        self._hints = tuple(hints)
        self._on_list = False
        """Whether the reader was last at the list, and not at the line."""

    def compose(self) -> ComposeResult:
        """The line above the list, and the keys below it."""
        with Static(id="line"):
            yield self._line
        yield self._items
        yield StatusBar(hints=self._hints, always=(), id="foot")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._on_list = False
        self.narrow()

    @property
    def pointed_at(self) -> Widget | None:
        """The list, once the reader went along it; None while they type."""
        return self._items if self._on_list else None

    @on(Pane.Clicked)
    def _point(self, event: Pane.Clicked) -> None:
        self._on_list = True
        if event.twice:
            self.open_clicked()

    @abstractmethod
    def narrow(self) -> None:
        """Show what answers to the line."""

    @abstractmethod
    def action_accept(self) -> None:
        """Answer with what the reader chose."""

    def open_clicked(self) -> None:
        """Answer with what was clicked twice."""
        self.action_accept()

    def answering(
        self,
        listed: Sequence[_Listed],
        name: Callable[[_Listed], str],
        sound: Callable[[_Listed], str],
    ) -> Sequence[_Listed]:
        """What holds the text on the line in its name; where nothing does, what sounds like it."""
        typed = fold_text(self._line.value).strip()
        if not typed:
            return listed
        holding = [one for one in listed if typed in fold_text(name(one))]
        if holding:
            return holding
        answers = [plan.pattern().search for plan in plans(typed)]
        return [one for one in listed if any(answer(sound(one)) for answer in answers)]

    def say(self, sentence: str) -> None:
        """Show a sentence on the status bar."""
        self.query_one(StatusBar).message = sentence

    def action_back(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Up or down the list."""
        self._on_list = True
        self._items.move(by)

    def action_page(self, by: float) -> None:
        """Up or down by pages."""
        self._on_list = True
        self._items.page(by)
