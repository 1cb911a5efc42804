"""The citation of an article, or of an entry of its references, in the form a reader chooses."""

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from papers_store.article import Article, Reference
from papers_store.cite import DEFAULT_FORM, FORMS, Form, cite
from papers_tui.document.delivery import download, file_name
from papers_tui.document.line_breaking import break_lines
from papers_tui.keys import plain_twin
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.screens.dialog import Dialog
from papers_tui.terminal.cells import clip, printable
from papers_tui.widgets.list_pane import ListPane
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.status_bar import StatusBar

_FORMS = tuple(FORMS)

_WIDEST_TITLE = 60


class FormsPane(ListPane):
    """The forms there are, one line each."""

    class Moved(Message):
        """Another form is under the cursor."""

    def __init__(self, title: str, form: Form, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.heading = _("Citation")
        self.remark = clip(printable(title), _WIDEST_TITLE)
        self.active = True
        self.cursor = _FORMS.index(form)

    @property
    def form(self) -> Form:
        """The form under the cursor."""
        return _FORMS[self.cursor]

    @property
    def item_count(self) -> int:
        """How many forms."""
        return len(FORMS)

    def moved(self) -> None:
        """Tell the screen, which shows the citation in this form."""
        self.post_message(self.Moved())

    def draw(self, line: int, width: int) -> Strip:
        """The name of a form."""
        return self.item_strip(line, 0, [(FORMS[_FORMS[line]].title, self.rich_style)], width)


class TextPane(Pane):
    """A text whole, from the first column on, so that a terminal's own selection can copy it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._paragraphs: list[str] = []
        self._width = 0
        self._lines: list[str] = []

    def show(self, text: str) -> None:
        """Show a text, from its beginning."""
        self._paragraphs = [printable(line) for line in text.split("\n")]
        self._width = self.top = 0
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the end of the text at the end of the view, where there is as much."""
        self.top = min(self.top, self.last_top)

    def _set(self) -> list[str]:
        """The lines at the width there is, which are set once for each."""
        if self.size.width != self._width:
            self._width = self.size.width
            self._lines = [
                paragraph[start:end].rstrip(" ")
                for paragraph in self._paragraphs
                for start, end in break_lines(paragraph, self._width)
            ]
        return self._lines

    @property
    def line_count(self) -> int:
        """As many as the text takes at this width."""
        return len(self._set())

    def draw(self, line: int, width: int) -> Strip:
        """A line of the text."""
        return self.segments([(self._set()[line], self.rich_style)], width, self.rich_style)


class CitationScreen(Dialog[tuple[Form, str] | None]):
    """Shows the citation in every form; answers with one that is to be copied, or None."""

    CSS_PATH = "citation.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "copy", _("Copy this citation"), id="citation.copy", show=False),
        Binding("e", "save_citation", _("Save this citation"), id="citation.save", show=False),
        Binding("j,down", "move(1)", _("Down"), id="citation.down", show=False),
        Binding("k,up", "move(-1)", _("Up"), id="citation.up", show=False),
        Binding(
            "space,pagedown", "page(1.0)", _("A page down"), id="citation.page_down", show=False
        ),
        Binding("b,pageup", "page(-1.0)", _("A page up"), id="citation.page_up", show=False),
        Binding("escape,q", "back", _("Back"), id="citation.back", show=False),
    ]

    def __init__(
        self, work: Article | Reference, form: Form = DEFAULT_FORM, *, saves: bool = False
    ) -> None:
        """A screen for one work.

        Args:
            work: The article, or an entry of a reference list.
            form: The form shown first.
            saves: Whether the reader may save it: only a browser takes files from here.
        """
        super().__init__()
        self._work = work
        self._citations: dict[Form, str] = {}
        self._copying = False
        self._saves = saves
        # Keys may come before the screen has its widgets, and after it has lost them.
        self._forms = FormsPane(self._named, form, id="forms")
        self._text = TextPane(id="text")
        save = (_("e save"),) if saves else ()
        self._foot = StatusBar(
            hints=(_("y copy"), *save, _("j/k form"), _("space page")),
            always=(_("esc back"),),
            id="foot",
        )

    @property
    def _named(self) -> str:
        """What the work is called."""
        if self._work.title is None and isinstance(self._work, Reference):
            return self._work.text
        return self._work.title or ""

    def compose(self) -> ComposeResult:
        """The forms, the citation in one of them, and the keys."""
        yield self._forms
        yield self._text
        yield self._foot

    def on_mount(self) -> None:
        """Show the form that is wanted first."""
        self._turn()

    @on(FormsPane.Moved)
    def _turn(self) -> None:
        """Show the form under the cursor, which may have to be made."""
        self._copying = False
        self._foot.message = ""
        form = self._forms.form
        if form in self._citations:
            self._show(form)
        else:
            self._make(form)

    @work(thread=True)
    def _make(self, form: Form) -> None:
        """Write the citation, away from the keys: what sets GB/T 7714 takes a moment to load."""
        self.app.call_from_thread(self._take, form, cite(self._work, form))

    def _take(self, form: Form, citation: str) -> None:
        self._citations[form] = citation
        # The reader may have gone on to another form, or have left.
        if self.is_attached and form == self._forms.form:
            self._show(form)
            if self._copying:
                self.action_copy()

    def _show(self, form: Form) -> None:
        pane = self._text
        pane.heading = FORMS[form].title
        pane.show(self._citations[form])

    @property
    def pointed_at(self) -> Widget:
        """The forms, where the terminal's cursor stands."""
        return self.query_one(FormsPane)

    @on(Pane.Clicked)
    def _point(self, event: Pane.Clicked) -> None:
        if event.twice and isinstance(event.pane, FormsPane):
            self.action_copy()

    def on_key(self, event: events.Key) -> None:
        """Take the full-width keys of a Chinese input method for the plain ones."""
        if key := plain_twin(event.character):
            event.stop()
            self.app.simulate_key(key)

    def action_copy(self) -> None:
        """Answer with the citation that is shown, as soon as there is one."""
        form = self._forms.form
        if form in self._citations:
            self.dismiss((form, self._citations[form]))
        else:
            self._copying = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run here."""
        return self._saves or action != "save_citation"

    def action_save_citation(self) -> None:
        """Hand the citation that is shown to the reader's browser, as a file."""
        form = self._forms.form
        if form not in self._citations:
            return
        row = FORMS[form]
        name = f"{file_name(self._named, row.title)}.{row.suffix}"
        if download(self.app, name, f"{self._citations[form]}\n", row.media_type):
            said = _("Sent to your browser: {file}").format(file=name)
        else:
            said = _("There is no browser here that takes files")
        self._foot.message = said

    def action_back(self) -> None:
        """Copy nothing."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Choose another form."""
        self._forms.move(by)

    def action_page(self, by: float) -> None:
        """Scroll the citation by pages."""
        self._text.page(by)
