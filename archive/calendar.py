"""Which days are trading days: weekends and public holidays, and what people know better (`data/calendar/*.toml`).

The package knows the decreed holidays of the years up to its release; a later year is one file that an editor writes.
"""

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
NOTICE = timedelta(weeks=8)
"""The next year's holidays are decreed in November: from then on somebody must look."""
FIXED = ((1, 1), (5, 1), (10, 1))
"""Public holidays of every year by law, so days that a whole year's file cannot do without."""


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
def told() -> tuple[tuple[Span, ...], frozenset[int]]:
    """(spans, whole years) of `data/calendar/`, in the order of the files and of their lines; a later span wins.

    Raises BadInput for a file with another key, a slip in a span, or a whole year that lacks a holiday.
    """
    found: list[Span] = []
    years: set[int] = set()
    for path in sorted((DATA / "calendar").glob("*.toml")):
        tables = read(path)
        if unknown := sorted(set(tables) - {"year", "span"}):
            raise BadInput(f"{path.name}：不认识 {'、'.join(unknown)}，可用的有 year、span。")
        own = [build(Span, table, f"{path.name} 第 {n} 段") for n, table in enumerate(tables.get("span", []), 1)]
        for span in own:
            _check(span, path.name)
        if "year" in tables:
            years.add(_whole(tables["year"], own, path.name))
        found += own
    return tuple(found), frozenset(years)


def _check(span: Span, name: str) -> None:
    if {type(span.first), type(span.last)} != {date} or span.first > span.last:
        raise BadInput(f"{name}：{span.first} 起的一段，first 和 last 要写成 2027-01-01，且 first 不晚于 last。")
    if span.state not in {"open", "closed", "either"}:
        raise BadInput(f"{name}：{span.first} 起的一段，state 只能是 open、closed、either。")
    if span.market:
        markets.market(span.market)


def _whole(year: object, spans: list[Span], name: str) -> int:
    """The year that a file holds whole: all its holidays, and the weekends worked in exchange."""
    if type(year) is not int:
        raise BadInput(f"{name}：year 要写成一个年份，如 year = 2027。")
    closed = [(span.first, span.last) for span in spans if span.state == "closed" and not span.market]
    for month, day in FIXED:
        if not any(first <= date(year, month, day) <= last for first, last in closed):
            raise BadInput(
                f"{name}：{year} 年 {month} 月 {day} 日是法定假日，却没有写成 closed；请录全该年的放假安排。"
            )
    return year


def state(market: str, day: date) -> State:
    """What a day is at a market. Raises Unknown for a market that does not exist."""
    kind = markets.market(market).calendar
    for span in reversed(told()[0]):
        if span.first <= day <= span.last and (span.market == market or (not span.market and kind == "cn")):
            return State(span.state)
    weekend = day.weekday() >= SATURDAY
    if kind != "cn":
        return State.CLOSED if weekend else State.OPEN
    try:
        working = bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        weekday = State.OPEN if day.year in told()[1] else State.UNKNOWN
        return State.CLOSED if weekend else weekday
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


def known_until(today: date) -> date:
    """The last day, from today's year on, of which we know whether markets are open; before today: not even that."""
    year = today.year
    while _known(year):
        year += 1
    return date(year - 1, 12, 31)


def ending(today: date) -> str:
    """What an editor should do about public holidays that nobody has told us; "" while there is time."""
    last = known_until(today)
    if last - today > NOTICE:
        return ""
    left = f"还有 {(last - today).days} 天" if last >= today else "已经用完"
    return (
        f"交易日历只到 {last}（{left}）：国务院公布 {last.year + 1} 年放假安排后，"
        f"请写成 data/calendar/{last.year + 1}.toml（写法见 docs/week-table.md）。"
    )


def _known(year: int) -> bool:
    if year in told()[1]:
        return True
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
