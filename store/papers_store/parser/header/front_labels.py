"""Labelling the lines of the front: which is the title, who wrote it, what the site says.

A linear-chain conditional random field (Lafferty et al. 2001), as ParsCit, GROBID and AnyStyle use
for headers: each feature of a line speaks for or against each label, each pair of neighbouring
labels too, and the best of all sequences is taken (Viterbi). The weights are in `front_model.json`,
which `make front-model` builds from invented fronts.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

FrontLabel = Literal[
    "masthead",
    "column",
    "site",
    "title",
    "byline",
    "affiliation",
    "title_en",
    "byline_en",
    "affiliation_en",
    "label",
    "abstract",
    "note",
    "contents",
    "heading",
    "text",
]
"""Journal and issue; its column; what a web site prints around an article; title; authors; their
institutions; the same in English; a line with a label of its own (关键词：); an abstract below its
label; a note on author or fund; a table of contents; a heading; text."""
LABELS: tuple[FrontLabel, ...] = FrontLabel.__args__  # type: ignore[attr-defined]


class Model(msgspec.Struct, frozen=True):
    """Weights: the higher, the more a feature or a transition speaks for a label."""

    labels: tuple[FrontLabel, ...]
    features: dict[str, tuple[float, ...]]
    """One weight for each label, by feature."""
    transitions: tuple[tuple[float, ...], ...]
    """From the label of a line (row) to that of the next one (column)."""


class Labelled(NamedTuple):
    """The label of a line, and what decided."""

    label: FrontLabel
    weight: float
    """How much its features spoke for it."""
    reasons: tuple[tuple[str, float], ...]
    """The features that spoke for it most, with their weights, the strongest first."""

    @property
    def explained(self) -> str:
        """The label and what decided, for people."""
        spoke = ", ".join(f"{feature} {weight:+.1f}" for feature, weight in self.reasons)
        return f"{self.label} ({spoke})"


@cache
def model() -> Model:
    """The weights; read once in a process."""
    data = files("papers_store.parser.header").joinpath("front_model.json").read_bytes()
    return msgspec.json.decode(data, type=Model)


def label_lines(features: Sequence[Sequence[str]], weights: Model | None = None) -> list[Labelled]:
    """The likeliest labels of the lines of a front, from the features of each."""
    if not features:
        return []
    weights = weights or model()
    emitted = [_emitted(line, weights) for line in features]
    best = _best_path(emitted, weights.transitions)
    return [
        Labelled(weights.labels[at], emitted[line][at], _reasons(features[line], at, weights))
        for line, at in enumerate(best)
    ]


def _emitted(line: Sequence[str], weights: Model) -> list[float]:
    """How much the features of a line speak for each label."""
    known = [found for one in line if (found := weights.features.get(one)) is not None]
    return [sum(column) for column in zip(*known, strict=True)] or [0.0] * len(weights.labels)


_FAR = 12.0
"""A label this far behind the best one for a line is not looked at: no transition makes it up."""


def _best_path(
    emitted: Sequence[Sequence[float]], transitions: Sequence[Sequence[float]]
) -> list[int]:
    """The sequence of labels with the highest sum (Viterbi), among those that are near for each."""
    scores: dict[int, float] = {}
    steps: list[dict[int, int]] = []
    for weights in emitted:
        least = max(weights) - _FAR
        near = [(at, weight) for at, weight in enumerate(weights) if weight >= least]
        if not scores:
            scores = dict(near)
            continue
        step: dict[int, int] = {}
        following: dict[int, float] = {}
        for at, weight in near:
            reached, before = max((scores[one] + transitions[one][at], one) for one in scores)
            step[at] = before
            following[at] = reached + weight
        steps.append(step)
        scores = following
    path = [max(scores, key=scores.__getitem__)]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return path[::-1]


def _reasons(line: Sequence[str], at: int, weights: Model) -> tuple[tuple[str, float], ...]:
    found = ((one, weights.features[one][at]) for one in line if one in weights.features)
    return tuple(sorted(found, key=lambda one: -one[1])[:4])
