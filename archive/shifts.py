"""The check that days are the right ones: a row on a closed day beside an open day without one has slipped by a day.

Exchanges do trade at weekends before a deadline, so a weekend row alone is a question for a flag. But then they trade
on the Friday and the Monday too.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from archive import calendar
from archive.checks import Fault
from archive.records import QuoteRow

NEAR = timedelta(days=3)
APART = timedelta(days=10)  # slipped rows of two weekends that follow one another: the page slipped
AROUND = timedelta(days=7)
QUIET = {calendar.State.CLOSED, calendar.State.EITHER}
DENSE = 4  # trading days of the week around a row that have rows; a thin market's silence says nothing


def shifted(rows: list[QuoteRow]) -> dict[int, Fault]:
    """Place in `rows` → fault. One row that slipped is held alone, several hold the instrument's rows of the page."""
    series: dict[tuple[str, str, str], dict[date, int]] = defaultdict(dict)
    for place, row in enumerate(rows):
        series[row.market, row.product, row.vintage][row.day] = place
    found: dict[int, Fault] = {}
    for (market, _, _), places in series.items():
        slipped = [
            day
            for day, place in places.items()
            if rows[place].status == "traded" and calendar.state(market, day) in QUIET and _slipped(market, day, places)
        ]
        found |= {place: Fault("shifted", reason) for place, reason in _held(sorted(slipped), places).items()}
    return found


def _slipped(market: str, day: date, places: dict[date, int]) -> bool:
    around = [d for d in calendar.days(day - NEAR, day + NEAR) if calendar.state(market, d) == calendar.State.OPEN]
    first, last = min(places), max(places)
    missing = [d for d in around if d not in places and first <= d <= last]
    week = [d for d in calendar.days(day - AROUND, day + AROUND) if d in places]
    return bool(missing) and len(week) >= DENSE


def _held(slipped: list[date], places: dict[date, int]) -> dict[int, str]:
    several = any(later - earlier <= APART for earlier, later in pairwise(slipped))
    if not several:
        return {places[day]: f"{day} 休市而邻近的交易日没有数据，可能错了一天" for day in slipped}
    reason = f"{slipped[0]} 至 {slipped[-1]} 有多个休市日有数据而交易日没有，这一页可能整个错了一天"
    return dict.fromkeys(places.values(), reason)
