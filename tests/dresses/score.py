"""How much of the truth an article gives that was read from one of its dresses.

Width and spaces do not count, nor which dash or which marker of an item stands there; characters,
case and punctuation do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape
from unicodedata import normalize

from msgspec import to_builtins

from dresses.text import SUPPLEMENT
from dresses.truth import Truth
from papers_store.article import Article

FIELDS = ("title", "authors", "abstract", "keywords", "outline", "paragraphs", "references")

_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans({"–": "-", "—": "-", "~": "-", "−": "-", "‐": "-", "‑": "-"})
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_UNIFIED = {ord(radical): one for one, radical in SUPPLEMENT.items()}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NOTE = re.compile(r"[①-⑳]|〔\d+〕|\[\^\w+\]")
_MARKER = re.compile(r"(?:\(?\d{1,2}[).、]|[-•·*](?=\D))")
_COMMAND = re.compile(r"\\[a-z]+")
_AROUND_NUMBERS = re.compile(r"[、.()]")
_GRAM, _LONG_GRAM = 4, 8
_UNPRINTED = ("id", "origin", "extracted_keywords")


@dataclass
class Score:
    """Figures of one article, or the sum of several."""

    right: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    lost: int = 0
    twice: int = 0
    wrong: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    """Field, truth, and what was read."""

    def add(self, other: "Score") -> None:
        """Add the figures of another article."""
        self.right += other.right
        self.seen += other.seen
        self.letters += other.letters
        self.lost += other.lost
        self.twice += other.twice

    def figures(self) -> dict[str, float]:
        """Shares of each field in percent, letters lost and standing twice in thousandths."""
        shares = {
            name: 100 * self.right[name] / self.seen[name] for name in FIELDS if self.seen[name]
        }
        return shares | {
            "lost": 1000 * self.lost / max(1, self.letters),
            "twice": 1000 * self.twice / max(1, self.letters),
        }


def plain(text: str) -> str:
    """A text as it is compared; a radical is not the character that it looks like."""
    text = _RADICAL.sub(lambda one: f"U+{ord(one[0]):X}", text)
    return _SPACE.sub("", normalize("NFKC", text)).translate(_DASHES)


def _paragraph(text: str) -> str:
    key = plain(_NOTE.sub("", text))
    found = _MARKER.match(key)
    return key[found.end() :] if found else key


def _heading(level: int, number: str, title: str) -> tuple[int, str]:
    return level, _AROUND_NUMBERS.sub("", plain(number + title))


def score(truth: Truth, article: Article | None, source: str, close: float = 1.0) -> Score:
    """Compare an article with the truth; None is a page that was refused.

    Args:
        truth: what the dress keeps of the article.
        article: what the parser gave.
        source: the page, as text.
        close: how alike texts have to be to count as the same.
    """
    result = Score()
    read = _read(article) if article else {key: [] for key in FIELDS}
    for name, want in _wanted(truth).items():
        have = read[name]
        if name in ("paragraphs", "references"):
            if name == "paragraphs":
                apart = letters("".join(truth.set_apart))
                have = [one for one in have if letters(_COMMAND.sub("", str(one))) not in apart]
            right, most = _common(want, have, close)
            result.right[name], result.seen[name] = right, most
            if right < most:
                missed, extra = Counter(want) - Counter(have), Counter(have) - Counter(want)
                result.wrong.append((name, _shown(missed), _shown(extra)))
        else:
            result.seen[name] = 1
            result.right[name] = int(_same(want, have, close))
            if not result.right[name]:
                result.wrong.append((name, _shown(want), _shown(have)))
    _count_letters(result, truth, article, source)
    return result


def _wanted(truth: Truth) -> dict[str, list[object]]:
    return {
        "title": [plain(truth.title)],
        "authors": list(map(plain, truth.authors)),
        "abstract": [plain(truth.abstract)],
        "keywords": list(map(plain, truth.keywords)),
        "outline": [_heading(*one) for one in truth.outline],
        "paragraphs": list(map(_paragraph, truth.paragraphs)),
        "references": list(map(plain, truth.references)),
    }


def _read(article: Article) -> dict[str, list[object]]:
    sections = article.sections
    return {
        "title": [plain(article.title)],
        "authors": list(map(plain, article.authors)),
        "abstract": [plain(article.abstract)],
        "keywords": list(map(plain, article.keywords)),
        "outline": [_heading(one.level, one.number, one.title) for one in sections if one.level],
        "paragraphs": [_paragraph(text) for one in sections for text in one.paragraphs],
        "references": [plain(one.text) for one in article.references],
    }


def _shown(values: Iterable[object]) -> list[str]:
    return [" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in values]


def _alike(want: object, have: object, close: float) -> bool:
    if want == have or close == 1:
        return want == have
    if isinstance(want, tuple) and isinstance(have, tuple):
        return want[0] == have[0] and _alike(want[1], have[1], close)
    return SequenceMatcher(None, str(want), str(have), autojunk=False).ratio() >= close


def _same(want: Sequence[object], have: Sequence[object], close: float) -> bool:
    return len(want) == len(have) and all(map(_alike, want, have, [close] * len(want)))


def _common(want: Sequence[object], have: Sequence[object], close: float) -> tuple[int, int]:
    """How many are in both, and of how many: what is read beyond the truth counts as wrong."""
    most = max(len(want), len(have))
    both = Counter(want) & Counter(have)
    right = both.total()
    if close < 1:
        left = list((Counter(have) - both).elements())
        for one in (Counter(want) - both).elements():
            found = next((other for other in left if _alike(one, other, close)), None)
            if found is not None:
                left.remove(found)
                right += 1
    return right, most


def visible(source: str) -> str:
    """A page without the tags in it."""
    return unescape(_TAG.sub(" ", source))


def letters(text: str) -> str:
    """The letters, ideographs and digits of a text."""
    return "".join(one for one in normalize("NFKC", text).translate(_UNIFIED) if one.isalnum())


def _grams(text: str, length: int) -> Iterator[str]:
    return (text[place : place + length] for place in range(len(text) - length + 1))


def _covered(text: str, grams: Counter[str], whole: str) -> list[bool]:
    """Which letters of a text stand elsewhere, within a gram or, in short texts, at all.

    A gram that was found is taken away: what the truth says twice has to be found twice.
    """
    if len(text) < _GRAM:
        return [text in whole] * len(text)
    found = [False] * len(text)
    for place, gram in enumerate(_grams(text, _GRAM)):
        if grams[gram] > 0:
            grams[gram] -= 1
            found[place : place + _GRAM] = [True] * _GRAM
    return found


def _texts(value: object, name: str = "") -> Iterator[str]:
    """Every text of an article, each once; entries by their whole text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if name == "references":
            yield f"{value['number'] or ''}{value['text']}"
            return
        for key, one in value.items():
            if key not in (*_UNPRINTED, "blocks"):
                yield from (
                    f"{key}{text}" if name == "front_matter" else text for text in _texts(one, key)
                )
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, name)


