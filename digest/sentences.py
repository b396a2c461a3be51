"""The week in three or four sentences, worded from the printed figures; an editor may rewrite them."""

from decimal import Decimal

from digest.figures import direction, grouped
from digest.lines import unit
from digest.shapes import Row

WAYS = {"up": "上涨", "down": "下跌"}


def lead(rows: list[Row]) -> list[str]:
    """Most traded, furthest up and down, and who did not trade at all. Thin weeks are never called a rise or a fall."""
    traded = [row for row in rows if row["close"]]
    sold = [row for row in traded if row["volume_t"]]
    moved = [row for row in traded if not row["thin"] and direction(row["change_pct"]) in WAYS]
    moved.sort(key=lambda row: Decimal(row["change_pct"] or 0))
    said = [_busiest(max(sold, key=lambda row: Decimal(row["volume_t"] or 0)))] if sold else []
    if moved and direction(moved[-1]["change_pct"]) == "up":
        said.append(f"涨幅最大：{_move(moved[-1])}。")
    if moved and direction(moved[0]["change_pct"]) == "down":
        said.append(f"跌幅最大：{_move(moved[0])}。")
    idle = [_name(row) for row in rows if not row["traded_days"] and not row["missing_days"] and not _unsure(row)]
    return [*said, f"本周无成交：{'、'.join(idle)}。"] if idle else said


def _unsure(row: Row) -> bool:
    """Whether days have no row in a year whose public holidays nobody has told us."""
    return any(day["status"] == "unknown" for day in row["days"])


def _name(row: Row) -> str:
    return f"{row['market_name']} {row['printed']}"


def _busiest(row: Row) -> str:
    average = f"，均价 {grouped(row['average'])} {unit(row)}" if row["average"] else ""
    close = f"收于 {grouped(row['close'] or '')} {unit(row)}"
    return f"成交最多：{_name(row)}，{grouped(row['volume_t'] or '')} 吨{average}，{close}。"


def _move(row: Row) -> str:
    change = row["change_pct"] or ""
    way = WAYS[direction(change)]
    return f"{_name(row)} 收于 {grouped(row['close'] or '')} {unit(row)}，较上周{way} {change.lstrip('-')}%"
