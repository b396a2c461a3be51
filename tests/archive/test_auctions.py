"""The workbook of EU auctions: its heading is found by words, and euro stay euro."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from archive.errors import BadInput
from archive.importing import import_file
from archive.models import Quote
from archive.records import Tally

pytestmark = pytest.mark.django_db
HEAD = ["Date", "Time", "Auction Name", "Contract", "Status", "Auction Price €/tCO2", "Auction Volume tCO2"]
HEAD += ["Total Revenue €"]
NOW = datetime.fromisoformat("2024-06-01T00:00:00+00:00")
DAY = datetime(2024, 5, 14)  # noqa: DTZ001 - a workbook has no zones
GOOD = [DAY, DAY, "Auction 4. Period CAP3 EU", "T3PA", "successful", 68.3, 2500500, 170784150.0]


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., Tally]:
    def taken(*rows: list[Any], above: int = 5) -> Tally:
        book = Workbook()
        for number in range(above):
            book.active.append([f"line {number}"])
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "report.xlsx")
        return import_file(tmp_path / "report.xlsx", now=NOW, judge=replace)

    return taken


@pytest.mark.parametrize("above", [0, 5, 9])
def test_the_heading_may_stand_anywhere_near_the_top(take: Callable[..., Tally], above: int) -> None:
    assert take(HEAD, GOOD, above=above) == Tally(read=1, stored=1)
    row = Quote.objects.get()
    assert (row.market, row.product, row.currency, row.basis) == ("eu", "EUA", "EUR", "eu.auction")
    assert (row.average, row.volume_t, row.turnover_cny) == (Decimal("68.3"), Decimal(2500500), None)


def test_aviation_is_left_out_and_a_cancelled_auction_has_no_price(take: Callable[..., Tally]) -> None:
    aviation = [DAY, DAY, "Auction EUAA", "EAA3", "successful", 60.0, 100000, 6000000.0]
    cancelled = [DAY.replace(day=15), DAY, "Auction 4. Period PL", "T3PA", "cancelled", "#N/A", "#N/A", "#N/A"]
    tally = take(HEAD, GOOD, aviation, cancelled)
    assert (tally.read, tally.stored, tally.errors) == (2, 2, ("航空配额（EUAA）的拍卖没有读入",))
    assert Quote.objects.get(day="2024-05-15").status == "no_trade"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ([*GOOD[:5], 6.83, *GOOD[6:]], "不等于价格"),
        ([*GOOD[:5], "68,3", *GOOD[6:]], "不是数字"),
        (["14.05.2024", *GOOD[1:]], "不是日期"),
        ([*GOOD[:5], None, *GOOD[6:]], "没有价格"),
    ],
)
def test_a_line_that_cannot_be_is_named(take: Callable[..., Tally], row: list[Any], says: str) -> None:
    tally = take(HEAD, GOOD, row)
    assert (tally.stored, tally.read) == (1, 2)
    assert says in tally.errors[0]


def test_another_workbook_is_refused_in_one_sentence(take: Callable[..., Tally], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Auction Name"):
        take(["day", "close"], [DAY, 1])
    with pytest.raises(BadInput, match="缺少 Auction Price"):
        take([name for name in HEAD if "Price" not in name], GOOD)
    (tmp_path / "broken.xlsx").write_bytes(b"PK no")
    with pytest.raises(BadInput, match="Excel"):
        import_file(tmp_path / "broken.xlsx", now=NOW, judge=replace)
