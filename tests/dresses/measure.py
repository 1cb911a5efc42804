"""Dress articles, read them, and sum up what came back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dresses.converters import Converters, missing
from dresses.families import Dress
from dresses.invented import invented
from dresses.score import Score, score, total
from dresses.truth import Truth, samples
from papers_store.errors import PageError
from papers_store.parser import parse

_FEW, _LONG = 4, 120
SHORT = ("03-", "06-", "13-", "00-invented", "06-invented", "12-invented")
"""The articles of the short set, by how their names begin."""


def all_articles() -> tuple[Truth, ...]:
    """The samples and the invented ones."""
    return (*samples(), *invented())


def is_short(truth: Truth) -> bool:
    """Whether an article belongs to the short set."""
    return truth.name.startswith(SHORT) and ("invented" in truth.name) == any(
        "invented" in one and truth.name.startswith(one) for one in SHORT
    )


@dataclass(frozen=True)
class Result:
    """A dress and how each article came back from it."""

    dress: Dress
    scores: tuple[tuple[Truth, Score], ...]

    def sum(self, *, short: bool = False) -> Score:
        """Over all articles, or those of the short set."""
        return total(one for truth, one in self.scores if not short or is_short(truth))

    def show(self, most: int) -> None:
        """Print faults, so many of each field: what is missing, and what stands there instead."""
        shown: Counter[str] = Counter()
        for truth, one in self.scores:
            for name, want, have in one.wrong:
                shown[name] += 1
                if shown[name] <= most:
                    print(f"{self.dress.name} | {truth.name} | {name}")
                    print("".join(_difference(want, have)), end="")


def _difference(want: Sequence[str], have: Sequence[str]) -> Iterator[str]:
    """Lines of what is in one and not in the other; all of both where only the order differs."""
    missing = [one for one in want if one not in have]
    extra = [one for one in have if one not in want]
    if not (missing or extra):
        missing, extra = list(want), list(have)
    for sign, texts in (("-", missing), ("+", extra)):
        for text in texts:
            yield f"  {sign} {text if len(text) < _LONG else f'{text[:50]} … {text[-50:]}'}\n"


def left_out(dresses: Iterable[Dress]) -> Iterator[str]:
    """Dresses that this machine cannot make, and why."""
    for dress in dresses:
        if reason := missing(dress.tools):
            yield f"{dress.name}: {reason}"


def articles_for(dress: Dress, articles: Sequence[Truth]) -> list[Truth]:
    """All of them, or a few where the dress takes long."""
    if not dress.slow:
        return list(articles)
    return [*articles[: _FEW // 2], *articles[-_FEW // 2 :]]


def measure(
    dresses: Iterable[Dress],
    articles: Sequence[Truth],
    converters: Converters,
    pages: Path | None = None,
) -> list[Result]:
    """Every dress that this machine can make, of every article."""
    results = []
    with ThreadPoolExecutor(2) as pool:
        for dress in dresses:
            if missing(dress.tools):
                continue
            truths = [dress.keeps(truth) for truth in articles_for(dress, articles)]
            made = list(pool.map(lambda one, dress=dress: dress.make(one, converters), truths))
            if pages:
                _write(pages / dress.name, dress.suffix, truths, made)
            scores = [
                (truth, read(dress, truth, data)) for truth, data in zip(truths, made, strict=True)
            ]
            results.append(Result(dress, tuple(scores)))
    return results


def read(dress: Dress, truth: Truth, data: bytes) -> Score:
    """How a dressed page comes back."""
    try:
        article = parse(data, f"page{dress.suffix}")
    except PageError:
        article = None
    return score(truth, article, data.decode(), dress.close)


def _write(folder: Path, suffix: str, truths: Sequence[Truth], made: Sequence[bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for truth, data in zip(truths, made, strict=True):
        (folder / f"{truth.name}{suffix}").write_bytes(data)
