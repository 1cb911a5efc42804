"""What can go wrong, in one clear sentence each.

PapersError
├── PageError       a page cannot be read as an article
├── LibraryError    a library cannot be opened, read or written
│   ├── Damaged     a file of it holds something else than it should
│   └── OutOfReach  its server does not answer for now
├── NoSuchArticle   no article, or more than one, answers to an id
└── SearchCancelled a search was cancelled by its caller
"""


class PapersError(Exception):
    """Base of every error this program raises on purpose; its text is one sentence for people."""


class PageError(PapersError):
    """A page holds no article, or cannot be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        """Where the page came from."""
        self.reason = reason
        """Why it was refused, without the path."""


class LibraryError(PapersError):
    """A library cannot be opened, read or written; the text names the file and what to do."""


class Damaged(LibraryError):
    """A file of a library holds something else than it should, and will until somebody mends it."""

    def __init__(self, file: object, wrong: str, remedy: str) -> None:
        super().__init__(f"{file}: {wrong}; {remedy}")
        self.wrong = wrong
        """What is wrong with the file, without its name."""
        self.remedy = remedy
        """What can be done, as a clause of its own."""

    mendable = True
    """Whether the file is to be mended, and not left to a newer program."""


class OutOfReach(LibraryError):
    """A library's server does not answer; the same may go well a moment later."""


class NoSuchArticle(PapersError):
    """No article of the library, or more than one, has an id that begins so."""


class SearchCancelled(PapersError):
    """A search ended early, because whoever had asked said that they wait no more."""

    def __init__(self) -> None:
        super().__init__("the search was given up")
