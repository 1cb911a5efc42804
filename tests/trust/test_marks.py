"""Whatever stops a session, and whenever: the reader's marks that were kept are there."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papers_store.marks import marks_file
from papers_store.marks.marks import Marks
from support.attacks.file_steps import count_steps

if TYPE_CHECKING:
    from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow

ARTICLES = [f"{number:016x}" for number in range(12)]


@pytest.fixture(params=["a file that is written whole", "a file with changes beside it"])
def file(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The file of a few marks; in the second case they count as many."""
    path = tmp_path / "reader" / "reader.json"
    Marks(path).note("f" * 16, "先前")
    if "beside" in request.param:
        # As much as two changes: the whole is written at every third.
        monkeypatch.setattr(marks_file, "SMALL", 400)
        path.write_bytes(path.read_bytes().replace("先前".encode(), "先前".encode() * 200))
    yield path


def change_all(marks: Marks, kept: Callable[[str], object]) -> None:
    """Note all articles, and tell of each note once it is kept."""
    for article in ARTICLES:
        marks.note(article, f"想法{article}")
        kept(article)


def killed(file: Path, step: int, log: Path) -> tuple[bool, list[str]]:
    """Change all in a process that is killed before a step; whether it was, and what it kept."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        count_steps(step, handle)
        change_all(Marks(file), lambda article: os.write(writing, f"{article}\n".encode()))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        kept = told.read().split()
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), kept


def test_changes_killed_between_any_two_steps_lose_nothing_that_was_kept(
    file: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    before = {one.name: one.read_bytes() for one in file.parent.iterdir()}
    step = tries = 0
    was_killed, left = True, 0
    while was_killed:
        step += much(3, 1)
        for one in file.parent.iterdir():
            one.unlink()
        for name, data in before.items():
            (file.parent / name).write_bytes(data)
        was_killed, kept = killed(file, step, tmp_path / "steps")
        left += sum(one.name.startswith(".") for one in file.parent.iterdir())
        tries += was_killed
        marks = Marks(file)
        found = [article for article in ARTICLES if marks.of(article).note]
        assert found in (kept, ARTICLES[: len(kept) + 1])
        assert all(marks.of(one).note == f"想法{one}" for one in found)
        assert marks.of("f" * 16).note.startswith("先前") and marks.problems == ()
        change_all(marks, len)
        again = Marks(file)
        assert again.all() == marks.all() and again.problems == ()
        assert not [one for one in file.parent.iterdir() if one.name.startswith(".")]
    steps = (tmp_path / "steps").read_text().split("\n")
    assert {"sync", "rename", "write the second half"} <= set(steps)
    assert left > 0
    tried("sessions killed between two steps of their marks", tries)
