"""Which of the interface's languages an environment asks for.

Nothing is imported and nothing is read here, so that the kiosk can use it before anything else.
"""

from collections.abc import Mapping

SIMPLIFIED, TRADITIONAL, ENGLISH = "zh_CN", "zh_TW", "en"
"""The languages, by the names of their catalogues; English has none.

Hong Kong and Macau are given Taiwan's words: of the mainland's they are the further.
"""

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set decides."""

_CHINESE = ("zh", "cmn", "yue", "nan", "hak", "wuu", "gan", "hsn", "lzh")
"""Chinese and its languages (ISO 639), which share what is written."""
_WRITTEN = {
    "hant": TRADITIONAL,
    "hans": SIMPLIFIED,
    "tw": TRADITIONAL,
    "hk": TRADITIONAL,
    "mo": TRADITIONAL,
    "cn": SIMPLIFIED,
    "sg": SIMPLIFIED,
    "my": SIMPLIFIED,
}
"""By script (ISO 15924), else by region (ISO 3166)."""


def wanted(environ: Mapping[str, str]) -> list[str]:
    """The languages that are asked for, the one that is wanted most first; none for another."""
    asked = next(filter(None, map(environ.get, VARIABLES)), "")
    languages: list[str] = []
    for name in asked.split(":"):
        language = language_of(name)
        if language and language not in languages:
            languages.append(language)
    return languages


def language_of(name: str) -> str | None:
    """The language of a locale such as zh_TW.Big5, zh-Hant-HK or C; None for one of the others."""
    tag = name.partition(".")[0].partition("@")[0]
    first, *rest = tag.lower().replace("-", "_").split("_")
    if first in _CHINESE:
        said = [_WRITTEN[part] for part in rest if part in _WRITTEN]
        return said[0] if said else TRADITIONAL if first == "yue" else SIMPLIFIED
    return ENGLISH if first in ("en", "c", "posix") else None
