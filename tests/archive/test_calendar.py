"""Trading days: what is expected of a day decides whether silence is a gap."""

from datetime import date

import pytest

from archive import calendar
from archive.calendar import State
from archive.errors import Unknown


@pytest.mark.parametrize(
    ("market", "day", "state"),
    [
        ("beijing", date(2017, 5, 17), State.OPEN),
        ("beijing", date(2017, 5, 13), State.CLOSED),
        ("beijing", date(2017, 5, 29), State.CLOSED),  # Dragon Boat
        ("beijing", date(2017, 5, 27), State.EITHER),  # a Saturday worked in exchange
        ("beijing", date(2017, 6, 10), State.OPEN),  # before the compliance deadline
        ("hubei", date(2017, 6, 10), State.CLOSED),
        ("hubei", date(2020, 2, 17), State.CLOSED),  # the epidemic
        ("beijing", date(2020, 2, 17), State.OPEN),
        ("eu", date(2017, 5, 29), State.OPEN),
        ("eu", date(2017, 5, 13), State.CLOSED),
        ("beijing", date(2099, 5, 20), State.UNKNOWN),
        ("beijing", date(2099, 5, 23), State.CLOSED),
    ],
)
def test_the_state_of_a_day(market: str, day: date, state: State) -> None:
    assert calendar.state(market, day) is state


def test_an_unknown_market_is_named() -> None:
    with pytest.raises(Unknown, match="qinghai"):
        calendar.state("qinghai", date(2017, 5, 17))


def test_a_year_nobody_told_us_of_is_named() -> None:
    assert calendar.unknown_years(date(2017, 1, 1), date(2018, 1, 1)) == []
    assert calendar.unknown_years(date(2098, 12, 30), date(2099, 1, 3)) == [2098, 2099]
