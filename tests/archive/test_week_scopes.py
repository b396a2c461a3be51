"""A week whose days count different trades has no sum: a day with block trades in it is not added to days without."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from archive import ledger, week
from archive.records import QuoteRow
from archive.week import WeekRow

pytestmark = pytest.mark.django_db
D = Decimal
NOTICE = QuoteRow(
    market="national",
    product="CEA",
    day=date(2026, 8, 18),
    close=D("81.20"),
    volume_t=D(12000),
    turnover_cny=D(974400),
    block_volume_t=D(300000),
    block_turnover_cny=D(23700000),
    basis="national.composite",
)
SNAPSHOT = QuoteRow(
    market="national",
    product="CEA",
    day=date(2026, 8, 20),
    close=D("81.00"),
    volume_t=D(312000),
    turnover_cny=D(24672000),
    basis="national.snapshot",
)
AT = datetime.fromisoformat("2026-08-21T01:00:00+00:00")


def cea(*stored: tuple[str, QuoteRow]) -> WeekRow:
    """The week's row of CEA without a vintage."""
    for source, row in stored:
        ledger.store([row], source=source, page=None, observed_at=AT)
    table = week.table(date(2026, 8, 14), date(2026, 8, 20))
    return next(row for row in table if (row.market, row.product, row.vintage) == ("national", "CEA", ""))


def test_days_that_count_other_trades_are_not_summed_and_the_row_says_so() -> None:
    row = cea(("cneeex_notices", NOTICE), ("national_snapshot", SNAPSHOT))
    assert (row.close, row.traded_days) == (D("81.00"), 2)
    assert (row.volume_t, row.turnover_cny, row.average) == (None, None, None)
    assert "2026-08-20" in row.dispute
    assert "national_snapshot" in row.dispute


def test_days_that_count_the_same_trades_are_summed() -> None:
    next_day = replace(NOTICE, day=date(2026, 8, 19), volume_t=D(10000), turnover_cny=D(812000), block_volume_t=None)
    next_day = replace(next_day, block_turnover_cny=None)
    row = cea(("cneeex_notices", NOTICE), ("cneeex_notices", next_day))
    assert (row.volume_t, row.turnover_cny, row.dispute) == (D(22000), D(1786400), "")


def test_a_snapshot_alone_is_a_sum_of_all_trades() -> None:
    other = replace(SNAPSHOT, day=SNAPSHOT.day - timedelta(days=1), volume_t=D(2000), turnover_cny=D(160000))
    row = cea(("national_snapshot", other), ("national_snapshot", SNAPSHOT))
    assert row.volume_t == D(314000)
