"""An app with nothing but the looks of the real one, for a screen that is tried alone."""

from pathlib import Path

from textual.app import App

from papers_tui.themes import DARK
from papers_tui.widgets.pane import LOOKS


class HostApp(App[None]):
    """Shows whatever screen is pushed."""

    CSS_PATH = Path(__file__).parents[3] / "tui" / "papers_tui" / "app.tcss"
    COMPONENT_CLASSES = LOOKS

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
