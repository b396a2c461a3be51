"""The conditions of data/alerts.toml, on real rows of the ledger."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from archive import conditions, ledger
from archive.conditions import Condition, Finding
from archive.errors import ArchiveError
from archive.records import QuoteRow

pytestmark = pytest.mark.django_db
TODAY = date(2017, 5, 18)


def store(now: datetime, prices: dict[date, str]) -> None:
    rows = [
        QuoteRow(market="hubei", product="HBEA", day=day, close=Decimal(price), volume_t=Decimal(1000))
        for day, price in prices.items()
    ]
    assert ledger.store(rows, source="hubei_daily", page=None, observed_at=now).stored == len(rows)


def judged(today: date = TODAY, **kind: str) -> Finding | None:
    figures = {name: Decimal(value) for name, value in kind.items()}
    return conditions.judge(Condition(title="湖北", market="hubei", product="HBEA", **figures), today)


@pytest.fixture
def week(now: datetime) -> None:
    store(now, {date(2017, 5, 16): "16.00", date(2017, 5, 17): "16.10", date(2017, 5, 18): "15.20"})


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ({"below": "15.21"}, True),
        ({"below": "15.20"}, False),
        ({"above": "15.19"}, True),
        ({"above": "15.20"}, False),
        ({"moved": "5.5"}, True),  # 15.20 / 16.10 is 5.59 % less
        ({"moved": "5.6"}, False),
    ],
)
def test_the_newest_price_is_held_against_it(kind: dict[str, str], holds: bool) -> None:
    found = judged(**kind)
    assert found is not None
    assert (found.price.day, found.holds) == (TODAY, holds)
    assert found.before is not None
    assert found.before.close == Decimal("16.10")


def test_a_record_needs_a_year_that_is_known(now: datetime) -> None:
    days = [TODAY - timedelta(weeks=n) for n in range(60)]
    store(now, dict.fromkeys(days[1:20], "16.00") | {TODAY: "15.50"})
    assert not judged(record_days="365").holds  # type: ignore[union-attr]
    store(now, dict.fromkeys(days[20:], "16.00"))
    assert judged(record_days="365").holds  # type: ignore[union-attr]


@pytest.mark.usefixtures("week")
def test_an_old_day_is_no_news_but_its_price_still_stands() -> None:
    later = TODAY + timedelta(days=60)
    assert judged(later, moved="1") is None
    assert judged(later, below="16").holds  # type: ignore[union-attr]
    assert judged(TODAY + timedelta(days=400), below="16") is None


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('product = "CEA"\nbelow = "60"', "缺少 title"),
        ('title = "t"\nproduct = "CEA"', "只有一个"),
        ('title = "t"\nproduct = "CEA"\nbelow = "60"\nabove = "90"', "只有一个"),
        ('title = "t"\nproduct = "CEA"\nbelow = "sixty"', "不是数字"),
        ('title = "t"\nproduct = "CEA"\nbelow = "-1"', "大于 0"),
        ('title = "t"\nproduct = "XYZ"\nbelow = "60"', "XYZ"),
        ('title = "t"\nproduct = "CEA"\nunder = "60"\nbelow = "1"', "under"),
    ],
)
def test_a_slip_in_the_file_is_one_sentence(tmp_path: Path, entry: str, said: str) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text(f'patience_hours = 14\n[[price]]\nmarket = "national"\n{entry}\n', encoding="utf-8")
    with pytest.raises(ArchiveError, match=said):
        conditions.load(file)


def test_the_file_of_the_project_can_be_read() -> None:
    wanted = conditions.load()
    assert wanted.patience > timedelta(hours=12)
    assert {one.market for one in wanted.prices} == {"national"}
