"""Pinyin: how Chinese text sounds, and what letters somebody typed may stand for.

A text is indexed as its syllables without tones (Hanyu Pinyin, ISO 7098; ü is written v). A
character of several readings is indexed by each of them, beside its neighbours. What is typed is
a run of syllables and initials: xinmeiti, xmt and xinmt all ask for 新媒体.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

BREAK_SOUND = "0"
"""Stands between runs of syllables; nobody types it as pinyin, so nothing reaches across."""

_REACH = 6
"""Syllables kept on each side of a word that is given again in another reading."""

_MOST_READINGS = 8
"""Ways to read one word; longer words than anybody reads in more ways are left at these."""

_LONGEST = 40
"""Letters of one term; nobody types a longer one by sound."""

_MOST_PLANS = 12
"""Ways to part one term into syllables and initials, the fewest parts first."""

_NO_PHRASES = "PYPINYIN_NO_PHRASES"

_LETTERS = re.compile(r"[a-zü']*[a-zü][a-zü']*")

_U_FOR_Ü = re.compile("([ln])(?:yu|u)(?![aeino])")
"""Letters of the syllables lü and nü, but of none that goes on."""

_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng iao o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "l": "a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}

SYLLABLES = frozenset(
    initial + final for initial, finals in _FINALS.items() for final in finals.split()
)
"""Every syllable that is typed, without its tone."""

_INITIALS = frozenset(initial for initial in _FINALS if initial) | frozenset("aeo")
"""What may stand for a whole syllable: its consonant, or its vowel where it has none."""


class _Readings(dict[str, tuple[str, ...]]):
    """The readings of each character, looked up when it is first met."""

    @cached_property
    def _pinyin(self) -> "_Pinyin":
        # Single characters need none of its phrases, which take 44 MB and most of the 0.2 s that
        # it needs to load; there is no other way to say so.
        before = os.environ.get(_NO_PHRASES)
        os.environ[_NO_PHRASES] = "true"
        try:
            import pypinyin
        finally:
            if before is None:
                del os.environ[_NO_PHRASES]
            else:
                os.environ[_NO_PHRASES] = before
        return _Pinyin(pypinyin)

    def __missing__(self, character: str) -> tuple[str, ...]:
        found = self[character] = self._pinyin.of(character)
        return found


class _Pinyin:
    """What is used of pypinyin, which has no types of its own."""

    def __init__(self, pypinyin: object) -> None:
        self._read = pypinyin.pinyin  # type: ignore[attr-defined]
        self._style = pypinyin.Style.NORMAL  # type: ignore[attr-defined]

    def of(self, character: str) -> tuple[str, ...]:
        readings = self._read(character, style=self._style, heteronym=True, errors="ignore")
        return tuple(sound for sound in (readings[0] if readings else ()) if sound in SYLLABLES)


_READINGS = _Readings()


def sounds_of(words: Sequence[str], known: Mapping[int, Mapping[int, str]] = {}) -> str:
    """The syllables of a folded text, given as its words, with spaces between.

    First the text in its usual readings; then, for each word that may be read otherwise, that word
    in each of its other readings with its neighbours. What has no sound is passed over.

    Args:
        words: The text.
        known: The usual reading of a character where it is not its first, by word and place.
    """
    usual: list[str] = []
    other: list[tuple[int, tuple[str, ...]]] = []
    for at, word in enumerate(words):
        syllables = _syllables(word, known.get(at, {}))
        readings = list(islice(product(*syllables), _MOST_READINGS))
        other += [(len(usual), reading) for reading in readings[1:]]
        usual += readings[0]
    runs = [usual]
    for start, reading in other:
        end = start + len(reading)
        runs.append([*usual[max(0, start - _REACH) : start], *reading, *usual[end : end + _REACH]])
    return f" {BREAK_SOUND} ".join(" ".join(run) for run in runs)


def _syllables(word: str, known: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    """What each character of a word may sound like; letters and digits sound as they stand."""
    if word.isascii():
        if word.isalnum():
            yield (word,)
        return
    for place, character in enumerate(word):
        readings = _READINGS[character]
        if usual := known.get(place):
            readings = (usual, *(one for one in readings if one != usual))
        if readings:
            yield readings


def plain_sound(folded: str) -> str:
    """A folded text in letters, each character in its commonest reading: 新媒体 is xinmeiti."""
    return "".join(
        character if character.isascii() else next(iter(_READINGS[character]), "")
        for character in folded
        if character.isalnum()
    )


def initials_of(sounds: str) -> str:
    """The first letter of each syllable."""
    return " ".join(sound[0] for sound in sounds.split())


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to part letters into syllables and initials."""

    parts: tuple[str, ...]

    @property
    def spelt_out(self) -> bool:
        """Whether all but the last, which may be unfinished, are syllables."""
        return all(map(_is_whole, self.parts[:-1]))

    @property
    def initials(self) -> str:
        """The first letter of each part."""
        return " ".join(part[0] for part in self.parts)

    @property
    def only_initials(self) -> bool:
        """Whether every part is one letter."""
        return all(len(part) == 1 for part in self.parts)

    @property
    def runs(self) -> Iterator[tuple[str, bool]]:
        """Syllables that stand together, and whether they end in the last part of all.

        A last part of one letter says no more than its initial, and is left to that.
        """
        run: list[str] = []
        for part in self.parts[:-1]:
            if _is_whole(part):
                run.append(part)
            elif run:
                yield " ".join(run), False
                run = []
        if run or len(self.parts[-1]) > 1:
            yield " ".join([*run, self.parts[-1]]), True

    def pattern(self) -> re.Pattern[str]:
        """Finds a run of syllables that answers to every part in order."""
        inner = (part if _is_whole(part) else f"{part}[a-z]*" for part in self.parts[:-1])
        return re.compile(" ".join((*(f"\\b{part}" for part in inner), self.parts[-1])))


