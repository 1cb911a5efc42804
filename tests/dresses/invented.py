"""Articles made from a seed, each with all that an article may have."""

from collections.abc import Iterator
from functools import cache
from random import Random

from dresses.citations import reference
from dresses.material import (
    COMPOUND,
    DOUBLE,
    ENGLISH,
    GIVEN_FIRST,
    GIVEN_SECOND,
    HEADINGS,
    INSTITUTIONS,
    ITEMS,
    JOURNALS,
    MINORITY,
    OPENINGS,
    PINYIN,
    SUBJECTS,
    SURNAMES,
    TITLES,
    WESTERN,
    sentences,
)
from dresses.truth import Block, Truth

SEED = 20250713
COUNT = 40

_CHINESE = "一二三四五六七八九十"
_NOTES = "①②③"
_NUMBERED = (
    ("一", "（一）", "1"),
    ("1", "1.1", "1.1.1"),
    ("第一章", "第一节", "一"),
    ("第一章", "1.1", "1.1.1"),
    ("一", "（一）", "（1）"),
    ("", "", ""),
)
"""How the first heading of each level is numbered."""


@cache
def invented(count: int = COUNT, seed: int = SEED) -> tuple[Truth, ...]:
    """So many articles; number n is the same in every count."""
    return tuple(_article(number, Random(f"{seed}/{number}")) for number in range(count))


def person(random: Random) -> str:
    """The name of an author."""
    drawn = random.random()
    for share, names in ((0.06, COMPOUND), (0.1, MINORITY), (0.14, WESTERN), (0.16, DOUBLE)):
        if drawn < share:
            return random.choice(names)
    second = random.choice(GIVEN_SECOND) if random.random() < 0.8 else ""
    return random.choice(SURNAMES) + random.choice(GIVEN_FIRST) + second


def _people(random: Random) -> tuple[str, ...]:
    most = random.choice((1, 2, 2, 3, 3, 4, 5, 8))
    people: dict[str, None] = {}
    while len(people) < most:
        people[person(random)] = None
    return tuple(people)


def _in_english(name: str) -> str:
    if name.isascii():
        return name
    if any(one not in PINYIN for one in name) or len(name) > 3:
        return ""
    given = "".join(PINYIN[one] for one in name[1:])
    return f"{PINYIN[name[0]].upper()} {given.capitalize()}"


def _article(number: int, random: Random) -> Truth:
    subject, subject_en, words, clc = SUBJECTS[number % len(SUBJECTS)]
    title = TITLES[number % len(TITLES)].format(subject)
    source, source_en = random.choice(JOURNALS)
    authors = _people(random)
    institutions = random.sample(INSTITUTIONS, min(len(authors), random.randint(1, 3)))
    year, issue, first = random.randint(1998, 2024), random.randint(1, 6), random.randint(1, 120)
    keywords = tuple(random.sample(words.split(), random.randint(3, 5)))
    text = _Text(random, subject)
    references = tuple(reference(random, subject) for _ in range(random.randint(10, 30)))
    english = random.random() < 0.7
    names_en = tuple(map(_in_english, authors))
    notes = tuple((_NOTES[nth], text.sentence()) for nth in range(random.choice((0, 0, 2, 3))))
    serial = f"10{number:02d}-{random.randint(1000, 9999)}"
    return Truth(
        name=f"{number:02d}-invented",
        title=title,
        authors=authors,
        affiliations=tuple(chinese for chinese, _ in institutions),
        places=tuple((random.randint(1, len(institutions)),) for _ in authors),
        abstract=text.paragraph(3, 5),
        keywords=keywords,
        title_en=f"On the {subject_en}" if english else "",
        authors_en=names_en if english and all(names_en) else (),
        affiliations_en=tuple(one for _, one in institutions) if english else (),
        abstract_en=" ".join(random.sample(ENGLISH, 3)) if english else "",
        keywords_en=tuple(random.sample(("record", "survey", "order of work", "county"), 3))
        if english
        else (),
        source=source,
        source_en=source_en,
        year=year,
        volume=year - 1980,
        issue=issue,
        first_page=first,
        clc=clc,
        document_code=random.choice("AB"),
        article_number=f"{serial}（{year}）{issue:02d}-{first:04d}-06",
        doi=f"10.5555/j.{number:02d}.{year}.{issue:02d}.{first:03d}" if number % 2 else "",
        labelled=_labelled(random, authors[0], year),
        body=tuple(_body(random, text, subject, len(references), notes)),
        acknowledgement="" if number % 3 else "感谢各试点的同事提供原始记录，感谢审稿人的意见。",
        appendix=("" if number % 4 else text.paragraph(2, 3),) if not number % 4 else (),
        references=references,
        notes=notes,
    )


