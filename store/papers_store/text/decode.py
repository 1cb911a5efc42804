"""Decode the bytes of a page in any encoding, and clean the text.

Chinese pages come in UTF-8, UTF-16, GB18030 (which includes GBK and GB 2312) and Big5, often
without declaring which, and sometimes with half a character missing. Every candidate is judged
by how common its characters are; a wrong decoding yields rare ones.
"""

import re
from typing import NamedTuple

_SAMPLE = 1 << 14
"""Number of bytes that are examined to tell encodings apart."""

_UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
"""Byte order marks of UTF-32, which is not used for pages."""

_EVERYDAY = re.compile(
    "[的一是不了在人有我他这中大来上个国和说们为子时道也地出就年得那要下以生会自着去之过家学对可里后"
    "小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从"
    "动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定问力机给等"
    "几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入"
    "先山五太水万市研究论析本文通过影响发展社会系统技术方法结果数据分学研问题管理应用研设计模型提要摘键词参考献"
    "這來個國說們為時過對裡後麼沒還發當開見經頭從動兩長樣現將與進實點種聲話兒問機給幾業間電門東"
    "氣關並內產萬論響發展統術結數據學應設計題獻參鍵詞"
    "，。、：；（）“”《》]"
)

_CHARSET = re.compile(rb"(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_-]{3,20})", re.I)
_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
_CODECS = {"big5": "big5hkscs"}
"""Codecs that decode a superset of an encoding."""

_WIDE = re.compile(r"[^\x00-\x7f]")
_PRINTABLE = re.compile(r"[\t\r\n -~]")
_NON_ASCII = re.compile(rb"[^\x00-\x7f]")
_HIGH = bytes(range(0x80, 0x100))
_UTF8_CHARACTERS = re.compile(rb"(?:[\xe1-\xec\xee\xef][\x80-\xbf]{2}){1,1000}")
_BINARY_CONTROLS = bytes({*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)})

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,256}[ -/]{0,16}[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]{0,16}[0-~]?"
)
_ESCAPES_BEGIN = re.compile("[\x1b\x90\x98\x9b\x9d-\x9f]")
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


class Decoded(NamedTuple):
    """The text of a page, and its encoding."""

    text: str
    encoding: str
    """utf-8, utf-8-sig, utf-16, gb18030 or big5."""


class NotTextError(ValueError):
    """The bytes are not text; the message says what they are instead."""


def decode(data: bytes) -> Decoded:
    """Decode bytes as text; incomplete characters become U+FFFD.

    Raises:
        NotTextError: The bytes are not text.
    """
    if data.startswith(_UTF_32):
        raise NotTextError("it is UTF-32 text, not a page of text")
    if data.startswith(b"\xef\xbb\xbf"):
        return Decoded(data[3:].decode("utf-8", "replace"), "utf-8-sig")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(data.decode("utf-16", "replace"), "utf-16")
    encoding, codec = _judge(data)
    return Decoded(data.decode(codec, "replace"), encoding)


def clean(text: str) -> str:
    """Remove what must never reach a terminal, and make every line end a line feed.

    Escape sequences are removed whole, as are control, zero-width and bidirectional characters and
    lone surrogates. A tab becomes a space; the ideographic space stays.
    """
    if _ESCAPES_BEGIN.search(text):
        text = _ESCAPES.sub("", text)
    text = _LINE_ENDS.sub("\n", text.replace("\r\n", "\n"))
    return _UNSEEN.sub("", text.replace("\t", " "))


def _judge(data: bytes) -> tuple[str, str]:
    """Return the likeliest encoding, and the codec that decodes it."""
    first = _NON_ASCII.search(data)
    # The start is even, since UTF-16 has two bytes for a character.
    start = (first.start() if first else 0) & ~1
    sample = data[start : start + _SAMPLE]
    nuls = sample.count(0)
    if not nuls and _is_utf8(data):
        controls = len(sample) - len(sample.translate(None, _BINARY_CONTROLS))
        if controls * 10 > len(sample):
            raise NotTextError("it is binary, not a page of text")
        return "utf-8", "utf-8"
    if not nuls and _is_mostly_utf8(data):
        return "utf-8", "utf-8"
    candidates = [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("big5", _CODECS["big5"])]
    if nuls:
        # Line feeds and spaces of UTF-16 have a zero byte; without one, GBK may look like UTF-16.
        candidates += [("utf-16", "utf-16-le"), ("utf-16", "utf-16-be")]
    hint = _hint(data)
    best, likeness = candidates[0], 0.0
    for candidate in candidates:
        found = _likeness(sample, candidate[1]) + (0.1 if candidate[0] == hint else 0.0)
        if found > likeness:
            best, likeness = candidate, found
    if likeness < 0.05 or (best[0] != "utf-16" and nuls * 20 > len(sample)):
        raise NotTextError("it is binary, not a page of text")
    return best


def _is_utf8(data: bytes) -> bool:
    """Return whether the bytes are valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(data: bytes) -> bool:
    """Return whether most of a page is UTF-8, though some of it is not.

    The first characters decide nothing: an outline, a menu may be in another encoding than the
    rest. Hardly any three bytes of GBK or Big5 in a row are a character of UTF-8.
    """
    total = len(data) - len(data.translate(None, _HIGH))
    valid = sum(len(one) for one in _UTF8_CHARACTERS.findall(data))
    return total > 0 and valid * 4 > total * 3


def _hint(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML page declares."""
    said = _CHARSET.search(data[:4096])
    return _CHARSETS.get(said[1].decode("ascii").lower()) if said else None


def _likeness(sample: bytes, codec: str) -> float:
    """Rate how much a decoding looks like writing, at most 1; broken characters lower it."""
    text = sample.decode(codec, "replace")
    wide = len(_WIDE.findall(text))
    # Letters and digits are the same in most encodings, so they prove little.
    printable = len(_PRINTABLE.findall(text)) / max(len(text), 1)
    if not wide:
        return printable if printable > 0.9 else 0.0
    everyday = len(_EVERYDAY.findall(text))
    return (everyday - 2 * text.count("\ufffd")) / wide + 0.05 * printable