def plans(typed: str) -> list[Plan]:
    """The ways to read letters as pinyin, the fewest parts first; none where they cannot be.

    Args:
        typed: Folded; an apostrophe parts two syllables, as in xi'an.
    """
    if len(typed) > _LONGEST or not _LETTERS.fullmatch(typed):
        return []
    # 略 and 虐 are typed both ways.
    letters = typed.replace("ü", "v").replace("lue", "lve").replace("nue", "nve")
    read_as = _plans_of(letters)
    # Passports write lyu for lü, which may also be 李宇, and who has no ü at hand writes lu.
    if (meant := _U_FOR_Ü.sub(r"\1v", letters)) != letters:
        read_as += [plan for plan in _plans_of(meant) if plan not in read_as]
    return read_as[: 2 * _MOST_PLANS]


def _plans_of(letters: str) -> list[Plan]:
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        found = list(ways[end - 1]) if letters[end - 1] == "'" else []
        for start in range(max(0, end - 6), end):
            if _is_part(letters[start:end], last=end == len(letters)):
                found += [(*before, letters[start:end]) for before in ways[start]]
        ways.append(sorted(set(found), key=lambda way: (len(way), way))[:_MOST_PLANS])
    read_as = [Plan(way) for way in ways[-1]]
    initials = tuple(letters.replace("'", ""))
    # With many vowels, the cut to the fewest parts would lose it.
    if Plan(initials) not in read_as and all(letter in _INITIALS for letter in initials):
        read_as.append(Plan(initials))
    return read_as


def _is_whole(part: str) -> bool:
    """Whether a part is a whole syllable and nothing else; a, e and o also begin others."""
    return len(part) > 1 and part in SYLLABLES


def _is_part(letters: str, *, last: bool) -> bool:
    if letters in SYLLABLES or letters in _INITIALS:
        return True
    # People type on: the last part may be the beginning of a syllable.
    return last and letters in _BEGINNINGS


_BEGINNINGS = frozenset(sound[:end] for sound in SYLLABLES for end in range(1, len(sound)))


def sound_spans(folded: str, read_as: Sequence[Plan]) -> list[tuple[int, int]]:
    """Where a folded text sounds like one of the plans, character by character."""
    units = [
        (place, _every_reading(character) if not character.isascii() else (character,))
        for place, character in enumerate(folded)
        if character.isalnum()
    ]
    sounding = [(place, readings) for place, readings in units if readings]
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(sounding):
        lengths = [len(plan.parts) for plan in read_as if _answers(plan, sounding, start)]
        if lengths:
            end = start + max(lengths)
            spans.append((sounding[start][0], sounding[end - 1][0] + 1))
            start = end
        else:
            start += 1
    return spans


def _every_reading(character: str) -> tuple[str, ...]:
    """What a folded character may sound like, in names and where it was another before folding."""
    from papers_store.text.surname_readings import sounds_in_names

    more = sounds_in_names().get(character, ())
    return (*_READINGS[character], *more, *_ONCE.get(character, ()))


_ONCE = {"着": ("zhu",), "干": ("qian",)}
"""Sounds of 著 and 乾."""


def _answers(plan: Plan, sounding: Sequence[tuple[int, tuple[str, ...]]], start: int) -> bool:
    """Whether the syllables from a place on answer to every part of a plan."""
    here = sounding[start : start + len(plan.parts)]
    if len(here) < len(plan.parts):
        return False
    *inner, (_, last) = here
    return all(
        any(
            reading == part if _is_whole(part) else reading.startswith(part) for reading in readings
        )
        for (_, readings), part in zip(inner, plan.parts, strict=False)
    ) and any(reading.startswith(plan.parts[-1]) for reading in last)
