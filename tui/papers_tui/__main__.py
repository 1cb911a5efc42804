"""`python -m papers_tui` is `papers-tui`."""

import sys

from papers_tui.cli import main

sys.exit(main())
