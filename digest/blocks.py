"""The body of an item in the order of its source: runs of paragraphs, and tables with what stands above them."""

from dataclasses import dataclass

from digest.shapes import Item
from digest.tables import Grid, grid

SHORT = 90
"""Characters below which two columns would be two stumps."""
CAPTION = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A run of paragraphs, or a table; the other of the two is empty."""

    paragraphs: list[str]
    table: Grid | None = None
    caption: str = ""

    @property
    def short(self) -> bool:
        return sum(map(len, self.paragraphs)) < SHORT


def blocks(item: Item) -> list[Block]:
    """Each table comes after the paragraph that it followed; an item that is condensed has no body."""
    if item["condensed"] and item["key_points"]:
        return []
    made: list[Block] = []
    done = 0
    for table in sorted(item["tables"], key=lambda table: table["after"]):
        upto = min(max(table["after"], done), len(item["paragraphs"]))
        before, caption = _caption(_kept(item["paragraphs"][done:upto]))
        if ready := grid(table):
            made += [*_text(before), Block([], ready, caption)]
        else:
            made += _text(item["paragraphs"][done:upto])
        done = upto
    return made + _text(item["paragraphs"][done:])


def _kept(paragraphs: list[str]) -> list[str]:
    return [paragraph for paragraph in paragraphs if paragraph.strip()]


def _caption(paragraphs: list[str]) -> tuple[list[str], str]:
    """A short last line that is no sentence is what stands above the table: it stays with it."""
    if paragraphs and len(paragraphs[-1]) <= CAPTION and paragraphs[-1].rstrip()[-1] not in "。；！？":
        return paragraphs[:-1], paragraphs[-1]
    return paragraphs, ""


def _text(paragraphs: list[str]) -> list[Block]:
    kept = _kept(paragraphs)
    return [Block(kept)] if kept else []
