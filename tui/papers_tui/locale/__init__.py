"""The interface's language: as the settings say, else Chinese where the environment says so.

Messages are written in English where they are used; the catalogue beside this file holds them in
Chinese. Readers of every Chinese-speaking place are given it, as there is no other.
"""

import gettext
import os
from pathlib import Path


def _chosen() -> object:
    """The language in the settings, which are read here first, for all messages hang on it.

    What is wrong with them is left to whoever reads the rest, and says so in this language.
    """
    from platformdirs import user_config_path

    try:
        text = (user_config_path("papers-tui") / "config.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    import tomllib

    try:
        return tomllib.loads(text).get("language")
    except tomllib.TOMLDecodeError:
        return None


def _speaks_chinese() -> bool:
    """What LANGUAGE, LC_ALL, LC_MESSAGES and LANG ask for, the first that is set deciding."""
    chosen = _chosen()
    if chosen in ("zh", "en"):
        return chosen == "zh"
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    return False


_ = (
    gettext.translation("papers_tui", Path(__file__).parent, languages=["zh_CN"]).gettext
    if _speaks_chinese()
    else gettext.NullTranslations().gettext
)
"""A message in the reader's language."""
