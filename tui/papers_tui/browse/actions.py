"""What leaves the room: citations to the clipboard, articles to a file, a pager or the browser."""

from pathlib import Path

from textual import on, work

from papers_store.article import Article, Reference
from papers_store.errors import PapersError
from papers_tui.browse.reading import Reading
from papers_tui.document.delivery import download, file_name
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.terminal.cells import clip, printable
from papers_tui.terminal.clipboard import copy
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.layout import REFERENCES

_SHOWN = 40
"""Cells of a text shown when it was copied."""


class Sharing(Reading):
    """Copies, saves and shows articles, and takes notes on them."""

    class CitationWanted(Message):
        """The citation of something is to be shown in every form."""

        work: Article | Reference

    class NoteWanted(Message):
        """The note of an article is to be written here."""

        article_id: str
        title: str
        text: str
        said: str
        """What the reader has to be told first."""

    class FileKept(Message):
        """A file of the reader's was kept, as a sentence says that is said once more at the end."""

        said: str

    def _work(self) -> Article | Reference | str | None:
        """What is to be cited: an entry, the open article, or the id of one in the list."""
        if self._room.active == REFERENCES and self._room.references.current is not None:
            return self._room.references.current
        article_id = self._at_hand()
        if self._open is not None and article_id == self._open.id:
            return self._open
        return article_id

    # Citations.

    def action_copy(self) -> None:
        """Copy the citation of the article, or of the entry under the cursor."""
        if (wanted := self._work()) is not None:
            self._cite(wanted)

    def action_citation(self) -> None:
        """Show the citation in every form, to choose one."""
        if (wanted := self._work()) is not None:
            self._cite(wanted, show=True)

    @work(thread=True, exclusive=True, group="cite")
    def _cite(self, wanted: Article | Reference | str, *, show: bool = False) -> None:
        """Make a citation, which has to load a style first, away from the keys."""
        from papers_store.cite import DEFAULT_FORM, cite

        try:
            cited = self._library.article(wanted) if isinstance(wanted, str) else wanted
            text = None if show else cite(cited, DEFAULT_FORM)
        except PapersError as error:
            self._say_from_afar(error)
            return
        if text is None:
            self.app.call_from_thread(self.leave_for, self.CitationWanted(cited))
        else:
            self.app.call_from_thread(self.copy, text)

    def copy(self, text: str) -> None:
        """Send a text to the reader's clipboard, and say so; nobody answers whether it came."""
        if copy(self.app, text):
            said = _("Sent to your terminal's clipboard: {text} (Y shows it whole)")
            self.say(said.format(text=clip(printable(" ".join(text.split())), _SHOWN)))
        else:
            self.say(_("Too long for a clipboard, or none here; Y shows it to copy by hand"))

    # The whole article.

    def action_save(self) -> None:
        """Let the reader name a file for the article; in a browser, hand it over."""
        if self._open is None:
            return
        name = f"{file_name(self._open.title, self._open.id)}.md"
        if self._access.has("files"):
            self._filter.open("save", f"~/{name}")
        else:
            self._download(self._open, name)

    @work(thread=True, group="save")
    def _download(self, article: Article, name: str) -> None:
        if download(self.app, name, _markdown(article), "text/markdown"):
            said = _("Sent to your browser: {file}").format(file=name)
        else:
            said = _("There is no browser here that takes files")
        self.app.call_from_thread(self.say, said)

    @on(FilterBar.Accepted)
    def _save_as(self, event: FilterBar.Accepted) -> None:
        if event.purpose == "save" and self._access.has("files"):
            self._filter.close()
            if self._open is not None and event.text.strip():
                self._save(self._open, event.text.strip())

    @work(thread=True, group="save")
    def _save(self, article: Article, name: str) -> None:
        from papers_store.system.atomic_files import export_file

        path = Path(name).expanduser()
        try:
            if path.exists():
                raise PapersError(_("{file}: is there already; name another").format(file=path))
            export_file(path, _markdown(article).encode("utf-8"))
        except OSError as error:
            said = _("{file}: cannot be written ({reason})")
            self.app.call_from_thread(self.say, said.format(file=path, reason=error.strerror))
        except PapersError as error:
            self._say_from_afar(error)
        else:
            said = _("Saved as {file}")
            self.app.call_from_thread(self.say, said.format(file=path))

    def action_pager(self) -> None:
        """Show the article in the reader's pager."""
        from papers_tui.terminal.external import page_outside

        if self._open is not None and (said := page_outside(self.app, _markdown(self._open))):
            self.say(said)

    # Notes.

    def action_note(self) -> None:
        """Let the reader write a note on the article: in their editor, else here."""
        from papers_tui.terminal.external import edit_outside

        article_id = self._at_hand()
        if article_id is None:
            return
        row = self._room.articles.current
        opened = self._open if self._open is not None and self._open.id == article_id else None
        title = opened.title if opened else (row.title if row else "")
        before = self._marks.of(article_id).note
        found = edit_outside(self.app, before, title) if self._access.has("programs") else None
        if found is None or not found.started:
            said = found.said if found else ""
            self.leave_for(self.NoteWanted(article_id, title, before, said))
            return
        if found.kept:
            self.post_message(self.FileKept(found.said))
        if found.text is not None and found.text != before:
            self.keep_note(article_id, found.text, found.said)
        else:
            self.say(found.said)


def _markdown(article: Article) -> str:
    """The whole article, as it is saved and paged."""
    from papers_tui.document.export import article_as_markdown

    return "\n".join(article_as_markdown(article)) + "\n"
