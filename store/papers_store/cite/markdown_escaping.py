"""Text for Markdown, escaped so that every reader of Markdown shows it as it is.

Escapes are those of CommonMark 0.31 (2.4), and where they differ of GitHub Flavored Markdown, which
also has tables, strikethrough and addresses that become links, and of readers that set formulas.
"""

import re

_MARKUP = re.compile(r"[\\`*_<>\[\]|~$]|&(?=#?[0-9A-Za-z]{1,40};)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_CLOSING = re.compile(r"(?:(?<=[ \t])|^)#(?=#*$)")
_CITED = re.compile(r"\\\[(\d[\d,，、\-–—]{0,60})\\\](?![(:])")
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.)\S+", re.IGNORECASE)
_LINKED = re.compile(r"((?:https?|ftp)(?=://)|www(?=\.))", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z\d.-]+(?::\d+)?(?:[/?#][A-Za-z\d._~&=?/+#-]*)?")
"""An address that every reader shows between < and > letter for letter."""
_STOPS = ".,:;?!"
"""What ends a sentence behind an address."""
_BREAK = re.compile(r"[ \t]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")


def inline(text: str) -> str:
    """Text within a line, as that of a heading; citations such as [1] need no escape."""
    text = _BREAK.sub(" ", text).strip()
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        parts += [_escaped(text[at : found.start()]), _address(found[0])]
        at = found.end()
    # Some # at the end would only close a heading.
    return _CLOSING.sub(r"\\#", "".join([*parts, _escaped(text[at:])]))


def paragraph(text: str) -> str:
    """Text that begins a line, where numbers and some signs would begin something else."""
    line = inline(text)
    if line[:1] in ("#", "+", "-", "="):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def _escaped(text: str) -> str:
    return _CITED.sub(r"[\1]", _MARKUP.sub(r"\\\g<0>", text))


def _address(address: str) -> str:
    """An address and what follows it up to a space.

    GitHub would show a backslash in an address that it makes a link of.
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
    """Text of which no reader makes a link."""
    return _LINKED.sub(r"\1\\", _escaped(text))
