"""Find conflict copies of a reader's file, which programs that synchronize folders leave.

If two machines changed the file, one of the two versions is put beside it under another name:

- Syncthing: reader.sync-conflict-20260501-120000-ABCDEFG.json
- Dropbox, Nextcloud, ownCloud: reader (conflicted copy 2026-05-01).json
- Seafile: reader (SFConflict somebody@example.org 2026-05-01-12-00-00).json
- rclone bisync: reader.json.conflict1
- OneDrive, Google Drive, iCloud: reader-LAPTOP.json, reader (1).json, reader 2.json
"""

import re
from pathlib import Path

from papers_store.marks.marks_file import changes_beside

_CONFLICT = re.compile("conflict|冲突|衝突|競合|충돌", re.IGNORECASE)
_NUMBERED = re.compile(r" ?\([0-9]{1,3}\)| [0-9]{1,3}")
_MACHINE = re.compile(r"-(?!aside-[0-9]+$)[\w.-]+( [0-9]+)?")
_OWN_NAME = "reader"
"""Stem of the default file; with another stem, -LAPTOP may belong to another reader."""


def copies_beside(path: Path) -> list[Path]:
    """Return the conflict copies beside a reader's files, by name."""
    try:
        names = [one.name for one in path.parent.iterdir()]
    except OSError:
        # Reading the file reports the error.
        return []
    stem = path.stem
    own = {path.name, changes_beside(path).name, f"{path.name}.lock"}
    return [path.with_name(name) for name in sorted(names) if name not in own and _is(name, stem)]


def _is(name: str, stem: str) -> bool:
    """Return whether a file name is that of a conflict copy of a file with this stem."""
    if not name.startswith(stem) or not name.isprintable():
        return False
    rest = name.removeprefix(stem)
    if rest[:1].isalnum():
        return False
    middle, _, kind = rest.rpartition(".")
    if _CONFLICT.search(rest):
        return kind in ("json", "jsonl") or kind.startswith("conflict")
    if kind != "json":
        return False
    return bool(_NUMBERED.fullmatch(middle) or (stem == _OWN_NAME and _MACHINE.fullmatch(middle)))
