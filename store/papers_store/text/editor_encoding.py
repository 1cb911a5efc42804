"""Bytes of a text that somebody's editor saved, a short one mostly, to the text.

A page is long enough to be judged by its everyday characters (`decode`). A note may have two, which
make sense in several encodings. So the encoding of the reader's terminal comes first, and where two
readings are left it is better to ask than to take one.
"""

import codecs
import re
from collections.abc import Mapping

from papers_store.text.decode import NotTextError

_BOMS = (
    # The longer ones first: UTF-32's begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_GUESSED = ("gb18030", "big5hkscs")
"""What Chinese editors write that is no UTF-8."""
_UNMARKED = ("utf-16-le", "utf-16-be")

_COMMON: Mapping[str, tuple[int, int]] = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
"""Lead bytes of the first levels of GB 2312 and Big5: 3,755 and 5,401 characters in common use."""

_WIDE = re.compile(r"[^\x00-\x7f]")
_SIGNS = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uffefāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]"
)
"""Punctuation, and the letters of pinyin."""

_ODD = re.compile("[\u0180-\u036f\u0500-\u05ff]")
"""Letters of phonetics, Armenian and Hebrew: 什么 in GBK is ʲô in UTF-8."""

_SAMPLE = 4096
"""Characters by which a reading is judged."""

_LIKELY = 0.55
"""The likeness to writing, at least."""

_AHEAD = 0.3
"""By how much a reading is likelier than every other, or it is in doubt."""

_FAR_AHEAD = 0.5
"""By how much another reading is likelier, where it puts the usual one in doubt."""

_DOUBT = "it may be in several encodings; save it as UTF-8"


def read_saved(data: bytes, usual: str = "utf-8", before: str = "") -> str:
    """The text in a file, with line feeds alone, and without a byte order mark.

    Args:
        data: What was saved.
        usual: The encoding that programs on this terminal write, as Python calls it.
        before: What the file held when it was opened, which tells more than any likeness.

    Raises:
        NotTextError: it is no text, or nobody can say in which encoding.
    """
    text = _marked(data)
    if text is None:
        text = _without_mark(data, usual, before)
    if "\0" in text:
        raise NotTextError("there is a zero byte in it")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str | None:
    """The text behind a byte order mark; None without one."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = _in(codec, data)
            if text is None:
                raise NotTextError(f"it is damaged {codec.removesuffix('-sig').upper()}")
            return text
    return None


def _without_mark(data: bytes, usual: str, before: str) -> str:
    guessed = _UNMARKED if b"\0" in data else _GUESSED
    readings = {codec: _in(codec, data) for codec in ("utf-8", usual, *guessed)}
    for text in readings.values():
        if text is not None and _shares_line(text, before):
            return text
    utf8, own = readings["utf-8"], readings[usual]
    if utf8 is not None and (own is None or not _is_double(usual)):
        if _is_odd(utf8) and (gbk := readings.get("gb18030")) and _likeness(gbk, "gb18030") == 1:
            raise NotTextError(_DOUBT)
        return utf8
    if utf8 is not None and own is not None:
        # Two characters of GBK are now and then as good as one of UTF-8 each, and the other way.
        return utf8 if _is_rather(utf8, own) else own
    others = {codec: text for codec in guessed if (text := readings[codec]) is not None}
    if own is None:
        return _likeliest(others)
    likeliest = max((_likeness(text, codec) for codec, text in others.items()), default=0.0)
    # Its signs, kana and foreign letters are as good here as its characters.
    letters = _WIDE.sub(lambda found: "" if found[0] < "\u3400" else found[0], own)
    if _is_double(usual) and likeliest - _likeness(letters, usual) > _FAR_AHEAD:
        raise NotTextError(_DOUBT)
    return own


def _likeliest(readings: Mapping[str, str]) -> str:
    """The likeliest reading by its encoding, where neither UTF-8 nor the usual one makes any."""
    scored = sorted(((_likeness(text, codec), text) for codec, text in readings.items()))
    if not scored or scored[-1][0] < _LIKELY:
        raise NotTextError("it is in no encoding that is known here")
    if len(scored) > 1 and scored[-1][0] - scored[-2][0] < _AHEAD:
        raise NotTextError(_DOUBT)
    return scored[-1][1]


def _in(codec: str, data: bytes) -> str | None:
    """The text that bytes are in an encoding; None where they are none."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_double(codec: str) -> bool:
    """Whether an encoding has Chinese characters, so that UTF-8 may be taken for it."""
    try:
        return len("中".encode(codec)) == 2
    except UnicodeEncodeError:
        return False


def _is_odd(text: str) -> bool:
    """Whether a text in UTF-8 is rather one in GBK: of letters that hardly anybody mixes."""
    wide = _WIDE.findall(text)
    return all(one < "\u0800" for one in wide) and any(map(_ODD.match, wide))


def _is_rather(utf8: str, own: str) -> bool:
    """Whether bytes that make a text in both are UTF-8, and not the usual encoding."""
    share, other = _common_share(utf8), _common_share(own)
    if share != other:
        return share > other
    # Three bytes and more to a character do not come about by chance.
    return all(one >= "\u0800" for one in _WIDE.findall(utf8))


def _shares_line(text: str, before: str) -> bool:
    """Whether a reading holds a line of what was there before, with more than ASCII in it."""
    lines = {line for line in before.splitlines() if _WIDE.search(line)}
    return bool(lines.intersection(text.splitlines()))


def _likeness(text: str, codec: str) -> float:
    """How much a reading looks like writing, from 0 to 1.

    Big5 holds traditional characters, so that those count whose simplified forms are common. Of
    2,000 passages of two to sixteen characters each this tells nine tenths, and the others are in
    doubt; none is taken for what it is not.
    """
    if not codec.startswith("big5"):
        return _common_share(text, "gb2312") ** 2
    from papers_store.text.fold import fold_text

    return _common_share(text, "big5") * _common_share(fold_text(text[:_SAMPLE]), "gb2312")


def _common_share(text: str, *codecs_of: str) -> float:
    """The share of characters that are common in some encodings; all there are, without any."""
    wide = _WIDE.findall(text[:_SAMPLE])
    levels = codecs_of or tuple(_COMMON)
    return sum(_is_common(one, levels) for one in wide) / len(wide) if wide else 1.0


def _is_common(character: str, codecs_of: tuple[str, ...]) -> bool:
    if _SIGNS.match(character):
        return True
    for codec in codecs_of:
        first, last = _COMMON[codec]
        lead = character.encode(codec, "replace")[0]
        if first <= lead <= last:
            return True
    return False
