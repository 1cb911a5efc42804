"""Pages that read like scholarly articles to everything but a reader: the same from one seed.

Words follow Zipf's law over jieba's dictionary. A quarter of an article's words come from its own
forty, as an article keeps coming back to its subject. Page n is the same in every size, and cites
pages before it.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from random import Random
from shutil import rmtree

import jieba

SEED = 20240917
"""Another seed makes another library."""

_VOCABULARY = 60_000
_EXPONENT, _SHIFT = 1.05, 2.7
"""Of Zipf and Mandelbrot's law, as measured for Chinese words."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "明华文志国建平海燕晓静丽伟敏芳军强磊洋勇艳杰娟涛超秀霞玲桂英"
_PLACES = ("江州", "明湖", "东湖", "江左", "南山", "云溪")
_KINDS = ("大学学报", "教育研究", "社会科学", "经济论坛", "图书馆学刊", "医学杂志")
_SHAPES = (
    "{0}{1}视角下的{2}研究",
    "基于{0}的{1}与{2}分析",
    "论{0}对{1}{2}的影响",
    "{0}{1}中{2}的问题与对策",
)
_NUMERALS = "一二三四五六七八九十"
_TO_A_FOLDER = 1000
_TO_A_JOB = 250


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page is cited by."""

    title: str
    subject: tuple[str, ...]
    authors: tuple[str, ...]
    source: str
    year: int


@lru_cache(maxsize=1)
def _words() -> tuple[list[str], list[float], list[str], list[float]]:
    """All words and those fit for a subject, each with summed weights."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    counted = ((word, int(count)) for word, count, *_ in map(str.split, lines))
    chinese = [(w, n) for w, n in counted if len(w) < 5 and all("一" <= c <= "龥" for c in w)]
    chinese.sort(key=lambda pair: (-pair[1], pair[0]))
    words = [word for word, _ in chinese[:_VOCABULARY]]
    weights = [1 / (rank + _SHIFT) ** _EXPONENT for rank in range(len(words))]
    subjects = [(w, weight) for w, weight in zip(words, weights, strict=True) if len(w) > 1]
    return (
        words,
        list(accumulate(weights)),
        [word for word, _ in subjects],
        list(accumulate(weight**0.6 for _, weight in subjects)),
    )


def common_words(count: int) -> list[str]:
    """The most common words, in order."""
    return _words()[0][:count]


def _heading(random: Random) -> Heading:
    _, _, subjects, weights = _words()
    subject = tuple(dict.fromkeys(random.choices(subjects, cum_weights=weights, k=5)))
    title = random.choice(_SHAPES).format(*(subject * 3)[:3])
    people = range(random.randint(1, 3))
    return Heading(
        title=title,
        subject=subject,
        authors=tuple(
            random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=2)) for _ in people
        ),
        source=random.choice(_PLACES) + random.choice(_KINDS),
        year=random.randint(1998, 2024),
    )


def _draws(seed: int, number: int) -> Random:
    return Random(f"{seed}/{number}")


def page(number: int, seed: int = SEED) -> str:
    """The text of one page."""
    random = _draws(seed, number)
    heading = _heading(random)
    words, weights, subjects, subject_weights = _words()
    subject = [*heading.subject, *random.choices(subjects, cum_weights=subject_weights, k=35)]
    length = random.randint(3400, 4600)
    drawn = random.choices(words, cum_weights=weights, k=length * 2 // 3)
    falling = list(accumulate(1 / rank for rank in range(1, len(subject) + 1)))
    drawn[::4] = random.choices(subject, cum_weights=falling, k=len(drawn[::4]))
    sentences = _sentences(random, drawn)
    lines = [
        heading.title,
        "",
        f"来源 :{heading.source} | 被引量 : {int(random.paretovariate(0.8)) - 1}次"
        " | 上传用户:reader",
        "论文部分内容阅读",
        f"  摘要:{_paragraph(sentences, 180)}",
        f"  关键词:{';'.join(heading.subject)}",
        f"  {_paragraph(sentences, 250)}",
        *_sections(random, sentences, subject, length),
        "  【参考文献】",
        *_references(seed, number, random),
        "期刊",
    ]
    return "\n".join(lines) + "\n"


def _sentences(random: Random, words: Sequence[str]) -> Iterator[str]:
    """Sentences of two to four clauses, each begun by a word of the subject."""
    at = 0
    while True:
        clauses = []
        for _ in range(random.randint(2, 4)):
            count = 4 * random.randint(1, 3)
            clauses.append("".join(words[at : at + count]))
            at = (at + count) % (len(words) - 12)
            at -= at % 4
        yield "，".join(clauses) + "。"


def _paragraph(sentences: Iterator[str], length: int) -> str:
    text = ""
    while len(text) < length:
        text += next(sentences)
    return text


def _sections(
    random: Random, sentences: Iterator[str], subject: Sequence[str], length: int
) -> Iterator[str]:
    """Four to six sections, some in parts, until the page has its length."""
    sections = random.randint(4, 6)
    left = length - 450
    for nth in range(sections):
        yield f"  {_NUMERALS[nth]}、{''.join(random.sample(subject, 3))}"
        parts = random.choice((0, 2, 3))
        for part in range(max(1, parts)):
            if parts:
                yield f"  ({_NUMERALS[part]}){''.join(random.sample(subject, 3))}"
            room = left // sections // max(1, parts)
            while room > 0:
                text = _paragraph(sentences, min(room, random.randint(150, 350)))
                room -= len(text)
                yield f"  {text[:-1]}[{random.randint(1, 10)}]。"


def _references(seed: int, number: int, random: Random) -> Iterator[str]:
    """Ten pages before this one, as GB/T 7714 writes articles; the first page cites itself."""
    for nth in range(1, 11):
        cited = _heading(_draws(seed, random.randrange(max(1, number))))
        first = random.randint(1, 90)
        yield (
            f"  [{nth}]{','.join(cited.authors)}.{cited.title}[J].{cited.source},"
            f"{cited.year}({random.randint(1, 12)}):{first}-{first + random.randint(3, 9)}."
        )


def _write(job: tuple[Path, int, int, int]) -> int:
    folder, first, last, seed = job
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, last):
        (folder / f"{number:06d}.txt").write_text(page(number, seed), encoding="utf-8")
    return last - first


def pages_in(cache: Path, size: int, seed: int = SEED) -> Path:
    """A folder with so many pages, made where it is missing."""
    folder = cache / f"pages-{size}-{seed}"
    done = folder / "done"
    if not done.exists():
        rmtree(folder, ignore_errors=True)
        jobs = [
            (folder / f"{first // _TO_A_FOLDER:04d}", first, min(first + _TO_A_JOB, size), seed)
            for first in range(0, size, _TO_A_JOB)
        ]
        with get_context("spawn").Pool(os.cpu_count()) as pool:
            written = sum(pool.imap_unordered(_write, jobs))
        assert written == size
        done.touch()
    return folder


def files_in(folder: Path) -> list[Path]:
    """The pages of a folder, in order."""
    return sorted(folder.glob("*/*.txt"))
