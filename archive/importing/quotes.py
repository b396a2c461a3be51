"""CSV of quotes → rows of the ledger. Columns are found by name; one that is not known is refused by name."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TextIO

from archive import ledger, markets
from archive.cells import FORMULA
from archive.columns import QUOTE_COLUMNS
from archive.errors import ArchiveError, BadInput
from archive.importing import cells
from archive.importing.errors import BadLine, Complaints, parts
from archive.locks import writing
from archive.records import FIGURES, QuoteRow, Tally

NEEDED = ("market", "product", "day")
KNOWN = tuple(column.name for column in QUOTE_COLUMNS)
PART = 2000
DEFAULT_SOURCE = "import"
LONGEST_SOURCE = 64


@dataclass(frozen=True, slots=True)
class Line:
    """One row with who said it and when."""

    source: str
    observed_at: datetime
    row: QuoteRow


def take(file: TextIO, now: datetime, complaints: Complaints) -> Iterator[Tally]:
    """Store the file part by part; yields what became of each. Raises BadInput for a heading that is not right."""
    for part in parts(_lines(file, now, complaints), PART):
        yield _store(part)


def _store(part: list[Line]) -> Tally:
    """One transaction. What was seen first goes first, so that the history is rebuilt as it was."""
    tally = Tally()
    order = sorted(part, key=lambda line: (line.observed_at, line.source))  # stable: the file's order within
    with writing("ledger"):
        for (observed_at, source), lines in groupby(order, key=lambda line: (line.observed_at, line.source)):
            rows = (line.row for line in lines)
            tally += ledger.store(rows, source=source, page=None, observed_at=observed_at)
    return tally


def _lines(file: TextIO, now: datetime, complaints: Complaints) -> Iterator[Line]:
    reader = csv.reader(file, strict=True)
    try:
        names = _heading(next(reader, []))
        for line in reader:
            if not any(cell.strip() for cell in line):
                continue
            try:
                yield _line(names, line, now)
            except BadLine as error:
                complaints.add(reader.line_num, error)
    except csv.Error as error:
        raise BadInput(
            f"第 {reader.line_num} 行不是有效的 CSV（{error}），此前的各行已存；请改正后重新导入。"
        ) from error


def _heading(cells_: list[str]) -> list[str]:
    names = [cell.replace("\ufeff", "").strip() for cell in cells_]  # files put together have their mark twice
    if missing := [name for name in NEEDED if name not in names]:
        hint = (
            "；文件像是用分号或制表符分隔的，请另存为以逗号分隔的 CSV"
            if any(c in "".join(names) for c in ";\t")
            else ""
        )
        raise BadInput(f"首行缺少 {'、'.join(missing)} 栏{hint}。首行须是表头，可用的栏：{'、'.join(KNOWN)}。")
    if unknown := [name or "（空）" for name in names if name not in KNOWN]:
        raise BadInput(f"不认识的栏：{'、'.join(unknown)}。可用的栏：{'、'.join(KNOWN)}。")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput(f"{'、'.join(twice)} 栏出现了两次，请只留一次。")
    return names


def _line(names: list[str], line: list[str], now: datetime) -> Line:
    if len(line) != len(names):
        raise BadLine(f"有 {len(line)} 格，首行有 {len(names)} 栏")
    cell = {name: text.strip() for name, text in zip(names, line, strict=True)}
    if empty := [name for name in NEEDED if not cell[name]]:
        raise BadLine(f"{'、'.join(empty)} 栏为空")
    source = cell.get("source") or DEFAULT_SOURCE
    if source.startswith(FORMULA) or len(source) > LONGEST_SOURCE or not source.isprintable():
        raise BadLine(f"source 栏的“{source[:20]}”不能用作来源名")
    seen = cell.get("observed_at")
    return Line(source, cells.moment(seen, "observed_at", now) if seen else now, _row(cell))


def _row(cell: dict[str, str]) -> QuoteRow:
    figures = {name: cells.figure(cell[name], name) for name in FIGURES if cell.get(name)}
    return QuoteRow(
        market=cell["market"],
        product=cell["product"],
        vintage=cells.vintage(cell.get("vintage", "")),
        day=cells.day(cell["day"], "day"),
        status=cell.get("status") or "traded",
        basis=cell.get("basis", ""),
        currency=cell.get("currency") or _currency(cell["market"], cell["product"]),
        raw={name: text for name, text in cell.items() if text and name in FIGURES},
        flags=cells.flags(cell.get("flags", ""), "flags"),
        **figures,
    )


def _currency(market: str, product: str) -> str:
    """The product's own currency; a market or product that nobody knows is held by the ledger with the reason."""
    try:
        where = markets.market_of(market)
        return markets.product(where, markets.instrument(product, where)[0]).currency
    except ArchiveError:
        return "CNY"
