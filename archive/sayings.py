"""A week of one instrument in the exchanges' own wording, made from the figures of the weekly table alone."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from archive import definitions, prices
from archive.prices import Price
from archive.week import WeekRow

FEWEST, BETWEEN = timedelta(days=60), 2  # "the highest since last Tuesday" is no record, nor one over two trades
QUIET = 5  # days without a trade from which their number is worth saying


def sentence(row: WeekRow) -> str:
    """What was traded: prices, volume, turnover, change. "" where nothing is known of the week."""
    if not row.traded_days:
        return f"{row.product_name}本期无成交。" if row.no_trade_days else ""
    said = [row.product_name]
    if row.close is not None and row.close_day is not None:
        word = "成交均价" if _is_average(row) else "收盘价"
        said = [f"{row.close_day.month}月{row.close_day.day}日，{said[0]}{word}{row.close:,.2f}{_unit(row)}"]
    if row.change_pct is not None:
        said.append(_moved(row.change_pct))
    if row.volume_t is not None:
        said.append(f"本期成交量{_plain(row.volume_t)}吨")
    if row.turnover_cny is not None:
        said.append(f"成交额{row.turnover_cny:,.2f}{_unit(row).split('/')[0]}")
    if row.block_volume_t:
        said.append(f"其中大宗协议另成交{_plain(row.block_volume_t)}吨")
    return "，".join(said) + "。"


def record(row: WeekRow, earlier: Iterable[Price]) -> str:
    """Whether the week's last price is the highest or lowest for long, or how long nobody has traded; else "".

    `earlier`: the instrument's known days up to the window's end, oldest first. "since" names the last day that was as
    high; where there is none, the first day known: a record since the beginning of what we know, and no further.
    """
    known = [day for day in earlier if day.vintage == row.vintage]
    quiet = _quiet(known)
    if quiet >= QUIET:
        return f"连续第{quiet}个无成交日"
    if row.close is None or row.close_day is None:
        return ""
    before = [d for d in known if d.day < row.close_day and d.status == "traded" and _same_kind(d, row)]
    for word, beats in (("最高", Decimal.__ge__), ("最低", Decimal.__le__)):
        place = next((n for n, d in reversed(list(enumerate(before))) if beats(d.price or Decimal(0), row.close)), -1)
        first = before[max(place, 0)].day if before else row.close_day
        if row.close_day - first >= FEWEST and len(before) - 1 - place >= BETWEEN:
            return f"{first:%Y-%m-%d}以来{word}" if place >= 0 else f"有记录（{first:%Y-%m-%d}）以来{word}"
    return ""


def told(row: WeekRow, until: date) -> str:
    """Sentence and record of one row, from the ledger as it stands."""
    known = prices.quotes(market=row.market, product=row.product, end=until)
    more = record(row, known)
    return sentence(row) + (f"{more}。" if more else "")


def _quiet(known: list[Price]) -> int:
    count = 0
    for day in reversed(known):
        if day.status != "no_trade":
            break
        count += 1
    return count


def _same_kind(day: Price, row: WeekRow) -> bool:
    return day.price is not None and (day.close is None) == _is_average(row)


def _is_average(row: WeekRow) -> bool:
    return bool(row.basis) and definitions.definition(row.basis).price == "average"


def _moved(change: Decimal) -> str:
    if not change:
        return "较上期持平"
    return f"较上期{'上涨' if change > 0 else '下跌'}{abs(change):.2f}%"


def _plain(tonnes: Decimal) -> str:
    return f"{tonnes:,.0f}" if tonnes == tonnes.to_integral_value() else f"{tonnes.normalize():,f}"


def _unit(row: WeekRow) -> str:
    return {"EUR": "欧元/吨"}.get(row.currency, "元/吨")
