"""What changed between two texts, for the eye: to the character inside a paragraph, the rest left out."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, OLD, NEW = "", "del", "ins"
MOST = 4_000_000  # characters of the one times those of the other: beyond, a second would not do
AROUND = 40
Piece = tuple[str, str]


def pieces(old: str, new: str) -> list[Piece]:
    """(kind, text) in reading order; kind is SAME, OLD or NEW. Paragraphs that stayed are one piece "……"."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Piece] = []
    for what, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append((SAME, "……\n"))
            continue
        for was, now in zip_longest(before[first:last], after[begin:end], fillvalue=""):
            found += [*_inside(was, now), (SAME, "\n")]
    return found


def _inside(was: str, now: str) -> Iterator[Piece]:
    """One paragraph against another."""
    if len(was) * len(now) > MOST or not (was and now):
        yield from ((kind, text) for kind, text in ((OLD, was), (NEW, now)) if text)
        return
    for what, first, last, begin, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            yield SAME, _short(was[first:last])
            continue
        if last > first:
            yield OLD, was[first:last]
        if end > begin:
            yield NEW, now[begin:end]


def _short(text: str) -> str:
    """What stayed, shortened in its middle: only its ends say where the change stands."""
    return text if len(text) <= 3 * AROUND else f"{text[:AROUND]}……{text[-AROUND:]}"
