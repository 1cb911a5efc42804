"""Files that the app offers: what they are called, and handing them to a reader's browser."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import category

from textual.app import App

_FORBIDDEN = re.compile(r'[\s/\\:*?"<>|]+')
"""What Windows allows in no name, and spaces, which a shell would cut at."""

_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows has for devices, with any ending ("Naming Files, Paths, and Namespaces")."""

_LONGEST = 60
"""Characters; in UTF-8 at most 240 bytes of the 255 that a name may have."""

_UNSEEN = ("Cc", "Cf", "Cs", "Co")
"""Categories of characters that turn a name round, or that not every file system takes."""


def file_name(title: str, otherwise: str) -> str:
    """A name for a file without its ending, which any system takes.

    Args:
        title: What the file is called after.
        otherwise: What it is called after where nothing of the title is left.
    """
    for text in (title, otherwise):
        seen = "".join(one for one in text if one.isspace() or category(one) not in _UNSEEN)
        if name := _FORBIDDEN.sub("-", seen)[:_LONGEST].strip("-. "):
            return f"_{name}" if _DEVICE.fullmatch(name) else name
    return "papers-tui"


def download(app: App[Any], name: str, text: str, kind: str) -> bool:
    """Hand a file to the reader's browser; False where there is none. Any thread may.

    Args:
        app: The running app.
        name: What the browser is to call the file.
        text: What is in it.
        kind: Its media type (RFC 6838), without a charset.
    """
    # In a terminal Textual would write the file into a folder of its own choice.
    if not app.is_web:
        return False
    data = BytesIO(text.encode("utf-8", "replace"))
    # The folder is for terminals alone; Textual would look for one in the settings of the desktop.
    app.deliver_binary(data, save_directory=Path(), save_filename=name, mime_type=kind)
    return True
