"""Run a target under atheris: python -m support.attacks.atheris_run TARGET [libFuzzer options]."""

import sys

import atheris

with atheris.instrument_imports(include=["papers_store", "papers_tui"]):
    from support.attacks.fuzz_targets import TARGETS


def main() -> None:
    """Throw what covers ever more of the code, until the options say that it is enough."""
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
