"""Sentences say what the figures say; a record is no more than what is known."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from archive import calendar, ledger
from archive.records import QuoteRow
from digest import sentences, weekrows
from digest.shapes import Row

pytestmark = pytest.mark.django_db
D = Decimal
FIRST, LAST = date(2017, 5, 11), date(2017, 5, 18)
BEA = QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 17), average=D("59.78"), volume_t=D(8507))
CQEA = QuoteRow(market="chongqing", product="CQEA", day=LAST, status="no_trade")


def told(*rows: QuoteRow, at: datetime, market: str = "beijing") -> str:
    source = "beijing_daily" if market == "beijing" else f"{market}_notices"
    ledger.store(rows, source=source, page=None, observed_at=at)
    return sentences.sentence(row(market))


def row(market: str) -> Row:
    return next(one for one in weekrows.rows(FIRST, LAST, {}) if one["market"] == market)


def old(*prices: tuple[date, str]) -> list[QuoteRow]:
    return [replace(BEA, day=day, average=D(price), volume_t=D(9 + n)) for n, (day, price) in enumerate(prices)]


def test_a_week_in_the_words_of_the_exchange(now: datetime) -> None:
    before = replace(BEA, day=date(2017, 5, 10), average=D("47.72"), volume_t=D(2910), turnover_cny=D("138858"))
    last = replace(BEA, average=D("55.56"), volume_t=D(8162), turnover_cny=D("453503.6"))
    assert told(before, last, at=now) == (
        "5月17日，北京碳配额成交均价55.56元/吨，较上周上涨16.43%，本周成交量8,162吨，成交额453,503.6元。"
    )


def test_other_ways_of_trading_are_said_apart(now: datetime) -> None:
    more = replace(BEA, block_volume_t=D(30000), auction_volume_t=D(500))
    said = told(replace(BEA, day=date(2017, 5, 10)), more, at=now)
    assert said.endswith("较上周持平，本周成交量8,507吨，大宗协议另成交30,000吨，单向竞价另成交500吨。")


def test_highest_since_names_the_last_day_that_was_as_high(now: datetime) -> None:
    rows = old(
        (date(2016, 9, 1), "60"), (date(2016, 11, 18), "47"), (date(2017, 2, 14), "49"), (date(2017, 5, 9), "51")
    )
    assert told(*rows, BEA, at=now).endswith("2016-09-01以来最高。")


def test_a_record_since_the_beginning_says_which_beginning(now: datetime) -> None:
    rows = old((date(2017, 1, 3), "48"), (date(2017, 1, 4), "49"), (date(2017, 2, 14), "50"), (date(2017, 3, 28), "50"))
    assert told(*rows, *old((date(2017, 5, 9), "51")), BEA, at=now).endswith("有记录（2017-01-03）以来最高。")
    recent = replace(BEA, day=date(2017, 5, 2), average=D(61), volume_t=D(3))
    assert "以来" not in told(recent, at=now)


def test_no_record_reaches_over_months_of_which_nothing_is_known(now: datetime) -> None:
    rows = old((date(2016, 1, 4), "70"), (date(2017, 4, 3), "50"), (date(2017, 4, 5), "51"), (date(2017, 5, 9), "52"))
    assert "以来" not in told(*rows, BEA, at=now)


def quiet_days(first: date, last: date) -> list[QuoteRow]:
    days = calendar.days(first, last)
    return [replace(CQEA, day=day) for day in days if calendar.state("chongqing", day) is calendar.State.OPEN]


def test_days_without_trade_are_counted_from_the_last_trade(now: datetime) -> None:
    traded = replace(CQEA, day=date(2017, 5, 5), status="traded", average=D("1.2"), volume_t=D(356))
    said = told(traded, *quiet_days(date(2017, 5, 8), LAST), at=now, market="chongqing")
    assert said == "重庆碳配额本周无成交。连续第9个无成交日。"
    assert "连续第9个无成交日" in "".join(sentences.lead([row("chongqing")]))


def test_days_without_trade_since_the_first_known_day_are_a_least_number(now: datetime) -> None:
    said = told(*quiet_days(date(2017, 5, 4), LAST), at=now, market="chongqing")
    assert said == "重庆碳配额本周无成交。至少连续11个无成交日。"


def test_a_missing_day_is_no_day_without_trade(now: datetime) -> None:
    rows = [one for one in quiet_days(date(2017, 4, 17), LAST) if one.day != date(2017, 5, 16)]
    assert told(*rows, at=now, market="chongqing") == "重庆碳配额本周无成交。"


def test_an_exchange_that_lists_trades_only_is_quiet_where_its_list_was_read(now: datetime) -> None:
    rows = old((date(2017, 4, 27), "50"), (date(2017, 5, 19), "51"))
    assert told(*rows, at=now + timedelta(days=3)) == "北京碳配额本周无成交。连续第14个无成交日。"
