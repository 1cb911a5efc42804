"""docs/trust.md promises nothing that no test holds."""

import ast
import re

import pytest

from support.docs import DOCS

TRUST = (DOCS / "trust.md").read_text(encoding="utf-8")
FIGURES = "Figures of the last full run"
SECTIONS = {
    part.partition("\n")[0]: part.partition("\n")[2]
    for part in re.split(r"^## ", TRUST, flags=re.MULTILINE)[1:]
}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def promises(section: str) -> list[str]:
    """Each sentence in bold with what follows it, and each bullet."""
    bold = re.split(r"^(?=\*\*)", section, flags=re.MULTILINE)[1:]
    bullets = re.split(r"^- ", section, flags=re.MULTILINE)[1:]
    return [*bold, *(one.partition("\n\n")[0] for one in bullets)]


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != FIGURES])
def test_every_promise_names_a_test(section: str) -> None:
    made = promises(SECTIONS[section])
    assert made
    for promise in made:
        assert _TEST.search(promise), promise


def test_every_test_that_is_named_is_there() -> None:
    named = _TEST.findall(TRUST)
    assert len(named) == len(re.findall(r"tests/[\w/]+\.py", TRUST)) > 0
    for file in {file for file, _ in named}:
        tree = ast.parse((DOCS.parent / file).read_text(encoding="utf-8"))
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        there = {node.name for node in ast.walk(tree) if isinstance(node, functions)}
        assert {name for of, name in named if of == file} <= there, file


def test_the_figures_of_a_full_run_stand_at_the_end() -> None:
    *_, last = SECTIONS
    assert last == FIGURES and re.search(r"^ {4,}[\d,]+ {2}\w", SECTIONS[last], re.MULTILINE)
