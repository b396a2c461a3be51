"""Three rows that exchanges printed for 17 May 2017, and how a test stores rows."""

from datetime import date, datetime
from decimal import Decimal

from archive import ledger
from archive.models import Quarantine
from archive.records import QuoteRow, Tally

D = Decimal
BEA = QuoteRow(
    market="beijing",
    product="BEA",
    day=date(2017, 5, 17),
    average=D("59.78"),
    volume_t=D(8507),
    turnover_cny=D("508584.2"),
)
HBEA = QuoteRow(
    market="hubei",
    product="HBEA",
    day=date(2017, 5, 17),
    low=D("16.32"),
    high=D("16.46"),
    close=D("16.40"),
    volume_t=D(232229),
    turnover_cny=D("3805336.94"),
)
GDEA = QuoteRow(
    market="guangdong",
    product="GDEA",
    day=date(2017, 5, 17),
    open=D("14.26"),
    high=D("14.89"),
    low=D(14),
    close=D("14.39"),
    volume_t=D(39369),
    turnover_cny=D("566425.51"),
)


def put(*rows: QuoteRow, at: datetime, source: str = "some_daily") -> Tally:
    return ledger.store(rows, source=source, page=None, observed_at=at)


def faults() -> list[str]:
    return list(Quarantine.objects.order_by("pk").values_list("check_name", flat=True))


def hubei(day: int, close: str) -> QuoteRow:
    return QuoteRow(market="hubei", product="HBEA", day=date(2017, 5, day), close=D(close))
