"""The week in sentences, worded from the printed figures as exchanges word theirs; an editor may rewrite them."""

from datetime import date
from decimal import Decimal

from archive.definitions import definition
from digest.figures import direction, grouped
from digest.lines import unit
from digest.shapes import Row

WAYS = {"up": "上涨", "down": "下跌"}
MOST = 4
"""Records that the lead names; the table says every one."""


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
    if records := [f"{_name(row)} {row['record']}" for row in rows if row["record"]]:
        said.append(f"纪录：{'；'.join(records[:MOST])}{'；等' if len(records) > MOST else ''}。")
    idle = [_name(row) for row in rows if not row["traded_days"] and not row["missing_days"] and not _unsure(row)]
    return [*said, f"本周无成交：{'、'.join(idle)}。"] if idle else said


def sentence(row: Row) -> str:
    """One instrument's week: price, change, volume, turnover, record. "" where nothing is known of it.

    "5月17日，北京碳配额成交均价59.78元/吨，较上周上涨16.43%，本周成交量8,507吨。"
    """
    record = f"{row['record']}。" if row["record"] else ""
    if not row["traded_days"]:
        return f"{_product(row)}本周无成交。{record}" if row["no_trade_days"] else ""
    money = unit(row).partition("/")[0]
    said = [_priced(row)]
    if way := direction(row["change_pct"]):
        change = (row["change_pct"] or "").lstrip("-")
        said.append("较上周持平" if way == "flat" else f"较上周{WAYS[way]}{change}%")
    said += [f"本周成交量{grouped(row['volume_t'])}吨"] if row["volume_t"] else []
    said += [f"成交额{grouped(row['turnover_cny'])}{money}"] if row["turnover_cny"] else []
    said += [f"大宗协议另成交{grouped(row['block_volume_t'])}吨"] if row["block_volume_t"] else []
    said += [f"单向竞价另成交{grouped(sold)}吨"] if (sold := row["auction_volume_t"]) else []
    return f"{'，'.join(said)}。{record}"


def _priced(row: Row) -> str:
    """Which price, and of which day: an average is never called a close."""
    if row["close"] is None or row["close_day"] is None:
        return _product(row)
    day = date.fromisoformat(row["close_day"])
    word = "成交均价" if row["basis"] and definition(row["basis"]).price == "average" else "收盘价"
    return f"{day.month}月{day.day}日，{_product(row)}{word}{grouped(row['close'])}{unit(row)}"


def _product(row: Row) -> str:
    """The instrument in words; of several vintages each with its own name, as SZA-2016."""
    return f"{row['product_name']}（{row['printed']}）" if row["vintage"] else row["product_name"]


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
