"""ARCHITECTURE.md says where everything is."""

import re
import tomllib
from pathlib import Path

import pytest

from support.docs import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGES = (ROOT / "store/papers_store", ROOT / "tui/papers_tui")
PLACES = (ROOT, *PACKAGES)
NAMED = set(
    re.findall(r"`([\w./-]+(?:\.py|/)|[\w-]+/[\w./-]+)`", PAGE.partition("## Recipes\n")[0])
)
"""Before the recipes, which also name files that they make."""


def test_every_file_and_folder_that_it_names_is_there() -> None:
    assert len(NAMED) > 60
    assert [name for name in sorted(NAMED) if not any((at / name).exists() for at in PLACES)] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_folder_of_a_package_is_described(package: Path) -> None:
    modules = {file.relative_to(package) for file in package.rglob("*.py")}
    folders = {f"{module.parent}/" for module in modules if len(module.parts) > 1}
    assert folders and folders <= NAMED, folders - NAMED
    headings = set(re.findall(r"^### `(\w+/)`$", PAGE, re.MULTILINE))
    assert {f"{module.parts[0]}/" for module in modules if len(module.parts) > 1} <= headings


@pytest.mark.parametrize("part", ["store", "tui"])
def test_the_layers_are_those_that_the_import_rules_check(part: str) -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        rules = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (layers,) = (rule["layers"] for rule in rules if rule["name"] == f"The {part} is layered")
    (said,) = re.findall(rf"^Layers of the {part}:\n\n((?: {{4}}.+\n)+)", PAGE, re.MULTILINE)
    assert [line.strip() for line in said.splitlines()] == layers
