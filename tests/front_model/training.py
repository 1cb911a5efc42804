"""Learning the weights from invented fronts, and telling how well they label others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from front_model.fronts import Front, fronts
from papers_store.parser.formats.page import Line
from papers_store.parser.header.front_features import features_of
from papers_store.parser.header.front_labels import LABELS, FrontLabel, Model, label_lines

_LEAST = 0.02
"""Weights below it are left out: the file stays small, and nothing is labelled otherwise."""


def lines_of(front: Front) -> list[Line]:
    """The lines that a reader of a page would give."""
    return [
        Line(
            row.text.strip(),
            heading_level=row.mark,
            strong=row.strong,
            apart=row.apart,
            indent=row.indent,
        )
        for row in front.rows
    ]


def example(front: Front) -> tuple[list[list[str]], list[str]]:
    """The features of a front's lines, and the labels that they ought to get."""
    lines = lines_of(front)
    named = front.random.random()
    letters = "".join(filter(str.isalnum, front.title))
    names = [letters] if named < 0.35 else ["文稿"] if named < 0.5 else []
    times = Counter(line.text for line in lines)
    if front.random.random() < 0.25:
        times[front.title] += 3
    if front.random.random() < 0.2:
        times[front.journal] += 3
    return features_of(lines, repeated=times, names=names), [row.label for row in front.rows]


def train(count: int, *, c1: float = 0.02, c2: float = 0.05) -> Model:
    """Learn from so many invented fronts (L-BFGS with both penalties)."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for front in fronts(count):
        trainer.append(*example(front))
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": 150})
    with TemporaryDirectory() as folder:
        file = str(Path(folder) / "front.crfsuite")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        info = tagger.info()
        return _model(info.state_features, info.transitions)


def _model(state: dict[tuple[str, str], float], moves: dict[tuple[str, str], float]) -> Model:
    """crfsuite's weights as the parser reads them."""
    features: dict[str, list[float]] = {}
    for (feature, label), weight in state.items():
        if abs(weight) >= _LEAST:
            features.setdefault(feature, [0.0] * len(LABELS))[_place(label)] = round(weight, 2)
    transitions = [[0.0] * len(LABELS) for _ in LABELS]
    for (left, right), weight in moves.items():
        transitions[_place(left)][_place(right)] = round(weight, 2)
    never = set(range(len(LABELS)))
    for row in never:
        for column in never:
            if (LABELS[row], LABELS[column]) not in moves:
                # What no front had is unlikely, and not impossible.
                transitions[row][column] = -2.0
    return msgspec.convert(
        {"labels": LABELS, "features": dict(sorted(features.items())), "transitions": transitions},
        Model,
    )


def _place(label: str) -> int:
    return LABELS.index(label)


def confusion(model: Model, given: Iterable[Front]) -> Counter[tuple[str, FrontLabel]]:
    """How often a line with a label (first) got another or the same (second)."""
    found: Counter[tuple[str, FrontLabel]] = Counter()
    for front in given:
        features, labels = example(front)
        for label, got in zip(labels, label_lines(features, model), strict=True):
            found[label, got.label] += 1
    return found


def titles_right(model: Model, given: Sequence[Front]) -> float:
    """The share of fronts of which every line of the title, and no other, is labelled so."""
    right = 0
    for front in given:
        features, labels = example(front)
        got = [one.label for one in label_lines(features, model)]
        right += all((a == "title") == (b == "title") for a, b in zip(labels, got, strict=True))
    return right / len(given)
