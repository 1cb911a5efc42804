"""Where in the app keys can be pressed."""

from support.drivers.app import Reader

QUITTING = ("q", "ctrl+c", "ctrl+q")
"""Keys that end the app, somewhere in it."""

SCREENS = {
    "the list": (),
    "the text": ("3",),
    "the references": ("4",),
    "the filter": ("slash",),
    "the tags": ("t",),
    "a note": ("m",),
    "the keywords": ("f",),
    "a citation": ("Y",),
    "help": ("question_mark",),
    "the commands": ("colon",),
}
"""Every screen and line to type on, and how to get there."""


async def go_to(reader: Reader, screen: str) -> None:
    """Come to a screen, from whatever the last key opened."""
    while len(reader.app.screen_stack) > 1:
        reader.app.pop_screen()
        await reader.settle()
    reader.app.screen.set_focus(None)
    await reader.press("1", *SCREENS[screen])


async def press_everywhere(reader: Reader, keys: tuple[str, ...], share: int = 1) -> int:
    """Press keys on each screen, and those that are bound there but for what ends the app.

    Args:
        reader: At the app.
        keys: What is pressed everywhere.
        share: Of the bound keys each so-manieth.

    Returns:
        How many were pressed.
    """
    pressed = 0
    for screen in SCREENS:
        await go_to(reader, screen)
        bound = [key for key in reader.app.screen.active_bindings if key not in QUITTING]
        here = _here(reader)
        for key in (*keys, *bound[::share]):
            await reader.press(key)
            pressed += 1
            if _here(reader) != here:
                await go_to(reader, screen)
    return pressed


def _here(reader: Reader) -> tuple[type, object]:
    """Which screen is in front, and what of it has the keys."""
    screen = reader.app.screen
    return type(screen), screen.focused