def _count_letters(result: Score, truth: Truth, article: Article | None, source: str) -> None:
    printed = letters(visible(source))
    texts = list(_texts(to_builtins(article))) if article else []
    kept = letters("\n".join(texts))
    source_grams, kept_grams = Counter(_grams(printed, _GRAM)), Counter(_grams(kept, _GRAM))
    lost: list[str] = []
    # What stands somewhere whole takes its grams first; what is left of them, others have lost.
    for piece in sorted(truth.text, key=lambda one: letters(one) not in kept):
        text = letters(piece)
        in_source = _covered(text, source_grams, printed)
        in_article = _covered(text, kept_grams, kept)
        result.letters += sum(in_source)
        gone = [one and not other for one, other in zip(in_source, in_article, strict=True)]
        if any(gone):
            result.lost += sum(gone)
            lost.append(piece)
    once = Counter(_grams(printed, _LONG_GRAM))
    found = Counter(gram for text in texts for gram in _grams(letters(text), _LONG_GRAM))
    more = {gram: found[gram] - once[gram] for gram in found.keys() & once.keys()}
    again = {gram: count for gram, count in more.items() if count > 0}
    result.twice = sum(again.values())
    if lost:
        result.wrong.append(("lost", lost, []))
    if again:
        result.wrong.append(("twice", [], list(again)))


def total(scores: Iterable[Score]) -> Score:
    """The sum of several."""
    result = Score()
    for one in scores:
        result.add(one)
    return result
