"""Sentences say what the figures say; a record is no more than what is known."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from archive import ledger, prices, sayings, week
from archive.records import QuoteRow
from archive.week import WeekRow

pytestmark = pytest.mark.django_db
D = Decimal
BEA = QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 17), average=D("59.78"), volume_t=D(8507))


def beijing(*rows: QuoteRow, at: datetime) -> WeekRow:
    ledger.store(rows, source="beijing_daily", page=None, observed_at=at)
    table = week.table(date(2017, 5, 11), date(2017, 5, 18))
    return next(row for row in table if (row.market, row.product) == ("beijing", "BEA"))


def told(row: WeekRow) -> str:
    return sayings.told(row, date(2017, 5, 18))


def test_a_week_in_the_words_of_the_exchange(now: datetime) -> None:
    before = replace(BEA, day=date(2017, 5, 10), average=D("47.72"), volume_t=D(2910), turnover_cny=D("138858"))
    row = beijing(before, replace(BEA, average=D("55.56"), volume_t=D(8162), turnover_cny=D("453503.6")), at=now)
    assert told(row) == (
        "5月17日，北京碳配额成交均价55.56元/吨，较上期上涨16.43%，本期成交量8,162吨，成交额453,503.60元。"
    )


def test_highest_since_names_the_last_day_that_was_as_high(now: datetime) -> None:
    old = [
        replace(BEA, day=date(2017, 1, 3) + timedelta(days=step), average=D("48") + step, volume_t=D(9))
        for step in range(3)
    ]
    row = beijing(replace(BEA, day=date(2016, 9, 1), average=D(60), volume_t=D(7)), *old, BEA, at=now)
    assert told(row).endswith("2016-09-01以来最高。")


def test_a_record_since_the_beginning_says_which_beginning(now: datetime) -> None:
    old = [replace(BEA, day=date(2017, 1, day), average=D(48), volume_t=D(day)) for day in (3, 4)]
    row = beijing(*old, BEA, at=now)
    assert told(row).endswith("有记录（2017-01-03）以来最高。")
    recent = replace(BEA, day=date(2017, 5, 2), average=D(61), volume_t=D(3))
    ledger.store([recent], source="beijing_daily", page=None, observed_at=now)
    assert "以来" not in told(row)


def test_days_without_trade_are_counted(now: datetime) -> None:
    days = [date(2017, 5, day) for day in (11, 12, 15, 16, 17, 18)]
    row = beijing(*(QuoteRow(market="beijing", product="BEA", day=day, status="no_trade") for day in days), at=now)
    assert told(row) == "北京碳配额本期无成交。连续第6个无成交日。"
    assert len(list(prices.quotes(market="beijing"))) == 6
