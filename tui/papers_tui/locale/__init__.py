"""The interface's language: as the settings say, else Chinese where the environment says so.

Messages are written in English where they are used; the catalogues beside this file hold them in
simplified and in traditional characters. A terminal whose encoding lacks the characters of one is
given the other, and in the end English.
"""

import gettext
import os
from collections.abc import Iterator
from pathlib import Path

from papers_tui.locale.encoding import encoding_here
from papers_tui.locale.languages import ENGLISH, SIMPLIFIED, TRADITIONAL, wanted

_HERE = Path(__file__).parent
_DOMAIN = "papers_tui"
_LEAST_CHINESE = "\u2e80"
"""From here on are characters that an encoding for other languages may lack."""


def _chosen() -> object:
    """The language in the settings, which are read here first, for all messages hang on it.

    What is wrong with them is named where the rest is read, in this language.
    """
    from platformdirs import user_config_path

    file = user_config_path("papers-tui") / "config.toml"
    try:
        # A pipe would have its reader wait for ever.
        if not file.is_file():
            return None
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    import tomllib

    try:
        return tomllib.loads(text).get("language")
    except (ValueError, RecursionError):
        return None


def _wanted() -> list[str]:
    """The languages to speak, the first that can be shown; the settings go before LANG."""
    asked = wanted(os.environ)
    chosen = _chosen()
    if chosen == "zh":
        # In which characters is for the environment to say.
        return [one for one in asked if one != ENGLISH] or [SIMPLIFIED]
    fixed = {"en": ENGLISH, "zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL}
    return [fixed[chosen]] if isinstance(chosen, str) and chosen in fixed else asked


def _shown(languages: list[str]) -> Iterator[str]:
    """Those of the languages that have a catalogue, and behind them Chinese of the other kind."""
    for language in languages:
        if language == ENGLISH:
            return
        yield language
    if languages:
        yield from {SIMPLIFIED, TRADITIONAL} - {*languages}


def _has_characters(encoding: str, catalogue: Path) -> bool:
    """Whether the terminal's encoding has the Chinese characters of a catalogue."""
    if encoding.lower().startswith("utf"):
        return True
    text = catalogue.read_bytes().decode("utf-8", "ignore")
    try:
        "".join(one for one in text if one >= _LEAST_CHINESE).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _translations() -> gettext.NullTranslations:
    for language in _shown(_wanted()):
        catalogue = _HERE / language / "LC_MESSAGES" / f"{_DOMAIN}.mo"
        if _has_characters(encoding_here(), catalogue):
            return gettext.translation(_DOMAIN, _HERE, languages=[language])
    return gettext.NullTranslations()


_ = _translations().gettext
"""A message in the reader's language."""
