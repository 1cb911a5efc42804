"""A screen over another, which gives that one an answer and is gone."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

_Answer = TypeVar("_Answer")


class Dialog(Screen[_Answer], Generic[_Answer]):
    """A screen that answers once, and only while it is in front.

    A click may still be on its way when another screen opens over this one. Textual would close
    that screen instead, take the next key for a second answer, and end the app.
    """

    _has_answered = False

    def dismiss(self, result: _Answer | None = None) -> AwaitComplete:
        """Give the answer, unless it is given already or another screen is in front."""
        if self._has_answered or self.app.screen is not self:
            return AwaitComplete()
        self._has_answered = True
        return super().dismiss(result)
