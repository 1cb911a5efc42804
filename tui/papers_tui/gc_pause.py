"""Starting without the garbage collector, which looks at all that is imported again and again.

A start makes some hundred thousand objects that stay. Looking through them for garbage takes a
tenth of it, and would later take longer than a frame each time, at whatever key is pressed then.
"""

import gc


def hold_collector() -> None:
    """Collect no garbage until the first screen is there."""
    gc.disable()


def release_collector() -> None:
    """Collect from now on what becomes garbage, and leave what the start has made alone."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
