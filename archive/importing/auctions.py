"""EEX's yearly workbook of EU ETS primary auctions, as a user downloaded it → quotes of EUA.

The heading is found by its words (row 6 today; 52, 57 or 61 columns by year), never by its place. The exchange's terms
forbid passing the figures on: the source ranks as somebody else's, and exports for the public leave it out by rights.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive import ledger
from archive.errors import BadInput
from archive.importing.errors import BadLine, Complaints
from archive.records import QuoteRow, Tally

SOURCE = "eu_auctions"
MARKS = {"Date", "Auction Name"}
PRICE, VOLUME, REVENUE = "Auction Price €/tCO2", "Auction Volume tCO2", "Total Revenue €"
AVIATION = ("EUAA", "EAA3", "AVIATION")
NOTHING = {"", "-", "#N/A", "N/A"}
SHARE = Decimal("0.001")  # revenue is price × volume, but for rounding
SKIMMED = 40  # rows in which the heading must stand


def take(path: Path, now: datetime, complaints: Complaints) -> Iterator[Tally]:
    """Store the auctions of one workbook; aviation allowances are left out, and that is said."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadInput(f"{path.name} 不是可以打开的 Excel 工作簿（{error}）。") from error
    lines = ([cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows())
    names, start = _heading(lines, path)
    found = list(_rows(lines, names, start, complaints))
    book.close()
    if not found:
        raise BadInput(f"{path.name} 的表头下没有一行拍卖，请确认下载的是全年数据。")
    yield ledger.store(found, source=SOURCE, page=None, observed_at=now)


def _heading(lines: Iterator[list[Any]], path: Path) -> tuple[list[str], int]:
    for number, line in zip(range(1, SKIMMED), lines, strict=False):
        names = [" ".join(str(cell or "").split()) for cell in line]
        if set(names) >= MARKS:
            if missing := sorted({PRICE, VOLUME} - set(names)):
                raise BadInput(f"{path.name} 的表头缺少 {'、'.join(missing)}：版式变了，请先看工作簿。")
            return names, number
    raise BadInput(f"{path.name} 没有同时写着 Date 和 Auction Name 的表头行：只认 EEX 的拍卖工作簿，其他请存为 CSV。")


def _rows(lines: Iterator[list[Any]], names: list[str], start: int, complaints: Complaints) -> Iterator[QuoteRow]:
    for number, line in enumerate(lines, start + 1):
        cells = {name: cell for name, cell in zip(names, line, strict=False) if name}
        if all(cell is None for cell in cells.values()):
            continue
        kind = f"{cells['Auction Name']} {cells.get('Contract', '')}".upper()
        if any(word in kind for word in AVIATION):
            complaints.note("航空配额（EUAA）的拍卖没有读入")
            continue
        try:
            yield _row(cells)
        except BadLine as error:
            complaints.add(number, error)


def _row(cells: dict[str, Any]) -> QuoteRow:
    day = cells["Date"]
    if not isinstance(day, datetime | date):
        raise BadLine(f"Date 栏的“{day}”不是日期")
    price, volume, revenue = (_figure(cells, name) for name in (PRICE, VOLUME, REVENUE))
    if price and volume and revenue and abs(price * volume - revenue) > SHARE * revenue:
        raise BadLine(f"{REVENUE} {revenue} 不等于价格 {price} × 数量 {volume}")
    cancelled = "cancel" in str(cells.get("Status", "")).lower()
    if (price is None or volume is None) and not cancelled:
        raise BadLine("没有价格或数量，也没有写明取消")
    return QuoteRow(
        market="eu",
        product="EUA",
        day=day.date() if isinstance(day, datetime) else day,
        average=None if cancelled else price,
        volume_t=None if cancelled else volume,
        status="no_trade" if cancelled else "traded",
        basis="eu.auction",
        currency="EUR",
        raw={name: str(cell) for name, cell in cells.items() if cell is not None and name in {PRICE, VOLUME, REVENUE}},
    )


def _figure(cells: dict[str, Any], name: str) -> Decimal | None:
    value = cells.get(name)
    if value is None or str(value).strip() in NOTHING:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadLine(f"{name} 栏的“{value}”不是数字")
    return Decimal(str(value))
