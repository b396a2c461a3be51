"""Lines that could not be taken: named with their number, as many as a person reads."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from archive.errors import BadInput

SHOWN = 100
Line = TypeVar("Line")


class BadLine(BadInput):
    """One line or cell that cannot be taken; the lines around it can."""


class Complaints:
    """Counts every bad line, and keeps the words of the first hundred."""

    def __init__(self) -> None:
        self.count = 0
        self._said: list[str] = []
        self._notes: dict[str, None] = {}

    def add(self, line: int, what: object) -> None:
        self.count += 1
        if len(self._said) < SHOWN:
            self._said.append(f"第 {line} 行：{what}")

    def note(self, what: str) -> None:
        """Say once of the whole file what was left out of lines that were otherwise taken."""
        if len(self._notes) < SHOWN:
            self._notes[what] = None

    def sentences(self) -> tuple[str, ...]:
        """Everything that has to be said, at most twice a hundred sentences and a count."""
        more = self.count - len(self._said)
        rest = [f"另有 {more} 行也未读入，改正以上各行后重新导入即可看到。"] if more else []
        return (*self._notes, *self._said, *rest)


def parts(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """The lines in lists of `size`. Where the file breaks off, what stood before comes first, then the error."""
    part: list[Line] = []
    try:
        for line in lines:
            part.append(line)
            if len(part) == size:
                yield part
                part = []
    except BadInput:
        if part:
            yield part
        raise
    if part:
        yield part
