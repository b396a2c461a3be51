"""The body of an item in the order of its source: runs of paragraphs, and tables with what stands above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.annexes import CAPTION, begins, is_form
from digest.paragraphs import Paragraph, kinds
from digest.shapes import Item
from digest.tables import Grid, grid

SHORT = 90
"""Characters below which two columns would be two stumps."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of paragraphs, a table, or the words that stand for what is left out; two of the three are empty."""

    paragraphs: Sequence[Paragraph]
    table: Grid | None = None
    caption: str = ""
    omitted: str = ""

    @property
    def short(self) -> bool:
        return sum(len(one.text) for one in self.paragraphs) < SHORT


def blocks(item: Item) -> list[Block]:
    """Each table comes after the paragraph that it followed; an item that is condensed has no body."""
    if item["condensed"] and item["key_points"]:
        return []
    start = begins(item["paragraphs"], item["tables"]) if item["trimmed"] else None
    end = len(item["paragraphs"]) if start is None else start
    lines = kinds(item)
    made: list[Block] = []
    done = 0
    for table in sorted(item["tables"], key=lambda table: table["after"]):
        if table["after"] > end:
            continue
        upto = min(max(table["after"], done), end)
        before, caption = _caption(lines[done:upto])
        if is_form(table):
            made += [*_text(before), Block([], omitted=_form(caption, table["rows"]))]
        elif ready := grid(table):
            made += [*_text(before), Block([], ready, caption)]
        else:
            made += _text(lines[done:upto])
        done = upto
    made += _text(lines[done:end])
    return [*_joined(made), *([Block([], omitted=_annex(item, end))] if start is not None else [])]


def _form(caption: str, rows: Sequence[Sequence[str]]) -> str:
    return f"{caption}（空白表，{len(rows) - 1} 行，从略）"


def _annex(item: Item, start: int) -> str:
    count = sum(1 for table in item["tables"] if table["after"] > start)
    size = sum(map(len, item["paragraphs"][start:]))
    tables = f"、{count} 张表" if count else ""
    return f"{item['paragraphs'][start].strip()}（附件共 {size:,} 字{tables}，从略，全文收在本刊 PDF 所附文件中）"


def _joined(made: Sequence[Block]) -> list[Block]:
    """Forms that follow one another share a paragraph."""
    joined: list[Block] = []
    for block in made:
        if block.omitted and joined and joined[-1].omitted:
            joined[-1] = Block([], omitted=f"{joined[-1].omitted}；{block.omitted}")
        else:
            joined.append(block)
    return joined


def _caption(lines: Sequence[Paragraph]) -> tuple[Sequence[Paragraph], str]:
    """A short last line that is no sentence is what stands above the table: it stays with it."""
    if (
        lines
        and lines[-1].kind != "sign"
        and len(lines[-1].text) <= CAPTION
        and lines[-1].text.rstrip()[-1] not in "。；！？"
    ):
        return lines[:-1], lines[-1].text
    return lines, ""


def _text(lines: Sequence[Paragraph]) -> list[Block]:
    kept = [line for line in lines if line.kind != "repeated" and line.text.strip()]
    return [Block(kept)] if kept else []
