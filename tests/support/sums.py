"""Sums of what the tests of a run tried, in one process or in several of pytest-xdist."""

from collections.abc import Mapping
from typing import Any

import pytest

_SUMS = pytest.StashKey[dict[str, int]]()
_OUTPUT = "tried"


def add(config: pytest.Config, noted: Mapping[str, int]) -> None:
    """Add what was tried and how often."""
    sums = config.stash.setdefault(_SUMS, {})
    for what, times in noted.items():
        sums[what] = sums.get(what, 0) + times


def of(config: pytest.Config) -> Mapping[str, int]:
    """What was tried and how often."""
    return config.stash.get(_SUMS, {})


def send(config: pytest.Config) -> None:
    """Hand the sums of a worker, which ends, to the process that started it."""
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is not None:
        output[_OUTPUT] = dict(of(config))


def receive(node: Any) -> None:
    """Add the sums of a worker that has ended; one that died has none."""
    add(node.config, getattr(node, "workeroutput", {}).get(_OUTPUT, {}))
