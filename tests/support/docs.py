"""The commands and files that the documentation shows, for tests that do as it says."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def block(page: str, kind: str) -> str:
    """The one fenced block of a page whose fence says what it is.

    Args:
        page: The name of a file in docs.
        kind: All that stands behind the fence, such as `sh accounts`.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"{page} has {len(found)} blocks of {kind}"
    return str(found[0])
