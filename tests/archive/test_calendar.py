"""Trading days: what is expected of a day decides whether silence is a gap."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive import calendar
from archive.calendar import State
from archive.errors import BadInput, Unknown


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


YEAR = """year = 2099
[[span]]
first = 2099-01-01
last = 2099-01-03
state = "closed"
why = "元旦"
[[span]]
first = 2099-05-01
last = 2099-05-05
state = "closed"
why = "劳动节"
[[span]]
first = 2099-05-09
last = 2099-05-09
state = "either"
why = "调休上班"
[[span]]
first = 2099-10-01
last = 2099-10-07
state = "closed"
why = "国庆节"
"""


@pytest.fixture
def calendars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of an editor's own."""
    monkeypatch.setattr(calendar, "DATA", tmp_path)
    (tmp_path / "calendar").mkdir()
    calendar.told.cache_clear()
    yield tmp_path / "calendar"
    calendar.told.cache_clear()


def test_an_editor_adds_a_year_as_one_file(calendars: Path) -> None:
    (calendars / "2099.toml").write_text(YEAR, encoding="utf-8")
    days = {day: calendar.state("beijing", date(2099, *day)).value for day in ((5, 1), (5, 6), (5, 9), (5, 10))}
    assert days == {(5, 1): "closed", (5, 6): "open", (5, 9): "either", (5, 10): "closed"}
    assert calendar.unknown_years(date(2098, 1, 1), date(2099, 1, 1)) == [2098]
    assert calendar.known_until(date(2099, 6, 1)) == date(2099, 12, 31)
    assert calendar.known_until(date(2098, 6, 1)) == date(2097, 12, 31)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[span]]\nfirst = 2099-10-01", "[[spans]]\nfirst = 2099-10-01", "spans"),
        ("year = 2099", 'year = "2099"', "year"),
        ('why = "国庆节"\n', 'why = "国庆节"\nmarket = "hubei"\n', "10 月 1 日"),
        ("last = 2099-01-03", "last = 2098-01-03", "first"),
        ("last = 2099-01-03", 'last = "2099-01-03"', "first"),
        ('state = "either"', 'state = "open?"', "state"),
    ],
)
def test_a_slip_in_a_years_file_is_one_sentence(calendars: Path, old: str, new: str, said: str) -> None:
    assert old in YEAR
    (calendars / "2099.toml").write_text(YEAR.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=rf"2099\.toml：.*{said}"):
        calendar.state("beijing", date(2099, 5, 6))


def test_health_says_in_time_that_the_calendar_ends() -> None:
    last = calendar.known_until(date(2026, 10, 1))
    assert calendar.ending(last - timedelta(days=92)) == ""
    assert "还有 40 天" in calendar.ending(last - timedelta(days=40))
    assert f"data/calendar/{last.year + 1}.toml" in calendar.ending(last + timedelta(days=4))
