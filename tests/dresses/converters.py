"""The programs that dress articles; what they made is kept in a folder and not made again."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cached_property, partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

_TOOLS = {
    "pandoc": "pandoc is not installed",
    "pdftotext": "pdftotext is not installed (poppler-utils)",
    "pdftoppm": "pdftoppm is not installed (poppler-utils)",
    "tesseract": "tesseract is not installed",
}
_FONT = "Noto Serif CJK SC"


def missing(tools: tuple[str, ...]) -> str:
    """Why these tools cannot be used; empty where they can."""
    for tool in tools:
        if tool == "typst":
            if find_spec("typst") is None:
                return "typst is not installed: make .venv/dresses"
            if not _has_font():
                return f"the font {_FONT} is not installed (fonts-noto-cjk)"
        elif shutil.which(tool) is None:
            return _TOOLS[tool]
        elif tool == "tesseract" and "chi_sim" not in _said("tesseract", "--list-langs"):
            return "tesseract does not know Chinese (tesseract-ocr-chi-sim)"
    return ""


def versions() -> str:
    """The converters of this machine, in one line."""
    found = []
    if shutil.which("pandoc"):
        found.append(_said("pandoc", "--version").splitlines()[0])
    if find_spec("typst"):
        from importlib.metadata import version

        found.append(f"typst {version('typst')}")
    if shutil.which("pdftotext"):
        found.append(_said("pdftotext", "-v").splitlines()[0].replace(" version", ""))
    if shutil.which("tesseract"):
        found.append(_said("tesseract", "--version").splitlines()[0])
    return ", ".join(found)


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return done.stdout + done.stderr


def _has_font() -> bool:
    return shutil.which("fc-list") is None or _FONT in _said("fc-list", ":lang=zh", "family")


class Converters:
    """Runs converters, and keeps what they make under the hash of what they were given."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    @cached_property
    def _versions(self) -> str:
        return versions()

    def pandoc(self, text: str, *steps: tuple[str, ...]) -> bytes:
        """Markdown through pandoc, step by step; each step is a list of pandoc's arguments."""
        data = text.encode()
        for step in steps:
            data = self._kept(data, ("pandoc", *step), partial(_pandoc, step))
        return data

    def pdf(self, source: str) -> bytes:
        """A document in Typst's language, typeset."""
        return self._kept(source.encode(), ("typst",), _typst)

    def text_of(self, pdf: bytes, *options: str) -> bytes:
        """The text of a PDF."""
        command = ("pdftotext", *options, "-", "-")
        return self._kept(pdf, command, lambda given: _run(command, given))

    def read(self, pdf: bytes) -> bytes:
        """The text of a PDF's pages, recognised in pictures of them."""
        return self._kept(pdf, ("tesseract",), _recognise)

    def _kept(self, data: bytes, command: tuple[str, ...], make: Callable[[bytes], bytes]) -> bytes:
        key = sha256("\0".join((self._versions, *command)).encode() + b"\0" + data).hexdigest()
        file = self._cache / key[:2] / key
        if file.exists():
            return file.read_bytes()
        made = make(data)
        file.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=file.parent) as folder:
            Path(folder, key).write_bytes(made)
            Path(folder, key).replace(file)
        return made


def _run(command: tuple[str, ...], data: bytes) -> bytes:
    # Two of tesseract at a time, each with threads of its own, are slower than without them.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=data, capture_output=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def _pandoc(step: tuple[str, ...], data: bytes) -> bytes:
    return _run(("pandoc", *step, "--output=-"), data)


def _typst(data: bytes) -> bytes:
    import typst

    made: bytes = typst.compile(data)
    return made


def _recognise(pdf: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        _run(("pdftoppm", "-r", "200", "-gray", "-", f"{folder}/page"), pdf)
        pages = sorted(Path(folder).glob("page*"))
        command = ("tesseract", "-", "-", "-l", "chi_sim+eng", "--psm", "3")
        return b"".join(_run(command, page.read_bytes()) for page in pages)
