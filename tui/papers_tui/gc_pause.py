"""The garbage collector, paused while the app starts.

A start makes some hundred thousand objects that stay. Looking through them for garbage takes a
tenth of it, and would later take longer than a frame each time, at whatever key is pressed then.
"""

import gc


def hold_collector() -> None:
    """Pause the collector until the first screen is there."""
    gc.disable()


def release_collector() -> None:
    """Resume the collector, and exempt what the start has made."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
