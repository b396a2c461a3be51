"""A row of the weekly table, worded: the table, the charts, the cover and the CSV all show these very cells."""

from dataclasses import dataclass

from digest.figures import direction, grouped, signed
from digest.shapes import Row


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the weekly table, with its changes worded and marked."""

    row: Row
    name: str
    cells: dict[str, str]
    way: str
    ytd_way: str
    remark: str


REMARKS = {"thin": "成交清淡", "none": "本周无成交", "dispute": "来源不一"}


def _remark(row: Row) -> str:
    """What a reader must know before using the figures of a row; at most three short words."""
    words = [REMARKS["none"]] if not row["traded_days"] else [REMARKS["thin"]] if row["thin"] else []
    if row["no_trade_days"] and row["traded_days"]:
        words.append(f"无成交{row['no_trade_days']}日")
    if row["missing_days"]:
        words.append(f"缺{row['missing_days']}日")
    if row["dispute"]:
        words.append(REMARKS["dispute"])
    return "，".join(words)


def row_name(row: Row) -> str:
    return f"{row['product_name']} {row['vintage']}".strip()


FIGURES = ("open", "high", "low", "close", "average", "volume_t", "turnover_cny")
NONE = "–"
"""Not there: never a zero."""


def line(row: Row) -> Line:
    cells = {name: grouped(value) if (value := row[name]) else NONE for name in FIGURES}  # type: ignore[literal-required]
    cells |= {
        "change": signed(row["change"]) or NONE,
        "change_pct": f"{signed(row['change_pct'])}%" if direction(row["change_pct"]) in {"up", "down"} else "",
        "ytd_pct": f"{signed(row['ytd_pct'])}%" if direction(row["ytd_pct"]) in {"up", "down"} else NONE,
    }
    return Line(row, row_name(row), cells, direction(row["change"]), direction(row["ytd_pct"]), _remark(row))
