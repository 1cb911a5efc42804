"""What was measured, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

ENOUGH_FOR_P95 = 60
"""Below so many samples the worst twentieth is a matter of luck, and is not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a figure has to reach."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured thing."""

    group: str
    what: str
    unit: str
    value: float
    """The median where there is more than one sample."""
    p95: float | None = None
    samples: int = 1
    beside: str = ""
    """What people would use instead, and what it took in the same run."""
    targets: tuple[Target, ...] = ()
    growth_to_reach: float | None = None
    """At most so many times the figure of the small library."""
    times_yardstick: float | None = None
    """The figure over its yardstick's: what grows where the machine is not always as fast."""


def worst_twentieth(samples: Sequence[float]) -> float | None:
    """The 95th percentile, of samples enough to tell."""
    if len(samples) < ENOUGH_FOR_P95:
        return None
    return sorted(samples)[ceil(len(samples) * 0.95) - 1]


def at_most(value: float, limit: float, unit: str) -> Target:
    """A target that is a limit."""
    return Target(text=f"≤ {limit:g} {unit}".rstrip(), met=value <= limit)


def at_least(value: float, limit: float, unit: str) -> Target:
    """A target that is to be passed."""
    return Target(text=f"≥ {limit:g} {unit}".rstrip(), met=value >= limit)


def figure(
    group: str,
    what: str,
    unit: str,
    samples: Sequence[float],
    *,
    beside: str = "",
    targets: Sequence[Target] = (),
    growth_to_reach: float | None = None,
    times_yardstick: float | None = None,
) -> Figure:
    """The figure that samples make."""
    return Figure(
        group=group,
        what=what,
        unit=unit,
        value=median(samples),
        p95=worst_twentieth(samples),
        samples=len(samples),
        beside=beside,
        targets=tuple(targets),
        growth_to_reach=growth_to_reach,
        times_yardstick=times_yardstick,
    )
