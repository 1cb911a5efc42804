"""What a reader may do besides reading: the one module that lists the ways out of the app.

A reader in an account of their own may do everything. Strangers on a kiosk have no capability at
all. An `Access` is given to the app when it opens and passed down.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Capability = Literal["files", "programs", "shell", "downloads"]
"""Write files that the reader names, run other programs, suspend to the shell behind the app, or
send files to the reader's browser, which keeps them where its user wants."""

_NEEDED: Mapping[str, frozenset[Capability]] = {
    "save": frozenset({"files", "downloads"}),
    "save_citation": frozenset({"downloads"}),
    "screenshot": frozenset({"files"}),
    # Textual's own: one of its commands saves a screenshot, and later releases may have others.
    "command_palette": frozenset({"files"}),
    "pager": frozenset({"programs"}),
    "suspend_process": frozenset({"shell"}),
}
"""Actions that leave the app, by the names that bindings use, and the capabilities of which one is
enough."""


class Access(Struct, frozen=True):
    """The capabilities of a reader."""

    capabilities: frozenset[Capability]
    shows_tracebacks: bool = True
    """Whether a crash prints a traceback with local variables."""

    def has(self, capability: Capability) -> bool:
        """Whether the reader has a capability."""
        return capability in self.capabilities

    def allows(self, action: str) -> bool:
        """Whether keys and commands may run an action."""
        needed = _NEEDED.get(action)
        return needed is None or not needed.isdisjoint(self.capabilities)


OWN_ACCOUNT = Access(frozenset({"files", "programs", "shell"}))
"""For a reader in an account of their own."""

BROWSER = Access(frozenset({"downloads"}))
"""For a reader in a browser: no path is asked for, and files go to the browser."""

KIOSK = Access(frozenset(), shows_tracebacks=False)
"""For strangers: nothing leaves the app except what they copy to their own clipboard."""
