"""What a reader may do besides reading: the one place that knows which ways lead out of the app.

Whoever reads in their own account may do everything. Strangers who were let in to read, and nothing
else, have none of these ways. A `House` is given to the app when it opens and handed down.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

Way = Literal["files", "programs", "shell"]
"""Out of the app: into files that the reader names, into other programs, back to the shell that
waits behind the app."""

_LEADS: Mapping[str, Way] = {
    "save": "files",
    "screenshot": "files",
    # Textual's own: one of its commands saves a screenshot, and later releases may have others.
    "command_palette": "files",
    "pager": "programs",
    "suspend_process": "shell",
}
"""Actions that leave the app, by the names that keys call them by."""


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
        way = _LEADS.get(action)
        return way is None or self.has(way)


OWN = House(frozenset(get_args(Way)))
"""For somebody in their own account."""

READING_ROOM = House(frozenset(), tells_of_faults=False)
"""For strangers: nothing leaves the app but what they copy to their own clipboard."""
