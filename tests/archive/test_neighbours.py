"""A row is held to the days before it, to other markets, and to what others said of the instrument."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from archive import rechecking
from archive.models import Quarantine, Quote
from archive.records import QuoteRow, Tally
from tests.archive.rows import BEA, HBEA, D, faults, hubei, put

pytestmark = pytest.mark.django_db


def test_one_slip_holds_one_row(now: datetime) -> None:
    put(hubei(8, "16.40"), hubei(9, "1.64"), hubei(10, "16.50"), at=now)
    assert faults() == ["limit"]
    assert [q.close for q in Quote.objects.order_by("day")] == [D("16.40"), D("16.50")]


def test_a_real_jump_holds_its_first_day_only(now: datetime) -> None:
    for day, close in ((8, "16.40"), (9, "20.00"), (10, "20.10"), (11, "19.90")):
        put(hubei(day, close), at=now + timedelta(days=day))
    assert faults() == ["limit"]
    assert [(q.close, q.flags) for q in Quote.objects.order_by("day")] == [
        (D("16.40"), []),
        (D("20.10"), ["jump"]),
        (D("19.90"), []),
    ]


def test_the_limit_compounds_over_the_days_between(now: datetime) -> None:
    # Friday to Tuesday are two trading days: two days at -10 % are -19 %.
    assert put(hubei(5, "20.00"), hubei(9, "16.30"), at=now).quarantined == 0
    assert put(hubei(10, "13.00"), at=now).quarantined == 1


def test_the_odd_figures_of_the_day_before_are_held(now: datetime) -> None:
    round_lot = replace(BEA, day=date(2017, 5, 11), volume_t=D(2000), turnover_cny=D(119560))
    put(round_lot, replace(round_lot, day=date(2017, 5, 12)), at=now)
    assert put(BEA, replace(BEA, day=date(2017, 5, 18)), at=now) == Tally(read=2, stored=1, quarantined=1)
    assert Quarantine.objects.get().check_name == "repeated"


def test_one_market_with_the_figures_of_another_is_held(now: datetime) -> None:
    """On 19 May 2017 a feed printed Guangdong's row under Hubei."""
    gdea = QuoteRow(
        market="guangdong",
        product="GDEA",
        day=date(2017, 5, 19),
        close=D("16.23"),
        volume_t=D(25829),
        turnover_cny=D(419091),
    )
    later = now + timedelta(days=1)
    assert put(gdea, at=later, source="guangdong_daily").stored == 1
    mixed_up = replace(gdea, market="hubei", product="HBEA", basis="feed.mixed")
    assert put(mixed_up, at=later, source="pilots_tanjiaoyi").quarantined == 1
    assert Quarantine.objects.get().check_name == "copied"


def test_a_misfiled_row_that_came_before_the_exchange_is_named_later(now: datetime) -> None:
    gdea = replace(HBEA, market="guangdong", product="GDEA", volume_t=D(25829), turnover_cny=D(423596))
    misfiled = replace(gdea, market="hubei", product="HBEA", basis="feed.mixed")
    assert put(misfiled, at=now, source="pilots_tanjiaoyi").stored == 1
    assert put(gdea, at=now, source="guangdong_daily").stored == 1
    told = [(doubt.check, doubt.market, doubt.source) for doubt in rechecking.doubts()]
    assert told == [("copied", "hubei", "pilots_tanjiaoyi")]
    put(
        replace(misfiled, volume_t=D(131997), turnover_cny=D(2164751)),
        at=now + timedelta(days=1),
        source="pilots_tanjiaoyi",
    )
    assert list(rechecking.doubts()) == []


def test_two_markets_of_one_page_with_the_same_figures_are_both_held(now: datetime) -> None:
    row = replace(HBEA, volume_t=D(25829), turnover_cny=D("423595.60"))
    other = replace(row, market="guangdong", product="GDEA")
    assert put(row, other, at=now, source="pilots_sceex").quarantined == 2


def test_a_high_that_no_limit_allows_is_held(now: datetime) -> None:
    put(replace(HBEA, day=date(2017, 5, 16), volume_t=D(92796), turnover_cny=None), at=now)
    assert put(replace(HBEA, high=D("61.4")), at=now).quarantined == 1


def later(row: QuoteRow, **other: object) -> QuoteRow:
    """The row a day later, without its volume and turnover."""
    return replace(row, **{"day": date(2017, 5, 18), "volume_t": None, "turnover_cny": None, **other})  # type: ignore[arg-type]


def test_a_first_row_of_another_unit_is_held_by_what_the_exchange_said(now: datetime) -> None:
    """A file typed by hand has nothing of its own before it: 33.1 for 16.40 was read from another table."""
    put(HBEA, at=now, source="hubei_daily")
    doubled = later(HBEA, low=None, high=None, close=D("33.1"))
    assert put(doubled, at=now, source="import").quarantined == 1
    assert Quarantine.objects.get().reason.startswith("2017-05-18 的 33.1 与 hubei_daily 2017-05-17 的 16.4")
    assert put(replace(doubled, close=D("17.9")), at=now, source="import").stored == 1


def test_an_old_day_filled_in_later_is_held_to_the_day_after_it(now: datetime) -> None:
    put(HBEA, at=now)
    day_before = replace(later(HBEA, low=None, high=None, close=D("1.64")), day=date(2017, 5, 16))
    assert put(day_before, at=now).quarantined == 1
    assert put(replace(day_before, close=D("16.4")), at=now).stored == 1


def test_an_exchange_is_not_held_to_what_a_feed_said(now: datetime) -> None:
    put(later(HBEA, low=None, high=None, close=D("164")), at=now, source="pilots_sceex")
    assert put(HBEA, at=now, source="hubei_daily").stored == 1


def test_a_source_may_correct_its_own_first_word(now: datetime) -> None:
    put(later(HBEA, low=None, high=None, close=D("164")), at=now)
    right = later(HBEA, low=None, high=None, close=D("16.4"))
    assert put(right, at=now + timedelta(days=1)).revised == 1


@pytest.mark.parametrize(("volume", "turnover", "held"), [(3000, 49200, 0), (49200, 3000, 1), (3000, 4920, 1)])
def test_volume_and_turnover_without_a_price_are_held_to_the_price_before(
    volume: int, turnover: int, held: int, now: datetime
) -> None:
    put(HBEA, at=now)
    bare = later(HBEA, low=None, high=None, close=None, volume_t=D(volume), turnover_cny=D(turnover))
    assert put(bare, at=now).quarantined == held
