"""NUMBER-prices.csv: the weekly table's figures, one instrument a line, with the column names of the ledger."""

import csv
import io

from digest.shapes import Row, Snapshot

COLUMNS = (
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
    "traded_days",
    "no_trade_days",
    "missing_days",
    "thin",
    "basis",
    "currency",
    "sources",
    "dispute",
)


def _cells(row: Row, days: dict[str, str]) -> list[str]:
    values = {**row, **days, "thin": str(row["thin"]).lower(), "sources": " ".join(row["sources"])}
    return [_safe(str(values[name])) if values[name] is not None else "" for name in COLUMNS]


def _safe(cell: str) -> str:
    """A text that a spreadsheet would run as a formula gets a quote before it; a number stays one."""
    if cell[:1] in {"=", "@", "+", "-"} and not cell[1:].replace(".", "", 1).isdigit():
        return "'" + cell
    return cell


def written(snapshot: Snapshot) -> bytes:
    """UTF-8 without a mark at the beginning, LF. An empty cell: not published, or no trade in the week."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    days = {name: snapshot["issue"][name] for name in ("first_day", "last_day")}
    writer.writerows(_cells(row, days) for row in snapshot["week"])
    return out.getvalue().encode()
