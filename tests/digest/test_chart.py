"""A chart of a year: gaps stay gaps, and the turn of the year is written below it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from archive import ledger
from archive.records import QuoteRow
from digest import chart, lines, weekrows
from digest.chart import Panel
from tests.digest.conftest import NOW

pytestmark = pytest.mark.django_db
GAP = date(2016, 12, 5), date(2017, 1, 25)


def year(last: date, days: int = 364) -> Panel:
    """The national market's weekdays up to that day, with a stretch of seven weeks that nobody printed."""
    rows = []
    for back in range(days, -1, -1):
        day = last - timedelta(days=back)
        if day.weekday() > 4 or GAP[0] <= day <= GAP[1]:
            continue
        price = Decimal(50) + Decimal(back % 40) / 20
        figures = {"close": price, "volume_t": Decimal(1000 + back), "turnover_cny": price * (1000 + back)}
        rows.append(QuoteRow(market="hubei", product="HBEA", day=day, **figures))
    ledger.store(rows, source="hubei_daily", page=None, observed_at=NOW)
    first = last - timedelta(days=6)
    (row,) = (row for row in weekrows.rows(first, last, {}) if row["market"] == "hubei")
    return chart.panel(row, lines.line(row), first.isoformat(), last.isoformat())


@pytest.mark.parametrize("month", range(1, 6))
def test_the_january_of_a_long_chart_names_its_year(month: int) -> None:
    labels = [tick.label for tick in year(date(2017, month, 18)).days]
    assert "2017年" in labels
    assert 5 <= len(labels) <= 7


def test_a_short_chart_names_the_year_that_begins() -> None:
    labels = [tick.label for tick in year(date(2017, 2, 10), 14).days]
    assert all("年" not in label and not label.startswith("20") for label in labels)
    labels = [tick.label for tick in year(date(2016, 1, 15), 30).days]
    assert [label.count("/") for label in labels] == [1, 1, 1, 2, 1, 1]


def test_a_stretch_without_data_breaks_the_line() -> None:
    made = year(date(2017, 5, 18))
    assert len(made.runs) == 2
    end, start = (float(run.split()[place].split(",")[0]) for run, place in zip(made.runs, (-1, 0), strict=True))
    assert start - end > 20
    assert not [at for at, _, _ in made.bars if end + 0.1 < at < start - 0.1]
