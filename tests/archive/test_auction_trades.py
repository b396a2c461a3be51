"""One-way auctions (单向竞价) stand apart from listed and block trades, from the notice to the weekly table."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from archive import cumulative, ledger, prices, week
from archive.models import Quarantine
from archive.records import QuoteRow

pytestmark = pytest.mark.django_db
D = Decimal
CEA = QuoteRow(
    market="national",
    product="CEA",
    day=date(2026, 7, 17),
    close=D("80.60"),
    volume_t=D(12000),
    turnover_cny=D(965400),
    block_volume_t=D(300000),
    block_turnover_cny=D(23700000),
    auction_volume_t=D(50000),
    auction_turnover_cny=D(3950000),
)


def put(*rows: QuoteRow, at: datetime) -> None:
    ledger.store(rows, source="cneeex_notices", page=None, observed_at=at.replace(year=2026, month=8))


def test_each_way_of_trading_has_a_sum_of_its_own(now: datetime) -> None:
    before = replace(CEA, day=date(2026, 7, 16), block_volume_t=None, block_turnover_cny=None)
    put(CEA, replace(before, auction_volume_t=D(1000), auction_turnover_cny=D(80000)), at=now)
    row = next(r for r in week.table(date(2026, 7, 13), date(2026, 7, 17)) if r.product == "CEA")
    assert (row.volume_t, row.block_volume_t, row.auction_volume_t) == (D(24000), D(300000), D(51000))
    assert row.auction_turnover_cny == D(4030000)
    assert cumulative.running("national", "CEA", date(2026, 7, 17)) == D(375000)


def test_a_day_with_an_auction_alone_has_no_listed_price(now: datetime) -> None:
    put(replace(CEA, volume_t=D(0), turnover_cny=None, block_volume_t=None, block_turnover_cny=None), at=now)
    (row,) = prices.quotes(market="national")
    assert (row.status, row.close, row.auction_volume_t, tuple(row.flags)) == (
        *("traded", None, D(50000)),
        ("auction_only",),
    )


def test_an_auction_of_the_day_before_again_is_held(now: datetime) -> None:
    again = replace(CEA, day=date(2026, 7, 20), volume_t=D(9000), turnover_cny=D(722000), block_volume_t=None)
    put(CEA, replace(again, block_turnover_cny=None), at=now)
    assert Quarantine.objects.get().check_name == "repeated"
