"""`python -m papers_tui` is `papers-tui`."""

import sys

from papers_tui.start import main

sys.exit(main())
