"""A queue of keys and pastes that come before the widget they are meant for.

Over a slow connection whole words arrive at once: /新媒体, or m and a note. A key goes to the
focused widget, bubbles up from there, and reaches the app last. A key that reaches the app too
early is queued here, and later keys wait until all queued ones are delivered, so that the order is
kept.
"""

from functools import partial

from textual import events, on
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from papers_tui.messages import Message
from papers_tui.terminal.clipboard import pasted

_PATIENCE = 0.5
"""Seconds to wait for keys to come back; after that their widget is gone."""


class KeyQueueApp(App[None]):
    """An app that delivers keys and pastes in order, and loses none while a screen opens."""

    class Returned(Message):
        """A message that took the same path as keys, so that all keys sent before it are back."""

        screen: Screen[object]
        """Where it was sent from."""
        again: bool
        """Whether it has to go again, behind the messages that widgets posted for those keys."""

    def __init__(self) -> None:
        super().__init__()
        self._receiver: Widget | None = None
        """The widget that got the last key."""
        self._steered = False
        """Whether the last key wrote nothing on a line, but may have ended it."""
        self._early: list[events.Key] = []
        """Keys that came back, since their widget did not exist yet."""
        self._late: list[events.Key | events.Paste] = []
        """Keys and pastes that came after those."""
        self._awaited: KeyQueueApp.Returned | None = None

    @property
    def is_leaving(self) -> bool:
        """Whether another screen or list was asked for, and has not come."""
        return False

    async def on_event(self, event: events.Event) -> None:
        """Keep keys and pastes in order, and deliver each once."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self._exit:
            await self._take(event)

    async def _take(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key):
            event = self._as_enter(event)
        receiver = self.focused or self.screen
        pasted_nowhere = isinstance(event, events.Paste) and not is_line(receiver)
        # What steers a line comes behind all that is written there, and before what follows. What
        # is pasted comes behind a key that may open a line.
        steers = isinstance(event, events.Key) and _steers(receiver, event)
        changed = receiver is not self._receiver or steers or self._steered or pasted_nowhere
        if changed and self._screen_before is not None:
            self._wait_for_those_before()
        if self._awaited is not None or self._late:
            self._late.append(event)
            return
        if pasted_nowhere:
            return
        self._receiver, self._steered = receiver, steers
        if isinstance(event, events.Paste):
            # A line of Textual's own draws what it holds as it is.
            event = events.Paste(pasted(event.text))
        await super().on_event(event)

    def _as_enter(self, event: events.Key) -> events.Key:
        """Treat a line feed as enter: numeric pads, scripts and keys before the start send it."""
        if event.key == "ctrl+j" and event.key not in self.screen.active_bindings:
            return events.Key("enter", "\r")
        return event

    @property
    def message_queue_size(self) -> int:
        """How many messages wait, queued keys included."""
        return super().message_queue_size + len(self._early) + len(self._late)

    def on_key(self, event: events.Key) -> None:
        """Queue a key that no widget took, if it is meant for another one."""
        elsewhere = self._screen_before not in (None, self.screen)
        if self._early or self.is_leaving or elsewhere or _is_for(self.focused, event):
            event.stop()
            event.prevent_default()
            self._early.append(events.Key(event.key, event.character))
            if not self.is_leaving:
                self._wait_for_those_before()

    @property
    def _screen_before(self) -> Screen[object] | None:
        """The screen of the widget that got the last key, unless it is closed."""
        receiver = self._receiver
        if receiver is None or not receiver.is_attached:
            return None
        return receiver.screen if receiver.screen in self.screen_stack else None

    def _wait_for_those_before(self) -> None:
        if self._awaited is None:
            before = self._receiver if self._screen_before is not None else None
            self._send_after(before or self.screen, again=is_line(before))

    def _send_after(self, widget: Widget, *, again: bool = False) -> None:
        self._awaited = self.Returned(widget.screen, again)
        widget.post_message(self._awaited)
        self.set_timer(_PATIENCE, partial(self._go_on, self._awaited))

    @on(Returned)
    async def _go_on(self, returned: Returned) -> None:
        """Deliver the queued keys to the focused widget, once the screen has its widgets."""
        if returned is not self._awaited:
            return
        self._awaited = None
        if self.is_leaving:
            return
        if returned.screen is not self.screen or not self.screen.is_mounted:
            # By the time this is back the new screen has its widgets.
            self._send_after(self.screen)
            return
        if returned.again and self._screen_before is not None and self._receiver is not None:
            self._send_after(self._receiver)
            return
        self._receiver, self._steered = None, False
        kept, self._early, self._late = [*self._early, *self._late], [], []
        for one in kept:
            await self.on_event(one)


def is_line(widget: Widget | None) -> bool:
    """Whether a widget is a line, or a note, to type on."""
    # Not by their classes: that of notes takes 11 ms to load.
    return widget is not None and widget.check_consume_key("a", "a")


def _steers(widget: Widget | None, event: events.Key) -> bool:
    """Whether a key on a line writes nothing there, but may end it."""
    return is_line(widget) and not _is_for(widget, event)


def _is_for(widget: Widget | None, event: events.Key) -> bool:
    """Whether a line takes a key that comes to it first."""
    return widget is not None and widget.check_consume_key(event.key, event.character)
