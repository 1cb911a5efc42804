"""What a reader may do besides reading: the one place that knows which ways lead out of the app.

Whoever reads in their own account may do everything. Strangers who were let in to read, and nothing
else, have none of these ways. A `House` is given to the app when it opens and handed down.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Way = Literal["files", "programs", "shell", "downloads"]
"""Out of the app: into files that the reader names, into other programs, back to the shell that
waits behind the app, or to the reader's browser, which keeps files where its user wants them."""

_LEADS: Mapping[str, frozenset[Way]] = {
    "save": frozenset({"files", "downloads"}),
    "save_citation": frozenset({"downloads"}),
    "screenshot": frozenset({"files"}),
    # Textual's own: one of its commands saves a screenshot, and later releases may have others.
    "command_palette": frozenset({"files"}),
    "pager": frozenset({"programs"}),
    "suspend_process": frozenset({"shell"}),
}
"""Actions that leave the app, by the names that keys call them by, and the ways they can take."""


class House(Struct, frozen=True):
    """The ways out that a reader may take."""

    ways: frozenset[Way]
    tells_of_faults: bool = True
    """Whether a fault of the program is shown with all that helps to mend it."""

    def has(self, way: Way) -> bool:
        """Whether a way is open."""
        return way in self.ways

    def allows(self, action: str) -> bool:
        """Whether keys and commands may run an action."""
        ways = _LEADS.get(action)
        return ways is None or not ways.isdisjoint(self.ways)


OWN = House(frozenset({"files", "programs", "shell"}))
"""For somebody in their own account."""

SERVED = House(frozenset({"downloads"}))
"""For whoever reads in a browser: no path is asked for, and files go to the browser."""

READING_ROOM = House(frozenset(), tells_of_faults=False)
"""For strangers: nothing leaves the app but what they copy to their own clipboard."""
