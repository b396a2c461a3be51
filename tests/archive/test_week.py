"""The weekly table: one row for each instrument alive, every figure by the formula of docs/week-table.md."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from archive import ledger, runs, week
from archive.records import QuoteRow
from archive.week import WeekRow

pytestmark = pytest.mark.django_db
D = Decimal
FIRST, LAST = date(2017, 5, 11), date(2017, 5, 18)
# What the exchanges published for those days: (day of May, average or close, volume, turnover).
BEIJING = [
    (10, "47.72", 2910, "138858"),
    (11, "50.19", 20596, "1033767.2"),
    (12, "51.09", 12855, "656771"),
    (15, "51.79", 11500, "595600"),
    (16, "50.75", 36318, "1843214.4"),
    (17, "59.78", 8507, "508584.2"),
    (18, "55.56", 8162, "453503.6"),
]
HUBEI = [(10, "16.48", 65950, "1088374.04"), (16, "16.37", 92796, "1471027.02"), (17, "16.40", 232229, "3805336.94")]


def quote(
    market: str, product: str, day: int, price: str, volume: int, turnover: str, kind: str = "average"
) -> QuoteRow:
    figures = {kind: D(price), "volume_t": D(volume), "turnover_cny": D(turnover)}
    return QuoteRow(market=market, product=product, day=date(2017, 5, day), **figures)


def fill(now: datetime) -> None:
    ledger.store([quote("beijing", "BEA", *row) for row in BEIJING], source="beijing_daily", page=None, observed_at=now)
    ledger.store(
        [quote("hubei", "HBEA", *row, "close") for row in HUBEI], source="hubei_daily", page=None, observed_at=now
    )
    fujian = quote("fujian", "FJEA", 17, "36.32", 5600, "203400")
    ledger.store([fujian], source="fujian_notices", page=None, observed_at=now)


def row(market: str, product: str = "", **asked: datetime) -> WeekRow:
    return next(
        r for r in week.table(FIRST, LAST, **asked) if r.market == market and (not product or r.product == product)
    )


def test_the_week_of_issue_108(now: datetime) -> None:
    fill(now)
    by_day = {market: {line.day.day: line for line in row(market).days} for market in ("beijing", "hubei", "fujian")}
    assert (by_day["beijing"][17].price, by_day["beijing"][17].volume_t) == (D("59.78"), D(8507))
    assert (by_day["hubei"][17].price, by_day["hubei"][17].volume_t) == (D("16.40"), D(232229))
    assert (by_day["fujian"][17].price, by_day["fujian"][17].volume_t) == (D("36.32"), D(5600))


def test_every_figure_by_its_formula(now: datetime) -> None:
    fill(now)
    found = row("beijing", "BEA")
    assert (found.open, found.high, found.low, found.close) == (D("50.19"), D("59.78"), D("50.19"), D("55.56"))
    assert (found.close_day, found.basis, found.printed) == (LAST, "beijing.average", "BEA")
    assert (found.volume_t, found.turnover_cny, found.average) == (D(97938), D("5091440.4"), D("51.9864"))
    assert (found.previous, found.previous_day, found.change, found.change_pct) == (
        D("47.72"),
        date(2017, 5, 10),
        D("7.84"),
        D("16.43"),
    )
    assert (found.traded_days, found.no_trade_days, found.missing_days, found.thin) == (6, 0, 0, False)
    assert found.ytd_pct is None
    assert found.sources == ("beijing_daily",)


def test_every_market_alive_has_a_row_in_the_bulletins_order(now: datetime) -> None:
    fill(now)
    found = week.table(FIRST, LAST)
    assert [r.market for r in found] == [
        "beijing",
        "tianjin",
        "shanghai",
        "chongqing",
        "hubei",
        "guangdong",
        "shenzhen",
        "fujian",
    ]
    silent = row("chongqing")
    assert (silent.close, silent.traded_days, silent.missing_days, silent.previous) == (None, 0, 6, None)


def test_since_the_end_of_last_year(now: datetime) -> None:
    fill(now)
    old = replace(quote("beijing", "BEA", 17, "55.40", 100, "5540"), day=date(2016, 12, 30))
    ledger.store([old], source="beijing_daily", page=None, observed_at=now)
    assert row("beijing", "BEA").ytd_pct == D("0.29")


def test_a_gap_is_no_trade_only_where_silence_means_that(now: datetime) -> None:
    fill(now)  # Hubei lists every day, so what it leaves out is missing
    assert [line.status for line in row("hubei").days] == [
        "missing",
        "missing",
        "closed",
        "closed",
        "missing",
        "traded",
        "traded",
        "missing",
    ]
    guangdong = [quote("guangdong", "GDEA", day, "14", 10, "140", "close") for day in (10, 12, 16)]
    ledger.store(guangdong, source="guangdong_daily", page=None, observed_at=now)
    states = [line.status for line in row("guangdong").days]
    assert states == ["no_trade", "traded", "closed", "closed", "no_trade", "traded", "missing", "missing"]
    run = runs.start("guangdong_daily", now)
    runs.finish(run, "ok", now=now)
    assert [line.status for line in row("guangdong").days][-2:] == ["no_trade", "no_trade"]


def test_a_day_whose_row_is_held_is_missing_not_quiet(now: datetime) -> None:
    good = [quote("guangdong", "GDEA", day, "14", 10, "140", "close") for day in (10, 12, 16)]
    held = quote("guangdong", "GDEA", 15, "14", 10, "1", "close")
    ledger.store([*good, held], source="guangdong_daily", page=None, observed_at=now)
    states = {line.day.day: line.status for line in row("guangdong").days}
    assert (states[11], states[15]) == ("no_trade", "missing")


def test_an_instrument_that_a_full_list_leaves_out_did_not_trade(now: datetime) -> None:
    fill(now)
    ledger.store(
        [quote("beijing", "CCER", 16, "15.90", 508, "8077.2")], source="beijing_daily", page=None, observed_at=now
    )
    found = row("beijing", "CCER")
    assert (found.traded_days, found.no_trade_days, found.missing_days) == (1, 5, 0)


def test_a_weekend_trade_counts(now: datetime) -> None:
    fill(now)
    ledger.store([quote("beijing", "BEA", 13, "51", 100, "5100")], source="beijing_daily", page=None, observed_at=now)
    found = row("beijing", "BEA")
    assert (found.traded_days, found.volume_t) == (7, D(98038))


def test_what_a_traded_day_does_not_publish_is_not_summed(now: datetime) -> None:
    rows = [
        QuoteRow(market="chongqing", product="CQEA-1", day=date(2017, 5, day), average=D(price), volume_t=D(volume))
        for day, price, volume in ((11, "1.2", 356), (12, "1.292", 2000))
    ]
    ledger.store(rows, source="chongqing_daily", page=None, observed_at=now)
    found = row("chongqing")
    assert (found.volume_t, found.turnover_cny, found.average) == (D(2356), None, D("1.2781"))


def test_a_close_is_never_set_against_an_average(now: datetime) -> None:
    rows = [quote("hubei", "HBEA", 10, "16.10", 10, "161"), quote("hubei", "HBEA", 17, "16.40", 10, "164", "close")]
    ledger.store(rows, source="hubei_daily", page=None, observed_at=now)
    found = row("hubei")
    assert (found.close, found.previous, found.change) == (D("16.40"), None, None)


def test_vintages_have_rows_of_their_own(now: datetime) -> None:
    rows = [
        replace(quote("shenzhen", "SZA-2013", 17, "32.40", 3, "97.2", "close")),
        replace(quote("shenzhen", "SZA2014", 17, "35.87", 0, "0", "close")),
        replace(quote("shenzhen", "SZEA", 17, "33.10", 3, "97.2", "average")),
    ]
    ledger.store(rows, source="shenzhen_daily", page=None, observed_at=now)
    found = [r for r in week.table(FIRST, LAST) if r.market == "shenzhen"]
    assert [(r.printed, r.traded_days, r.no_trade_days) for r in found] == [("SZA-2013", 1, 0), ("SZA-2014", 0, 1)]
    assert found[0].thin


def test_minor_products_appear_when_they_trade(now: datetime) -> None:
    ledger.store(
        [quote("beijing", "CCER", 16, "15.90", 508, "8077.2")], source="beijing_daily", page=None, observed_at=now
    )
    assert [r.product for r in week.table(FIRST, LAST) if r.market == "beijing"] == ["BEA", "CCER"]
    assert [r.product for r in week.table(date(2017, 5, 17), LAST) if r.market == "beijing"] == ["BEA"]


def test_the_table_as_it_was_known(now: datetime) -> None:
    fill(now)
    late = replace(quote("beijing", "BEA", 18, "60.00", 8162, "489720"))
    ledger.store([late], source="beijing_daily", page=None, observed_at=now + timedelta(days=9))
    assert row("beijing", "BEA").close == D("60.00")
    assert row("beijing", "BEA", as_of=now).close == D("55.56")


def test_a_run_that_left_something_unread_shows_no_quiet_days(now: datetime) -> None:
    rows = [quote("guangdong", "GDEA", day, "14", 10, "140", "close") for day in (10, 12, 16, 18)]
    spoilt = runs.start("guangdong_daily", now)
    ledger.store(rows, source="guangdong_daily", page=None, observed_at=now)
    runs.finish(spoilt, "short", now=now, unread=1)
    assert (row("guangdong").no_trade_days, row("guangdong").missing_days) == (0, 3)
    clean = runs.start("guangdong_daily", now + timedelta(hours=3))
    runs.finish(clean, "ok", now=now + timedelta(hours=3))
    assert (row("guangdong").no_trade_days, row("guangdong").missing_days) == (3, 0)
    assert row("guangdong", as_of=now).missing_days == 3


def test_what_a_clean_look_showed_stays_known_after_a_spoilt_one(now: datetime) -> None:
    rows = [quote("guangdong", "GDEA", day, "14", 10, "140", "close") for day in (10, 12)]
    clean = now - timedelta(days=3)  # the 16th
    ledger.store(rows, source="guangdong_daily", page=None, observed_at=clean)
    runs.finish(runs.start("guangdong_daily", clean), "ok", now=clean)
    ledger.store(
        [quote("guangdong", "GDEA", 18, "14", 10, "140", "close")],
        source="guangdong_daily",
        page=None,
        observed_at=now,
    )
    runs.finish(runs.start("guangdong_daily", now), "ok", now=now, unread=2)
    states = {line.day.day: line.status for line in row("guangdong").days}
    assert (states[11], states[15], states[16], states[17]) == ("no_trade", "no_trade", "missing", "missing")


def test_a_row_held_later_or_of_another_market_takes_no_quiet_day_away(now: datetime) -> None:
    good = [quote("guangdong", "GDEA", day, "14", 10, "140", "close") for day in (10, 12, 16)]
    ledger.store(good, source="guangdong_daily", page=None, observed_at=now)
    held = [
        quote("hubei", "HBEA", 11, "14", 10, "1", "close"),
        quote("不知道", "GDEA", 12, "14", 10, "140", "close"),
        quote("guangdong", "GDEA", 15, "14", 10, "1", "close"),
    ]
    ledger.store(held, source="guangdong_daily", page=None, observed_at=now + timedelta(hours=1))
    states = {line.day.day: line.status for line in row("guangdong").days}
    assert (states[11], states[15]) == ("no_trade", "missing")
    known = {line.day.day: line.status for line in row("guangdong", as_of=now).days}
    assert known[15] == "no_trade"


def test_a_day_of_a_year_whose_holidays_nobody_told_is_unknown(now: datetime) -> None:
    [found] = [r for r in week.table(date(2099, 5, 18), date(2099, 5, 23)) if r.market == "beijing"]
    assert [line.status for line in found.days] == ["unknown"] * 5 + ["closed"]
    assert (found.unknown_days, found.missing_days, found.no_trade_days) == (5, 0, 0)
