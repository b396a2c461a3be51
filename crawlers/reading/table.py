"""Price tables: headings matched by their text, every heading named, merged cells expanded, shifted rows refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from archive.records import FIGURES
from crawlers.errors import Drift, Hollow
from crawlers.reading.dom import parse
from crawlers.reading.numbers import heading, is_nothing
from crawlers.reading.rows import Reading, Refused, RowRule, read_rows
from crawlers.reading.rule import select

_NOTHING_YET = re.compile(r"暂无|没有(?:相关)?(?:数据|记录)|无数据")
_MAX_SPAN = 60
_LINES = {"br", "p", "div", "li"}
Line = list[str | None]


class Merged(str):
    """The text of a cell that covers several columns or rows, as it stands in each of them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """Where the table stands and what its columns mean. `rows` and `cells` let a list of lists pass as a table."""

    at: str
    row: RowRule
    rows: str = ".//tr"
    cells: str = "./th|./td"
    headings: int = 1


def read_table(text: str, rule: TableRule) -> Reading:
    """Read the one table at `rule.at`.

    Raises Drift when the table or a heading is missing, doubled, new or renamed, or when no row can be read;
    Hollow when the table is as declared and has no rows.
    """
    found = select(parse(text).root, rule.at)
    if len(found) != 1:
        raise Drift(f"声明的表格 {rule.at} 在页面上有 {len(found)} 个，应当只有一个：请看原网页并更正 [table]")
    lines = _grid(found[0], rule)
    names = _headings(lines[: rule.headings], rule)
    rows: list[Mapping[str, str]] = []
    refused: list[Refused] = []
    for line in lines[rule.headings :]:
        cells = [cell for cell in line if cell is not None]
        if not any(cells) or _is_note(cells) or cells in lines[: rule.headings]:  # some print the headings again
            continue
        if len(cells) != len(names):
            raw = {str(number): cell for number, cell in enumerate(cells, 1)}
            refused.append(Refused(f"{len(names)} 个表头下有 {len(cells)} 格，这一行错位", raw))
            continue
        row = dict(zip(names, cells, strict=True))
        if shared := next((cell for name, cell in row.items() if _is_shared_figure(name, cell, rule)), ""):
            refused.append(Refused(f"「{shared}」一格占了几栏或几行，不知是其中哪一个的数字", row))
        else:
            rows.append(row)
    if not rows and not refused:
        raise Hollow("表头都在，但没有一行数据：请看网站是否丢了数据")
    return _answer(read_rows(rows, rule.row), refused)


def _answer(reading: Reading, shifted: list[Refused]) -> Reading:
    refused = (*shifted, *reading.refused)
    if not reading.quotes:
        raise Drift(f"没有一行能读出，第一行的原因是：{refused[0].reason}")
    return Reading(reading.quotes, refused)


def _is_note(cells: list[str]) -> bool:
    """One text over the whole width: "暂无数据"."""
    return len(set(cells)) == 1 and bool(_NOTHING_YET.search(cells[0]))


def _is_shared_figure(name: str, cell: str, rule: TableRule) -> bool:
    """Whether one printed figure covers several places; a day, a product or a dash may."""
    figure = rule.row.columns[name].partition("+")[0] in FIGURES
    return figure and isinstance(cell, Merged) and not is_nothing(cell)


def _headings(lines: list[Line], rule: TableRule) -> list[str]:
    """The heading over each column, parts of a two-row heading joined by `/`, checked against the declared ones."""
    if len(lines) < rule.headings:
        raise Drift(f"表格只有 {len(lines)} 行，不够 {rule.headings} 行表头：请看原网页并更正 [table]")
    if len({len(line) for line in lines}) != 1 or any(cell is None for line in lines for cell in line):
        raise Drift("几行表头长短不一：请看原网页并更正 [table]")
    names = ["/".join(_parts([heading(str(part)) for part in column])) for column in zip(*lines, strict=True)]
    declared = {heading(name): name for name in rule.row.columns}
    new = [name for name in names if name not in declared]
    gone = [name for name in declared if name not in names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if new or gone or twice:
        said = (("多出", new), ("缺少", gone), ("重复", twice))
        told = "；".join(f"{what} {'、'.join(found)}" for what, found in said if found)
        raise Drift(f"表头与声明不符（{told}）：请对照原网页更正 [table.columns]")
    return [declared[name] for name in names]


def _parts(column: list[str]) -> list[str]:
    """A heading that spans the rows is printed once."""
    return column[:1] + [part for above, part in pairwise(column) if part and part != above]


def _grid(table: HtmlElement, rule: TableRule) -> list[Line]:
    """The cells, a merged one repeated wherever it covers; a row that ends early stays short."""
    lines: list[Line] = []
    held: dict[int, tuple[int, str]] = {}  # column → rows still covered from above, text
    for row in table.xpath(rule.rows):
        cells = list(row.xpath(rule.cells))
        if not cells:
            continue
        line: Line = []
        while cells or len(line) in held:
            if len(line) in held:
                left, text = held.pop(len(line))
                high, wide = left, 1
            else:
                cell = cells.pop(0)
                text, wide, high = _text(cell), _span(cell, "colspan"), _span(cell, "rowspan")
                text = Merged(text) if wide > 1 or high > 1 else text
            for _ in range(wide):
                if high > 1:
                    held[len(line)] = (high - 1, text)
                line.append(text)
        lines.append(line)
    return lines


def _text(cell: HtmlElement) -> str:
    """The cell's text; a line of its own stays apart from the line before: 12<br>345 is not 12345.

    A raised mark is set apart by ^, so that 16.48<sup>1</sup> is no figure.
    """
    return " ".join("".join(_words(cell)).split())  # NFKC comes later: it would make a digit of ①


def _words(one: HtmlElement) -> Iterator[str]:
    if not isinstance(one.tag, str):  # a comment
        return
    apart = " " if one.tag in _LINES else ""
    yield "^" if one.tag == "sup" else apart
    yield one.text or ""
    for child in one:
        yield from _words(child)
        yield child.tail or ""
    yield apart


def _span(cell: HtmlElement, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return min(max(1, int(said)), _MAX_SPAN) if said.isascii() and said.isdigit() else 1
