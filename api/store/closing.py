"""What is closed by the end of a with statement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Closing(ABC):
    """Something that a with statement closes.

    Examples
    --------
    >>> class Door(Closing):
    ...     def close(self) -> None:
    ...         print("shut")
    >>> with Door():
    ...     print("in")
    in
    shut
    """

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
