"""Small records by number, in one piece of memory.

A million Python objects cost their headers and, worse, a look at each of them whenever Python collects garbage: a new
article would wait for that.
"""

from array import array


class Records:
    """Byte strings of any length, numbered from 0."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def append(self, record: bytes) -> None:
        self._bytes += record
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._bytes[self._ends[number] : self._ends[number + 1]])
