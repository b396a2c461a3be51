"""The archive's weekly table as the snapshot keeps it: every figure as the text that will be printed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from archive import definitions, prices, sayings, week
from archive.daylines import DayLine
from archive.exports import QUOTE_COLUMNS, plain
from archive.markets import market
from archive.week import WeekRow
from digest.figures import amount, price, rounded
from digest.shapes import Day, Definition, Ledger, Row

HISTORY = timedelta(days=365)
NAME = re.compile(r"[a-z][a-z0-9_]+")
KINDS = {"close": "收盘价", "average": "成交均价"}


def rows(first_day: date, last_day: date, titles: Mapping[str, str], *, as_of: datetime | None = None) -> list[Row]:
    """One row for each instrument alive in the window, in the bulletin's order, with a year of days for its chart.

    `titles`: what sources are called in print, by their declared names.
    """
    found = week.table(first_day, last_day, as_of, history=HISTORY)
    records = sayings.records(found, last_day, as_of)
    return [_row(one, titles, record) for one, record in zip(found, records, strict=True)]


def _named(dispute: str, titles: Mapping[str, str]) -> str:
    """A dispute with the sources' printed names: readers know no declared ones."""
    return NAME.sub(lambda found: f"“{titles[found[0]]}”" if found[0] in titles else found[0], dispute)


def _row(found: WeekRow, titles: Mapping[str, str], record: str) -> Row:
    return {
        "market": found.market,
        "market_name": found.market_name,
        "product": found.product,
        "product_name": found.product_name,
        "vintage": found.vintage,
        "printed": found.printed,
        "currency": found.currency,
        "basis": found.basis,
        "close_day": found.close_day.isoformat() if found.close_day else None,
        "open": price(found.open),
        "high": price(found.high),
        "low": price(found.low),
        "close": price(found.close),
        "average": rounded(found.average),
        "change": price(found.change),
        "change_pct": rounded(found.change_pct),
        "ytd_pct": rounded(found.ytd_pct),
        "volume_t": amount(found.volume_t),
        "turnover_cny": amount(found.turnover_cny),
        "block_volume_t": amount(found.block_volume_t),
        "block_turnover_cny": amount(found.block_turnover_cny),
        "auction_volume_t": amount(found.auction_volume_t),
        "auction_turnover_cny": amount(found.auction_turnover_cny),
        "traded_days": found.traded_days,
        "no_trade_days": found.no_trade_days,
        "missing_days": found.missing_days,
        "thin": found.thin,
        "record": record,
        "sources": list(found.sources),
        "dispute": _named(found.dispute, titles),
        "days": [_day(day) for day in found.days],
        "history": [_day(day) for day in found.history],
    }


def _day(day: DayLine) -> Day:
    return {
        "day": day.day.isoformat(),
        "status": day.status,
        "price": price(day.price),
        "volume_t": amount(day.volume_t),
    }


def quotes(first_day: date, last_day: date) -> Ledger:
    """The rows that the table was made of, with the digits and the column names of the ledger."""
    columns = [column.name for column in QUOTE_COLUMNS]
    found = prices.quotes(start=first_day, end=last_day)
    return {"columns": columns, "rows": [[_cell(getattr(row, name)) for name in columns] for row in found]}


def _cell(value: object) -> str:
    return "" if value is None else str(plain(value))


def used_definitions(found: list[Row]) -> list[Definition]:
    """What the prices of these rows mean, each once, in the order of the table."""
    used = dict.fromkeys(row["basis"] for row in found if row["basis"])
    return [_definition(basis) for basis in used]


def _definition(basis: str) -> Definition:
    known = definitions.definition(basis)
    # Two definitions are of no market: what a feed prints, and what nobody has explained yet.
    place = f"{market(known.market).zh} {known.product} {KINDS[known.price]}" if known.market else "其他市场价格"
    return {"id": basis, "name": place, "text": f"{known.zh}。"}
