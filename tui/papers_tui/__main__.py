"""The entry of the program: `papers-tui`, or `python -m papers_tui`.

Nothing else of the program is read until the streams are open, and a session of guests is started
with a clean environment.
"""

import sys

from papers_tui.kiosk.environment import is_kiosk, restart_clean
from papers_tui.terminal.output import open_streams


def main() -> int:
    """Run what was typed; the exit code."""
    # Before any file is opened, which would take the place of a stream that is closed.
    open_streams()
    if is_kiosk(sys.argv[1:]):
        restart_clean(sys.argv[1:])
    # What this imports reads the environment and the settings.
    from papers_tui.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
