"""The days of one instrument's week: what each one's figures are, or why it has none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive import calendar
from archive.calendar import State
from archive.prices import Price


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of one instrument. Figures only where somebody traded.

    `status`: traded, no_trade, closed, missing; unknown where no row came and nobody told us that year's holidays.
    """

    day: date
    status: str
    price: Decimal | None = None
    volume_t: Decimal | None = None


def lines(market: str, inside: Iterable[Price], first: date, last: date, quiet: frozenset[date]) -> Iterator[DayLine]:
    """Every day of the window. `quiet`: the days on which no row means no trade."""
    by_day = {row.day: row for row in inside}
    for day in calendar.days(first, last):
        if day in by_day:
            yield known(by_day[day])
        else:
            yield DayLine(day, _without_row(calendar.state(market, day), day in quiet))


def known(row: Price) -> DayLine:
    """A day that has a row."""
    return DayLine(row.day, row.status, row.price, row.volume_t if row.status == "traded" else None)


def _without_row(state: State, quiet: bool) -> str:
    if state in {State.CLOSED, State.EITHER}:
        return "closed"
    if quiet:
        return "no_trade"
    return "unknown" if state is State.UNKNOWN else "missing"
