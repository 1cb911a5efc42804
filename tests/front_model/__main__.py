"""Build the model: `python -m front_model FILE`."""

import sys
from pathlib import Path

import msgspec

from front_model.fronts import fronts
from front_model.training import confusion, titles_right, train

COUNT = 4_000
_HELD_OUT = 1_000_000
"""Seed from which on fronts are only tried."""


def main() -> None:
    model = train(COUNT)
    held = list(fronts(500, _HELD_OUT))
    counted = confusion(model, held)
    print(f"titles whole: {titles_right(model, held):.1%} of {len(held)} fronts not learnt from")
    for label in model.labels:
        total = sum(count for (want, _), count in counted.items() if want == label)
        got = counted[label, label]
        wrong = [
            (count, other) for (want, other), count in counted.items() if want == label != other
        ]
        print(
            f"{label:15} {got:6} of {total:6}",
            *(f"{name} {count}" for count, name in sorted(wrong)[::-1][:4]),
        )
    Path(sys.argv[1]).write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=0) + b"\n")


if __name__ == "__main__":
    main()
