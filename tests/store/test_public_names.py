"""What `papers_store` offers to a notebook, as the READMEs show it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import papers_store
from support.docs import ROOT

PUBLIC = {"Article", "Library", "open_library", "parse", "parse_query"}


def test_the_public_names_are_these_and_are_found_where_they_are_defined() -> None:
    assert set(papers_store.__all__) == PUBLIC <= set(dir(papers_store))
    for name in PUBLIC:
        found = getattr(papers_store, name)
        assert found.__name__ == name and callable(found)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'parser_of_pdf'"):
        papers_store.parser_of_pdf  # type: ignore[attr-defined]  # noqa: B018


def test_a_public_name_stays_itself_whatever_has_been_imported_before() -> None:
    code = (
        "import papers_store.parser.formats, papers_store.search.query\n"
        "from papers_store import open_library, parse, parse_query\n"
        "import papers_store.opening, papers_store.library\n"
        "from papers_store import Library, open_library as again, parse as too\n"
        "print(parse.__name__, parse is too, open_library is again, Library.__name__)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "parse True True Library\n"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_lines_of_the_readme_open_filter_read_and_list_references(
    tmp_path: Path, readme: str
) -> None:
    (lines,) = re.findall(
        r"^```python\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), re.M | re.S
    )
    assert sum(bool(line.strip()) for line in lines.splitlines()) <= 10
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    environ = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "-c", lines],
        capture_output=True,
        cwd=tmp_path,
        encoding="utf-8",
        env=environ,
    )
    assert (ran.stderr, ran.returncode) == ("", 0)
    printed = ran.stdout.splitlines()
    assert any("新媒体" in line for line in printed)
    assert sum(line.startswith("[") for line in printed) > 3