def _labelled(random: Random, first: str, year: int) -> tuple[tuple[str, str], ...]:
    lines = [
        ("收稿日期", f"{year}-0{random.randint(1, 9)}-{random.randint(10, 28)}"),
        ("基金项目", f"江州市社会科学规划项目（{year - 2}WH{random.randint(10, 99)}）"),
        ("作者简介", f"{first}（{year - 38}—），江州人，副教授，主要从事地方资料的整理。"),
    ]
    return tuple(one for one in lines if random.random() < 0.7)


class _Text:
    """Sentences of one article, none of them twice."""

    def __init__(self, random: Random, subject: str) -> None:
        self._random = random
        self._left = list(sentences())
        random.shuffle(self._left)
        self._openings = [one.format(subject) for one in OPENINGS]
        random.shuffle(self._openings)

    def sentence(self) -> str:
        return self._left.pop()

    def paragraph(self, least: int, most: int) -> str:
        text = [self.sentence() for _ in range(self._random.randint(least, most))]
        if self._openings and self._random.random() < 0.4:
            text.insert(0, self._openings.pop())
        return "".join(text)


def _number(pattern: str, places: list[int]) -> str:
    """The number of a heading, in the manner of the first one of its level."""
    if "." in pattern:
        return ".".join(map(str, places))
    return pattern.replace("一", _CHINESE[places[-1] - 1]).replace("1", str(places[-1]))


def _body(
    random: Random, text: _Text, subject: str, references: int, notes: tuple[tuple[str, str], ...]
) -> Iterator[Block]:
    numbering = random.choice(_NUMBERED)
    depth = 1 if not numbering[0] else random.choice((1, 2, 3, 3))
    marks = [mark for mark, _ in notes]
    unused = list(range(1, references + 1))

    def paragraph() -> Block:
        said = text.paragraph(2, 5)
        if marks and random.random() < 0.5:
            said = said[:-1] + marks.pop(0) + said[-1]
        elif unused:
            first = unused.pop(0)
            more = [unused.pop(0) for _ in unused[: random.randint(0, 2)]]
            said = f"{said[:-1]}[{first}{f'-{more[-1]}' if more else ''}]{said[-1]}"
        return Block("paragraph", said)

    if random.random() < 0.4:
        yield paragraph()
    for nth, (title, *parts) in enumerate(HEADINGS, 1):
        yield Block("heading", title, 1, _number(numbering[0], [nth]))
        yield paragraph()
        for part, name in enumerate(parts if depth > 1 else (), 1):
            yield Block("heading", name, 2, _number(numbering[1], [nth, part]))
            if depth > 2 and part == 2:
                for place, inner in enumerate(("先看数量", "再看先后"), 1):
                    number = _number(numbering[2], [nth, part, place])
                    yield Block("heading", inner, 3, number)
                    yield paragraph()
            yield paragraph()
        yield from _set_apart(random, nth, subject)
    while marks:
        said = text.paragraph(1, 2)
        yield Block("paragraph", said[:-1] + marks.pop(0) + said[-1])


def _set_apart(random: Random, section: int, subject: str) -> Iterator[Block]:
    """Lists, a table, a figure and a formula, where an article has them."""
    if section == 2:
        items = random.sample(ITEMS, random.randint(3, 5))
        for nth, item in enumerate(items, 1):
            end = "。" if nth == len(items) else "；"
            yield Block("item", item + end, number=str(nth))
        yield Block("formula", "y = a + bx + c", number="1")
        yield Block("paragraph", "式中y为所求之数，x为逐年的记录，a、b、c由观测定出。")
    elif section == 3:
        yield Block("caption", f"表1 各试点{subject}的记录")
        rows = [("试点", "记录/条", "可用/%", "年份")]
        for name in ("云溪镇", "东湖镇", "南山镇"):
            count, share = random.randint(100, 999), random.randint(700, 990) / 10
            rows.append((name, str(count), str(share), str(random.randint(1988, 2016))))
        yield Block("table", "", rows=tuple(rows))
        yield Block(
            "paragraph", f"由表1可见，各处所存的记录多少不一，但都足以看出{subject}的大势。"
        )
    elif section == 4:
        yield Block("caption", f"图1 {subject}逐年变化的示意图")
        yield Block("paragraph", "图1中的虚线是十年的平均，实线是逐年的数值，两者的距离越来越小。")
