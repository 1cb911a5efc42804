"""What widgets tell: Textual's messages, with attributes written down as those of a dataclass."""

from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=False)
class Told(Message):
    """A message that takes its attributes in the order in which its class names them.

    `dataclass` would write and compile methods for each of them, all before the first screen.
    """

    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._names = tuple(get_annotations(cls))

    def __init__(self, *values: Any) -> None:
        super().__init__()
        for name, value in zip(self._names, values, strict=True):
            setattr(self, name, value)
