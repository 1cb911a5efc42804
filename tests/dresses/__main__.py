"""Dress all articles, read every dress, print how much of the truth came back, keep the table."""

import argparse
from pathlib import Path

from dresses.converters import Converters, versions
from dresses.families import DRESSES
from dresses.measure import all_articles, left_out, measure
from dresses.table import DOCUMENT, fallen, figures_of, kept, markdown, rewritten


def main() -> int:
    """Measure, print the table, and keep it where no figure has fallen."""
    parser = argparse.ArgumentParser(prog="make dresses", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where conversions are kept")
    parser.add_argument("--only", default="", help="the dresses whose name holds this")
    parser.add_argument("--article", default="", help="the articles whose name holds this")
    parser.add_argument("--show", type=int, default=0, help="print so many faults of each field")
    parser.add_argument("--pages", type=Path, help="write the dressed pages into this folder")
    parser.add_argument("--accept", action="store_true", help="keep the table even so")
    options = parser.parse_args()
    chosen = [dress for dress in DRESSES if options.only in dress.name]
    articles = [truth for truth in all_articles() if options.article in truth.name]
    for reason in left_out(chosen):
        print(f"left out: {reason}")
    results = measure(chosen, articles, Converters(options.folder), options.pages)
    for result in results:
        result.show(options.show)
    print(markdown(figures_of(results)))
    if options.only or options.article:
        return 0
    text = DOCUMENT.read_text(encoding="utf-8")
    new = {"all": figures_of(results), "short": figures_of(results, short=True)}
    falls = [fall for name, figures in new.items() for fall in fallen(kept(text, name), figures)]
    print(*falls, sep="\n")
    if not falls or options.accept:
        DOCUMENT.write_text(rewritten(text, new, versions()), encoding="utf-8")
    return int(bool(falls) and not options.accept)


if __name__ == "__main__":
    raise SystemExit(main())
