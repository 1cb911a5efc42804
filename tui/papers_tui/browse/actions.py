"""What a reader does with an article: cite, save and show it elsewhere, and mark it."""

from collections.abc import Callable
from pathlib import Path

from papers_store.article import Article, Reference
from papers_store.errors import PapersError
from papers_store.marks.marks import Marks
from papers_tui.browse.context import Context
from papers_tui.browse.reading import Reading
from papers_tui.document.delivery import download, file_name
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.terminal.cells import clip, printable
from papers_tui.terminal.clipboard import copy
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.layout import PaneLayout

_SHOWN = 40
"""Cells of a text shown when it was copied."""


class Actions:
    """Cites, saves and marks the article that the reader is at."""

    class CitationWanted(Message):
        """The reader wants to see the citation of a work in every form."""

        work: Article | Reference

    class NoteWanted(Message):
        """The reader wants to write the note of an article here."""

        article_id: str
        title: str
        text: str
        said: str
        """What the status bar says first."""

    class FileKept(Message):
        """A file of the reader's was kept; the sentence is said once more at the end."""

        said: str

    def __init__(
        self, context: Context, panes: PaneLayout, filter_bar: FilterBar, reading: Reading
    ) -> None:
        """Act on articles.

        Args:
            context: The library, the reader's marks, and what the reader may do.
            panes: Where the reader is.
            filter_bar: Takes tags, and the name of a file.
            reading: The open article.
        """
        self._context = context
        self._panes = panes
        self._filter_bar = filter_bar
        self._reading = reading
        self._tagged = ""
        """The article whose tags are typed."""
        self._unsaved_note: Callable[[], tuple[str, str] | None] | None = None

    def _article_id(self) -> str | None:
        """The article under the list's cursor while the list is active, else the open one."""
        row = self._panes.articles.current
        if self._panes.active == "articles" and row is not None:
            return row.id
        return None if self._reading.article is None else self._reading.article.id

    # Citations.

    def copy_citation(self) -> None:
        """Copy the citation of the article, or of the reference under the cursor."""
        self._cite()

    def show_citation(self) -> None:
        """Show the citation in every form, to choose one."""
        self._cite(show=True)

    def _cite(self, *, show: bool = False) -> None:
        if (cited := self._cited()) is not None:
            self._context.run(self._make_citation, cited, show, group="cite")

    def _cited(self) -> Article | Reference | str | None:
        """What is to be cited: a reference, the open article, or the id of one in the list."""
        references, article = self._panes.references, self._reading.article
        if self._panes.active == "references" and references.current is not None:
            return references.current
        article_id = self._article_id()
        return article if article is not None and article_id == article.id else article_id

    def _make_citation(self, cited: Article | Reference | str, show: bool) -> None:
        """Make a citation, in a thread: a style has to be loaded first."""
        from papers_store.cite import DEFAULT_FORM, cite

        try:
            work = self._context.library.article(cited) if isinstance(cited, str) else cited
            text = None if show else cite(work, DEFAULT_FORM)
        except PapersError as error:
            self._context.fail_from_thread(error)
            return
        if text is None:
            self._context.call_from_thread(self._context.leave_for, self.CitationWanted(work))
        else:
            self._context.call_from_thread(self.copy, text)

    def copy(self, text: str) -> None:
        """Send a text to the reader's clipboard, and say so; terminals do not answer."""
        if copy(self._context.screen.app, text):
            said = _("Sent to your terminal's clipboard: {text} (Y shows it whole)")
            self._context.say(said.format(text=clip(printable(" ".join(text.split())), _SHOWN)))
        else:
            self._context.say(
                _("Too long for a clipboard, or none here; Y shows it to copy by hand")
            )

    # The whole article.

    def save(self) -> None:
        """Let the reader name a file for the article; in a browser, hand it over."""
        article = self._reading.article
        if article is None:
            return
        name = f"{file_name(article.title, article.id)}.md"
        if self._context.access.has("files"):
            self._filter_bar.open("save", f"~/{name}")
        else:
            self._context.run(self._download, article, name, group="save", exclusive=False)

    def _download(self, article: Article, name: str) -> None:
        if download(self._context.screen.app, name, _markdown(article), "text/markdown"):
            said = _("Sent to your browser: {file}").format(file=name)
        else:
            said = _("There is no browser here that takes files")
        self._context.call_from_thread(self._context.say, said)

    def save_as(self, name: str) -> None:
        """Save the open article under a name, as it was typed."""
        article = self._reading.article
        if self._context.access.has("files") and article is not None and name.strip():
            self._context.run(self._save, article, name.strip(), group="save", exclusive=False)

    def _save(self, article: Article, name: str) -> None:
        from papers_store.system.atomic_files import export_file

        path = Path(name).expanduser()
        try:
            if path.exists():
                raise PapersError(_("{file}: is there already; name another").format(file=path))
            export_file(path, _markdown(article).encode("utf-8"))
        except OSError as error:
            said = _("{file}: cannot be written ({reason})")
            said = said.format(file=path, reason=error.strerror)
            self._context.call_from_thread(self._context.say, said)
        except PapersError as error:
            self._context.fail_from_thread(error)
        else:
            said = _("Saved as {file}").format(file=path)
            self._context.call_from_thread(self._context.say, said)

    def show_in_pager(self) -> None:
        """Show the article in the reader's pager."""
        from papers_tui.terminal.external import page_outside

        article, app = self._reading.article, self._context.screen.app
        if article is not None and (said := page_outside(app, _markdown(article))):
            self._context.say(said)

    # Marks.

    def star(self) -> None:
        """Star the article, or take its star away."""
        if (article_id := self._article_id()) is not None:
            starred = not self._context.marks.of(article_id).starred
            said = _("Starred") if starred else _("Star taken away")
            self._context.change_marks(lambda marks: marks.star(article_id, starred), said)

    def edit_tags(self) -> None:
        """Let the reader type tags for the article."""
        if (article_id := self._article_id()) is not None:
            self._tagged = article_id
            self._filter_bar.open("tags", " ".join(self._context.marks.of(article_id).tags))

    def keep_tags(self, text: str) -> None:
        """Keep the tags that were typed."""
        article_id, tags = self._tagged, tuple(text.split())
        self._context.change_marks(lambda marks: marks.tag(article_id, tags), _("Tags kept"))

    def complete_tag(self, text: str) -> None:
        """Complete the last tag typed by one that is in use."""
        *before, last = text.split(" ")
        tags = self._context.marks.tags()
        in_use = [tag for tag in tags if tag.startswith(last) and tag not in before]
        if in_use:
            self._filter_bar.type(" ".join((*before, in_use[0])) + " ")

    # Notes.

    def edit_note(self) -> None:
        """Let the reader write a note on the article: in their editor, else here."""
        from papers_tui.terminal.external import edit_outside

        context, article_id = self._context, self._article_id()
        if article_id is None:
            return
        title, before = self._title_of(article_id), context.marks.of(article_id).note
        edited = None
        if context.access.has("programs"):
            edited = edit_outside(context.screen.app, before, title)
        if edited is None or not edited.started:
            said = edited.said if edited else ""
            context.leave_for(self.NoteWanted(article_id, title, before, said))
            return
        if edited.kept:
            context.screen.post_message(self.FileKept(edited.said))
        if edited.text is not None and edited.text != before:
            self.keep_note(article_id, edited.text, edited.said)
        else:
            context.say(edited.said)

    def _title_of(self, article_id: str) -> str:
        article, row = self._reading.article, self._panes.articles.current
        if article is not None and article.id == article_id:
            return article.title
        return "" if row is None else row.title

    def keep_note(self, article_id: str, text: str, said: str = "") -> None:
        """Keep a note that the reader wrote, and say so, or something more important."""

        def change(marks: Marks) -> None:
            marks.note(article_id, text)

        self._context.change_marks(change, said or _("Note kept"))

    def watch_note(self, unsaved: Callable[[], tuple[str, str] | None] | None) -> None:
        """Know of a note that is being written.

        Args:
            unsaved: Returns the article and the note, or None where the note is unchanged; None
                when no note is being written.
        """
        self._unsaved_note = unsaved

    def keep_unsaved_note(self) -> None:
        """Keep a note that is being written, before the app ends."""
        # A note that is unchanged here may have been changed by another session.
        if self._unsaved_note is not None and (unsaved := self._unsaved_note()) is not None:
            self._context.marks.note(*unsaved)


def _markdown(article: Article) -> str:
    """The whole article, as it is saved and paged."""
    from papers_tui.document.export import article_as_markdown

    return "\n".join(article_as_markdown(article)) + "\n"
