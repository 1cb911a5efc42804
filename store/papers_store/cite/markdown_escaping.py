"""Escape text for Markdown, so that every renderer shows it unchanged.

Escapes follow CommonMark 0.31 (2.4), and where they differ GitHub Flavored Markdown, which
also has tables, strikethrough and autolinks, and renderers that typeset formulas.
"""

import re

_MARKUP = re.compile(r"[\\`*_<>\[\]|~$]|&(?=#?[0-9A-Za-z]{1,40};)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_CLOSING = re.compile(r"(?:(?<=[ \t])|^)#(?=#*$)")
_CITED = re.compile(r"\\\[(\d[\d,，、\-–—]{0,60})\\\](?![(:])")
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.)\S+", re.IGNORECASE)
_LINKED = re.compile(r"((?:https?|ftp)(?=://)|www(?=\.))", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z\d.-]+(?::\d+)?(?:[/?#][A-Za-z\d._~&=?/+#-]*)?")
"""An address that every renderer shows unchanged between < and >."""
_STOPS = ".,:;?!"
"""Punctuation that may follow an address."""
_BREAK = re.compile(r"[ \t]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")


def inline(text: str) -> str:
    """Escape text within a line, such as a heading; citations such as [1] need no escape."""
    text = _BREAK.sub(" ", text).strip()
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        parts += [_escaped(text[at : found.start()]), _address(found[0])]
        at = found.end()
    # Trailing # characters would close a heading.
    return _CLOSING.sub(r"\\#", "".join([*parts, _escaped(text[at:])]))


def paragraph(text: str) -> str:
    """Escape text at the start of a line, where numbers and some signs start other blocks."""
    line = inline(text)
    if line[:1] in ("#", "+", "-", "="):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def _escaped(text: str) -> str:
    return _CITED.sub(r"[\1]", _MARKUP.sub(r"\\\g<0>", text))


def _address(address: str) -> str:
    """Escape an address, and what follows it up to a space.

    GitHub would show a backslash in an address that it turns into a link.
    """
    if _escaped(address) == address:
        return address
    plain = _PLAIN_ADDRESS.match(address)
    if plain is not None and "xn--" not in address:
        end = len(plain[0].rstrip(_STOPS))
        rest = address[end:]
        if not rest or rest[0] in _STOPS or not rest[0].isascii():
            return f"<{address[:end]}>{_unlinked(rest)}"
    return _unlinked(address)


def _unlinked(text: str) -> str:
    """Escape text so that no renderer turns it into a link."""
    return _LINKED.sub(r"\1\\", _escaped(text))
