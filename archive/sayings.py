"""Records: the highest or lowest price for long, and how many days nobody has traded. Sentences: digest.sentences."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from archive import calendar, definitions, prices, silence
from archive.prices import Price
from archive.week import WeekRow

FEWEST, BETWEEN = timedelta(days=60), 2  # "the highest since last Tuesday" is no record, nor one over two trades
QUIET = 5  # days without a trade from which their number is worth saying
GAP = timedelta(days=90)  # nothing known for a quarter: a record over such a hole may be none
YEAR = timedelta(days=366)
UNSURE = {calendar.State.OPEN, calendar.State.UNKNOWN}


def record(row: WeekRow, earlier: Iterable[Price]) -> str:
    """Whether the week's last price is the highest or lowest for long; else "".

    `earlier`: the instrument's known days up to the window's end, oldest first. "since" names the last day that was as
    high; where there is none, the first day known: a record since the beginning of what we know without a hole.
    """
    if row.close is None or row.close_day is None:
        return ""
    known = _unbroken([day for day in earlier if day.vintage == row.vintage])
    before = [d for d in known if d.day < row.close_day and d.status == "traded" and _same_kind(d, row)]
    for word, beats in (("最高", Decimal.__ge__), ("最低", Decimal.__le__)):
        place = next((n for n, d in reversed(list(enumerate(before))) if beats(d.price or Decimal(0), row.close)), -1)
        first = before[max(place, 0)].day if before else row.close_day
        if row.close_day - first >= FEWEST and len(before) - 1 - place >= BETWEEN:
            return f"{first:%Y-%m-%d}以来{word}" if place >= 0 else f"有记录（{first:%Y-%m-%d}）以来{word}"
    return ""


def quiet(row: WeekRow, earlier: Iterable[Price], until: date, as_of: datetime | None = None) -> str:
    """How many trading days in a row nobody has traded, up to `until`; "" for few, or where a day is unknown."""
    if row.traded_days or row.missing_days or row.unknown_days:
        return ""
    known = {day.day: day.status for day in earlier if day.vintage == row.vintage and day.day >= until - YEAR}
    silent = silence.quiet_days(row.market, until - YEAR, until, as_of)
    count = 0
    for day in reversed(list(calendar.days(until - YEAR, until))):
        if day in known and known[day] != "no_trade":
            break
        if day in known or (day in silent and calendar.state(row.market, day) is calendar.State.OPEN):
            count += 1
        elif calendar.state(row.market, day) in UNSURE:
            # From here on nothing is known: the days so far are a least number.
            return f"至少连续{count}个无成交日" if count >= QUIET else ""
    return f"连续第{count}个无成交日" if count >= QUIET else ""


def records(rows: Iterable[WeekRow], until: date, as_of: datetime | None = None) -> list[str]:
    """The record of each row, in the rows' order, from the ledger as it stood; an instrument's history is read once."""
    known: dict[tuple[str, str], list[Price]] = {}
    said = []
    for row in rows:
        key = row.market, row.product
        if key not in known:
            known[key] = list(prices.quotes(market=row.market, product=row.product, end=until, as_of=as_of))
        said.append(quiet(row, known[key], until, as_of) or record(row, known[key]))
    return said


def _unbroken(known: list[Price]) -> list[Price]:
    """The days behind the last hole in what is known."""
    holes = [place for place, (one, other) in enumerate(pairwise(known), 1) if other.day - one.day > GAP]
    return known[holes[-1] :] if holes else known


def _same_kind(day: Price, row: WeekRow) -> bool:
    return day.price is not None and (day.close is None) == _is_average(row)


def _is_average(row: WeekRow) -> bool:
    return bool(row.basis) and definitions.definition(row.basis).price == "average"
