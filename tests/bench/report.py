"""One table, in Markdown and in JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from bench.figures import Figure, Target

Key = tuple[str, str]


def as_json(facts: Mapping[str, str], runs: Mapping[int, Sequence[Figure]]) -> str:
    """Everything that was measured."""
    return json.dumps(
        {
            "machine": facts,
            "sizes": {
                str(size): [{**asdict(one), "targets": _targets(one)} for one in figures]
                for size, figures in runs.items()
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def _targets(one: Figure) -> list[dict[str, object]]:
    return [{"text": target.text, "met": target.met} for target in one.targets]


def as_markdown(facts: Mapping[str, str], runs: Mapping[int, Sequence[Figure]]) -> str:
    """A table with a column for each size, smallest first."""
    sizes = sorted(runs)
    small, large = sizes[0], sizes[-1]
    by_size = {size: {_key(one): one for one in runs[size]} for size in sizes}
    lines = [
        ", ".join(f"{name} {value}" for name, value in facts.items()),
        "",
        f"| what | {' | '.join(f'{size:,}' for size in sizes)} | growth | beside it | to reach |",
        f"| --- |{' ---: |' * len(sizes)} ---: | --- | --- |",
    ]
    group = ""
    for one in runs[large]:
        if one.group != group:
            group = one.group
            lines.append(f"| **{group}** |{' |' * (len(sizes) + 3)}")
        before = by_size[small].get(_key(one)) if small != large else None
        cells = [_cell(by_size[size].get(_key(one))) for size in sizes]
        growth, targets = _growth(before, one)
        reach = ", ".join(_mark(target) for target in (*one.targets, *targets))
        lines.append(f"| {one.what} | {' | '.join(cells)} | {growth} | {one.beside} | {reach} |")
    return "\n".join(lines) + "\n"


def _key(one: Figure) -> Key:
    """What makes figures of two sizes one row: queries differ in what is typed."""
    return one.group, one.what.split(" (")[0] if one.unit == "ms" else one.what


def _cell(one: Figure | None) -> str:
    if one is None:
        return ""
    p95 = "" if one.p95 is None else f" / {_number(one.p95)}"
    return f"{_number(one.value)}{p95} {one.unit}"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _growth(before: Figure | None, after: Figure) -> tuple[str, list[Target]]:
    if before is None or not before.value:
        return "", []
    times = after.value / before.value
    if after.times_yardstick and before.times_yardstick:
        times = after.times_yardstick / before.times_yardstick
    if after.growth_to_reach is None:
        return f"{times:.2f} ×", []
    limit = after.growth_to_reach
    return f"{times:.2f} ×", [Target(text=f"growth ≤ {limit} ×", met=times <= limit)]


def _mark(target: Target) -> str:
    return f"{target.text} {'✓' if target.met else '✗'}"
