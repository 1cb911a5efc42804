"""The interface's language, from the reader's environment."""

import gettext
from pathlib import Path

_ = gettext.translation("papers_tui", localedir=Path(__file__).parent, fallback=True).gettext
