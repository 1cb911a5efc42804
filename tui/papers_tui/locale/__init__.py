"""The interface's language: Chinese where the reader's environment says so, else English.

Messages are written in English where they are used; the catalogue beside this file holds them in
Chinese. Readers of every Chinese-speaking place are given it, as there is no other.
"""

import gettext
import os
from pathlib import Path


def _speaks_chinese() -> bool:
    """What LANGUAGE, LC_ALL, LC_MESSAGES and LANG ask for, the first that is set deciding."""
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
