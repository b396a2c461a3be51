"""The figures of an issue as files: the ledger's rows of its window, and its weekly table."""

import csv
import io
import re
from collections.abc import Iterable

from archive.exports import safe
from digest.shapes import Row, Snapshot

FIGURE = re.compile(r"-?\d+(\.\d+)?")

WEEK = (
    "market",
    "product",
    "vintage",
    "first_day",
    "last_day",
    "close_day",
    "open",
    "high",
    "low",
    "close",
    "average",
    "change",
    "change_pct",
    "ytd_pct",
    "volume_t",
    "turnover_cny",
    "block_volume_t",
    "block_turnover_cny",
    "auction_volume_t",
    "auction_turnover_cny",
    "traded_days",
    "no_trade_days",
    "missing_days",
    "thin",
    "record",
    "basis",
    "currency",
    "sources",
    "dispute",
)


def quotes(snapshot: Snapshot) -> bytes:
    """NUMBER-prices.csv: one instrument and day a line, in the shape that `tanxun prices` writes, `import` reads."""
    ledger = snapshot["quotes"]
    return _csv(ledger["columns"], ledger["rows"])


def week(snapshot: Snapshot) -> bytes:
    """NUMBER-week.csv, inside the PDF: the weekly table as it is printed. An empty cell: not published, or no trade."""
    days = {"first_day": snapshot["issue"]["first_day"], "last_day": snapshot["issue"]["last_day"]}
    return _csv(WEEK, (_cells(row, days) for row in snapshot["week"]))


def _cells(row: Row, days: dict[str, str]) -> list[str]:
    values = {**row, **days, "thin": str(row["thin"]).lower(), "sources": " ".join(row["sources"])}
    return [str(values[name]) if values[name] is not None else "" for name in WEEK]


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it, LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """A text that a spreadsheet would run as a formula gets a quote before it; a figure stays one."""
    return cell if FIGURE.fullmatch(cell) else safe(cell)
