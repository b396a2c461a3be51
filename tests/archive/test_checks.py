"""A row that contradicts itself is held; what only looks odd is not."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from archive.models import Quarantine, Quote
from archive.records import QuoteRow, Tally
from tests.archive.rows import BEA, GDEA, HBEA, D, put

pytestmark = pytest.mark.django_db
SZEA = QuoteRow(market="shenzhen", product="SZEA", day=date(2017, 5, 17), close=D(30))


def test_a_weekend_row_is_a_question_not_an_error(now: datetime) -> None:
    make_up = replace(BEA, day=date(2017, 5, 27), volume_t=D(100), turnover_cny=D(5978))
    put(replace(BEA, day=date(2017, 5, 13)), make_up, at=now + timedelta(days=30))
    assert [q.flags for q in Quote.objects.order_by("day")] == [["closed_day"], []]


def test_float_dust_is_rounded_and_says_so(now: datetime) -> None:
    put(replace(BEA, average=D("59.779998779296875"), turnover_cny=D("508584.1875")), at=now)
    stored = Quote.objects.get()
    assert (stored.average, stored.turnover_cny, stored.flags) == (D("59.7800"), D("508584.188"), ["rounded"])


@pytest.mark.parametrize(
    ("row", "check", "says"),
    [
        (replace(BEA, market="青海碳交易所"), "unknown", "markets.toml"),
        (replace(BEA, product="HBEA"), "unknown", "没有品种"),
        (replace(BEA, product="BEA", vintage="2016"), "unknown", "年份"),
        (replace(BEA, turnover_cny=D("70.074")), "turnover", "相差"),
        (replace(BEA, volume_t=D(58), turnover_cny=D(3000), average=D(174000)), "digits", "不像价格"),
        (replace(BEA, average=D(0)), "digits", "不像价格"),
        (replace(BEA, average=D(59780), turnover_cny=None), "digits", "单位和小数点"),
        (replace(BEA, average=D("0.005978"), turnover_cny=None), "digits", "单位和小数点"),
        (replace(BEA, average=None, volume_t=D(508584), turnover_cny=D(8507)), "turnover", "互换"),
        (replace(BEA, average=None, volume_t=D(8507), turnover_cny=D("50.86")), "turnover", "单位"),
        (replace(BEA, volume_t=D(-1)), "digits", "不是可用的数"),
        (replace(BEA, average=D("NaN")), "digits", "不是可用的数"),
        (replace(BEA, turnover_cny=D("1e15")), "digits", "超出量级"),
        (replace(BEA, turnover_cny=D(0)), "turnover", "只有一个为零"),
        (replace(BEA, day=date(2017, 5, 20)), "future", "晚于"),
        (replace(BEA, day=date(2013, 1, 4)), "life", "存续期"),
        *((replace(SZEA, vintage=year), "life", "存续期") for year in ("2000", "2099", "2016-2015")),
        (replace(BEA, basis="hubei.close"), "basis", "不是 beijing BEA 的"),
        (replace(BEA, basis="made_up"), "basis", "没有价格口径"),
        (replace(BEA, currency="EUR"), "currency", "CNY"),
        (replace(BEA, status="sold"), "status", "sold"),
        (replace(BEA, status="closed"), "status", "休市"),
        (QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 17)), "status", "一个数字也没有"),
        (replace(HBEA, close=D("17.00")), "range", "收盘价"),
        (replace(HBEA, low=D("16.50")), "range", "高于"),
        (replace(HBEA, turnover_cny=D("3505336.94")), "turnover", "在最低"),
        (replace(GDEA, close=D("1.44")), "range", "收盘价"),
        (replace(GDEA, volume_t=D(500), turnover_cny=D("8000")), "turnover", "在最低"),
        (replace(GDEA, turnover_cny=D("14.39")), "turnover", "量级"),
        (replace(BEA, block_volume_t=D(30000), block_turnover_cny=D(1000)), "block", "量级"),
        (replace(BEA, block_volume_t=D(30000), block_turnover_cny=D(0)), "block", "只有一个为零"),
        (replace(BEA, block_turnover_cny=D(30000)), "block", "没有大宗成交量"),
        (replace(BEA, auction_volume_t=D(30000), auction_turnover_cny=D(1000)), "auction", "单向竞价均价"),
    ],
)
def test_a_row_that_contradicts_itself_is_held_and_the_rest_is_kept(
    row: QuoteRow, check: str, says: str, now: datetime
) -> None:
    sound = replace(BEA, day=date(2017, 5, 16), average=D("50.75"), volume_t=D(36318), turnover_cny=D("1843214.4"))
    assert put(row, sound, at=now) == Tally(read=2, stored=1, quarantined=1)
    held = Quarantine.objects.get()
    assert held.check_name == check
    assert says in held.reason
    assert Quote.objects.get().day == sound.day


def test_a_price_outside_the_range_passes_where_block_trades_or_rules_put_it_there(now: datetime) -> None:
    # 12 June 2017 at Guangzhou: block trades pull turnover ÷ volume to 11.17 below the low of 13.00.
    block = replace(
        GDEA,
        day=date(2017, 5, 16),
        open=D("13.9"),
        high=D("14.0"),
        low=D("13.5"),
        close=D("13.9"),
        volume_t=D(120000),
        turnover_cny=D(1340400),
    )
    odd_open = replace(GDEA, day=date(2017, 5, 18), open=D("13.9"))
    assert put(block, odd_open, at=now) == Tally(read=2, stored=2)


def test_a_turnover_a_yuan_off_on_two_tonnes_is_not_a_fault(now: datetime) -> None:
    # The Shenzhen exchange printed 57.32 for 2 t at 29.16 on 18 May 2017: 1.7 % off.
    price = D("29.16")
    row = QuoteRow(
        market="shenzhen",
        product="SZA-2013",
        day=date(2017, 5, 18),
        low=price,
        high=price,
        close=price,
        average=price,
        volume_t=D(2),
        turnover_cny=D("57.32"),
    )
    assert put(row, at=now).stored == 1


def test_an_official_price_must_follow_from_turnover_and_volume_to_the_cent(now: datetime) -> None:
    """920 of 934 rows of Beijing do; 50.9 for 50.19 is within two per cent."""
    assert put(replace(BEA, average=D("59.8")), at=now).stored == 1  # printed with one decimal
    assert put(replace(BEA, average=D("59.18"), day=date(2017, 5, 16)), at=now).quarantined == 1
