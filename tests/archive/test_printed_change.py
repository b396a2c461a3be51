"""A close is held against the change that its page prints beside it, and a block trade against its own limit."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from archive import ledger
from archive.models import Quarantine
from archive.records import PUBLISHED_CHANGE, QuoteRow

pytestmark = pytest.mark.django_db
D = Decimal
CEA = QuoteRow(market="national", product="CEA", day=date(2023, 2, 24), close=D("56.50"), volume_t=D(10))


def put(*rows: QuoteRow, at: datetime) -> set[tuple[str, int]]:
    ledger.store(rows, source="cneeex_notices", page=None, observed_at=at.replace(year=2024))
    return {(held.check_name, int(held.row["day"][-2:])) for held in Quarantine.objects.all()}


@pytest.mark.parametrize(
    ("day", "close", "told", "held"),
    [
        (27, "55.00", "2.65", set()),  # the sign is missing on some pages
        (27, "55.00", "-2.65", set()),
        (27, "55.50", "-2.65", {("change", 27)}),  # within the daily limit, and still a slip
        (28, "55.50", "-2.65", set()),  # the day between is not known
    ],
)
def test_the_change_is_from_the_trading_day_before(
    now: datetime, day: int, close: str, told: str, held: set[tuple[str, int]]
) -> None:
    row = replace(CEA, day=date(2023, 2, day), close=D(close), volume_t=D(20), raw={PUBLISHED_CHANGE: told})
    assert put(CEA, row, at=now) == held


@pytest.mark.parametrize(("price", "held"), [("42.54", set()), ("30.00", {("block", 24)}), ("99", {("block", 24)})])
def test_block_trades_have_a_limit_of_their_own(now: datetime, price: str, held: set[tuple[str, int]]) -> None:
    row = replace(CEA, close=D("58.00"), block_volume_t=D(100000), block_turnover_cny=D(price) * 100000)
    assert put(row, at=now) == held
