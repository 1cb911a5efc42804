"""The base class of the messages that widgets and screens post."""

from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform

from textual import message


@dataclass_transform(eq_default=False)
class Message(message.Message):
    """A message of Textual's that takes its attributes in the order in which its class names them.

    `dataclass` would write and compile methods for each class, all before the first screen.
    """

    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._names = tuple(get_annotations(cls))

    def __init__(self, *values: Any) -> None:
        super().__init__()
        for name, value in zip(self._names, values, strict=True):
            setattr(self, name, value)
