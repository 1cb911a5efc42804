"""The exceptions of this package; each message is one clear sentence for people.

PapersError
├── PageError       a page cannot be read as an article
├── LibraryError    a library cannot be opened, read or written
│   ├── Damaged     a file of the library is damaged
│   └── OutOfReach  its server does not answer at the moment
├── NoSuchArticle   no article, or more than one, has an id
└── SearchCancelled a search was cancelled by its caller
"""


class PapersError(Exception):
    """Base of every error that this program raises on purpose; the text is one sentence."""


class PageError(PapersError):
    """A page holds no article, or cannot be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        """Where the page came from."""
        self.reason = reason
        """Why it was refused, without the path; a clause that follows it."""


class LibraryError(PapersError):
    """A library cannot be opened, read or written; the text names the file and what to do."""


class Damaged(LibraryError):
    """A file of a library is damaged, and stays so until it is repaired."""

    def __init__(self, file: object, wrong: str, remedy: str) -> None:
        super().__init__(f"{file}: {wrong}; {remedy}")
        self.wrong = wrong
        """What is wrong with the file, without its name."""
        self.remedy = remedy
        """What the reader can do, as a clause of its own."""

    mendable = True
    """Whether this program can repair the file; False if a newer program wrote it."""


class OutOfReach(LibraryError):
    """A library's server does not answer; the same call may succeed a moment later."""


class NoSuchArticle(PapersError):
    """No article of the library, or more than one, has an id with this beginning."""


class SearchCancelled(PapersError):
    """A search ended early, because its caller cancelled it."""

    def __init__(self) -> None:
        super().__init__("the search was given up")
