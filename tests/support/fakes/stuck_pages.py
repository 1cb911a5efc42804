"""Pages that take too much of their reader; they have to be found by name in other processes."""

from multiprocessing import parent_process

from papers_store.ingest.workers import Page
from papers_store.system.limits import DEFAULT_LIMITS


class Stuck(Page):
    """Counts for hours in C, where no signal is heard, as soon as a worker wants its bytes."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> object:
        if name == "data" and parent_process() is not None:
            return sum(range(10**13))
        return super().__getattribute__(name)

    def __reduce__(self) -> tuple[type["Stuck"], tuple[str]]:
        return Stuck, (self.path,)


class Greedy(Page):
    """Wants more memory than a worker may have."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> object:
        if name == "data" and parent_process() is not None:
            return bytes(DEFAULT_LIMITS.memory_bytes)
        return super().__getattribute__(name)

    def __reduce__(self) -> tuple[type["Greedy"], tuple[str]]:
        return Greedy, (self.path,)
