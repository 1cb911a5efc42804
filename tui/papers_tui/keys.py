"""Names of keys, as bindings call them and as people read them."""

SIGNS = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
"""Keys that bindings call by a name, and the character each types."""

_WRITTEN = {
    **SIGNS,
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "f1": "F1",
}

_FULL_WIDTH = range(ord("！"), ord("～") + 1)
_FULL_WIDTH_SHIFT = ord("！") - ord("!")


def written(key: str) -> str:
    """A key as it is written in help: ^d for ctrl+d, / for slash."""
    return _WRITTEN.get(key, key.replace("ctrl+", "^"))


def plain_twin(character: str | None) -> str | None:
    """The key that a full-width character of an input method stands for: ／ for slash."""
    if character is None or len(character) != 1 or ord(character) not in _FULL_WIDTH:
        return None
    plain = chr(ord(character) - _FULL_WIDTH_SHIFT)
    return next((name for name, sign in SIGNS.items() if sign == plain), plain)
