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
    figures = {name: Decimal(value) for name, value in kind.items() if name != "record_days"}
    days = int(kind["record_days"]) if "record_days" in kind else None
    wanted = Condition(title="湖北", market="hubei", product="HBEA", record_days=days, **figures)
    return conditions.judge(wanted, today)


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
def test_three_days_that_are_known_are_no_record_of_ten() -> None:
    assert not judged(record_days="10").holds  # type: ignore[union-attr]
    assert judged(record_days="2").holds  # type: ignore[union-attr]


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
        ('title = "t"\nproduct = "CEA"\nbelow = true', "不是数字"),
        ('title = "t"\nproduct = "CEA"\nbelow = "1e30"', "小于"),
        ('title = "t"\nproduct = "CEA"\nrecord_days = "2.5"', "整数"),
        ('title = "t"\nproduct = "CEA"\nrecord_days = "99999"', "整数"),
        ('title = "t"\nproduct = "CEA"\nbelow = "60"\nvintage = 2021', "vintage 应是文字"),
        ('title = "t"\nproduct = "CEA"\nbelow = "60"\nvintage = "21 年"', "没有年份"),
        ('title = " "\nproduct = "CEA"\nbelow = "60"', "title"),
        ('title = "t"\nproduct = "CEA"\nunder = "60"\nbelow = "1"', "under"),
    ],
)
def test_a_slip_in_the_file_is_one_sentence(tmp_path: Path, entry: str, said: str) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text(f'patience_hours = 14\n[[price]]\nmarket = "national"\n{entry}\n', encoding="utf-8")
    with pytest.raises(ArchiveError, match=said):
        conditions.load(file)


def test_two_entries_of_one_title_would_be_one_alert(tmp_path: Path) -> None:
    file = tmp_path / "alerts.toml"
    entry = '[[price]]\ntitle = "跌破"\nmarket = "national"\nproduct = "CEA"\nbelow = "{}"\n'
    file.write_text(f"patience_hours = 14\n{entry.format(60)}{entry.format(50)}", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"同名的.+：跌破"):
        conditions.load(file)


def test_one_pair_of_brackets_is_named(tmp_path: Path) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text('patience_hours = 14\n[price]\ntitle = "跌破"\n', encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"任意个 \[\[price\]\]"):
        conditions.load(file)


def test_a_vintage_is_meant_however_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "alerts.toml"
    entry = '[[price]]\ntitle = "t"\nmarket = "shenzhen"\nproduct = "SZEA"\nvintage = "16"\nbelow = "60"\n'
    file.write_text(f"patience_hours = 14\n{entry}", encoding="utf-8")
    assert conditions.load(file).prices[0].vintage == "2016"


def test_the_file_of_the_project_can_be_read() -> None:
    wanted = conditions.load()
    assert wanted.patience > timedelta(hours=12)
    assert {one.market for one in wanted.prices} == {"national"}
