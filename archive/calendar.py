"""Which days are trading days: weekends and public holidays, and what people know better (`data/calendar/*.toml`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

import chinese_calendar

from archive import markets
from archive.errors import BadInput
from archive.tables import DATA, build, read

SATURDAY = 5


class State(Enum):
    """What is expected of a day. Only OPEN makes a day without figures `missing`."""

    OPEN = "open"
    CLOSED = "closed"
    EITHER = "either"  # make-up working days at a weekend: some exchanges trade on them
    UNKNOWN = "unknown"  # the year's public holidays are not in the calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days that people know better. `market` empty: all mainland markets."""

    first: date
    last: date
    state: str
    why: str
    market: str = ""


@cache
def spans() -> tuple[Span, ...]:
    """Every span of `data/calendar/`, in the order of the files and of their lines; a later one wins."""
    found = [
        build(Span, table, f"{path.name} 第 {number} 段")
        for path in sorted((DATA / "calendar").glob("*.toml"))
        for number, table in enumerate(read(path).get("span", []), 1)
    ]
    for span in found:
        if span.state not in {"open", "closed", "either"} or span.first > span.last:
            raise BadInput(
                f"data/calendar：{span.first} 起的一段，state 只能是 open、closed、either，且 first 不晚于 last。"
            )
        if span.market:
            markets.market(span.market)
    return tuple(found)


def state(market: str, day: date) -> State:
    """What a day is at a market. Raises Unknown for a market that does not exist."""
    kind = markets.market(market).calendar
    for span in reversed(spans()):
        if span.first <= day <= span.last and (span.market == market or (not span.market and kind == "cn")):
            return State(span.state)
    weekend = day.weekday() >= SATURDAY
    if kind != "cn":
        return State.CLOSED if weekend else State.OPEN
    try:
        working = bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return State.CLOSED if weekend else State.UNKNOWN
    if weekend:
        return State.EITHER if working else State.CLOSED
    return State.OPEN if working else State.CLOSED


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def unknown_years(first: date, last: date) -> list[int]:
    """The years between two days whose public holidays nobody has told us; say so beside any table of that time."""
    years = range(first.year, last.year + 1)
    return [year for year in years if not _known(year)]


def _known(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
