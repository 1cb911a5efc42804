"""papers-tui demo: the app on the sample articles, in a library that is gone afterwards."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from papers_tui.commands._options import setting_option
from papers_tui.commands.command import Command
from papers_tui.launch import open_app, require_terminal
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    setting_option(parser, "mouse")


def _run(options: argparse.Namespace) -> int:
    from papers_store.ingest.importer import import_pages
    from papers_store.opening import open_library
    from papers_store.system.signals import defer_signals

    require_terminal()
    import tempfile

    from papers_store.marks.marks import Marks
    from papers_tui.settings import read_settings

    with ExitStack() as stack:
        with defer_signals():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="papers-tui-"))
        library = stack.enter_context(open_library(Path(folder) / "demo", create=True))
        import_pages(library, [str(samples())])
        marks = Marks(Path(folder) / "reader.json")
        return open_app(library, marks, "", read_settings(), mouse=options.mouse)


def samples() -> Path:
    """Where the sample pages are: inside the package, or at the top of a checkout."""
    from importlib.resources import files

    package = Path(str(files("papers_tui")))
    packaged = package / "samples"
    return packaged if packaged.is_dir() else package.parents[1] / "samples"


COMMAND = Command(
    name="demo", purpose=_("Open the app on sample articles."), arguments=_arguments, run=_run
)
