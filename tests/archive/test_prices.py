"""The ledger answers what is known, what was known, and what is new; exports say the same in every format."""

import csv
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from archive import exports, ledger, prices
from archive.errors import BadInput, Unknown
from archive.records import QuoteRow
from tests.archive.rows import BEA

pytestmark = pytest.mark.django_db
D = Decimal
MIXED = replace(BEA, volume_t=D(38507), turnover_cny=None)


def put(*rows: QuoteRow, at: datetime, source: str = "beijing_daily") -> None:
    ledger.store(rows, source=source, page=None, observed_at=at)


def test_the_newest_word_of_the_best_source_wins_and_the_dispute_shows(now: datetime) -> None:
    put(MIXED, at=now + timedelta(days=3), source="pilots_sceex")
    put(replace(BEA, volume_t=D(8600), turnover_cny=D("514108")), at=now)
    put(BEA, at=now + timedelta(days=1))
    (found,) = prices.quotes()
    assert (found.source, found.volume_t, found.price) == ("beijing_daily", D(8507), D("59.78"))
    assert found.dispute == "pilots_sceex volume_t 38507≠8507"


def test_a_cent_or_a_rounding_is_no_dispute(now: datetime) -> None:
    put(BEA, at=now)
    put(replace(BEA, turnover_cny=D(508580), average=D("59.79")), at=now, source="pilots_tanjiaoyi")
    put(replace(BEA, status="missing", average=None, volume_t=None, turnover_cny=None), at=now, source="my_notes")
    (found,) = prices.quotes()
    assert not found.dispute


def test_a_source_without_a_word_never_stands_before_one_that_speaks(now: datetime) -> None:
    put(QuoteRow(market="beijing", product="BEA", day=BEA.day, status="missing"), at=now)
    put(BEA, at=now, source="pilots_sceex")
    (found,) = prices.quotes()
    assert found.source == "pilots_sceex"


def test_as_of_sees_what_was_known_then(now: datetime) -> None:
    put(BEA, at=now)
    put(replace(BEA, volume_t=D(8600), turnover_cny=D("514108")), at=now + timedelta(days=5))
    then = [row.volume_t for row in prices.quotes(as_of=now + timedelta(days=1))]
    assert (then, [row.volume_t for row in prices.quotes()]) == ([D(8507)], [D(8600)])
    assert list(prices.quotes(as_of=now - timedelta(days=1))) == []


def test_an_older_word_that_is_stored_later_is_not_the_newest(now: datetime) -> None:
    put(BEA, at=now)
    put(replace(BEA, volume_t=D(8600), turnover_cny=D("514108")), at=now - timedelta(days=5))
    (found,) = prices.quotes()
    assert found.volume_t == D(8507)


def test_the_change_feed_gives_every_row_once(now: datetime) -> None:
    put(BEA, at=now)
    mark = prices.newest_revision()
    put(replace(BEA, volume_t=D(8600), turnover_cny=D("514108")), at=now + timedelta(days=5))
    put(replace(BEA, day=date(2017, 5, 16)), at=now + timedelta(days=5))
    assert [(row.day.day, row.revision > mark) for row in prices.since(mark)] == [(17, True), (16, True)]
    assert len(list(prices.since(0, market="beijing", product="BEA"))) == 3
    assert list(prices.since(0, market="hubei")) == []


def test_what_is_asked_for_narrows(now: datetime) -> None:
    put(*(replace(BEA, day=date(2017, 5, day), volume_t=D(day), turnover_cny=None) for day in (15, 16, 17)), at=now)
    put(QuoteRow(market="hubei", product="HBEA", day=BEA.day, close=D(16)), at=now, source="hubei_daily")
    assert [row.day.day for row in prices.quotes(start=date(2017, 5, 16), end=date(2017, 5, 16))] == [16]
    assert [row.market for row in prices.quotes(start=BEA.day)] == ["beijing", "hubei"]
    assert [row.market for row in prices.quotes(product="HBEA")] == ["hubei"]
    with pytest.raises(Unknown):
        next(prices.quotes(market="mars"))
    with pytest.raises(Unknown):
        next(prices.quotes(product="XEA"))


@pytest.fixture
def files(now: datetime, tmp_path: Path) -> dict[str, Path]:
    put(BEA, replace(BEA, day=date(2017, 5, 18), volume_t=D(0), turnover_cny=D(0)), at=now, source="beijing_daily")
    put(replace(BEA, day=date(2017, 5, 19)), at=now, source="=1+1 formula")
    written = {}
    for kind in exports.FORMATS:
        written[kind] = tmp_path / f"q.{kind}"
        with exports.whole(written[kind]) as out:
            assert exports.write(prices.quotes(), exports.QUOTE_COLUMNS, kind, out) == 3
    return written


def test_every_format_holds_the_same_figures(files: dict[str, Path]) -> None:
    rows = list(csv.DictReader(files["csv"].read_text(encoding="utf-8").splitlines()))
    assert (rows[0]["average"], rows[0]["turnover_cny"], rows[0]["day"]) == ("59.78", "508584.2", "2017-05-17")
    assert (rows[1]["status"], rows[1]["average"], rows[1]["volume_t"]) == ("no_trade", "", "0")
    assert rows[0]["observed_at"] == "2017-05-19T01:00:00Z"
    loaded = json.loads(files["json"].read_text(encoding="utf-8"), parse_float=Decimal)
    assert (loaded[0]["average"], loaded[0]["volume_t"], loaded[1]["average"]) == (D("59.78"), 8507, None)
    table = pq.read_table(files["parquet"]).to_pylist()
    assert (table[0]["average"], table[0]["day"], table[1]["average"]) == (D("59.78"), date(2017, 5, 17), None)
    sheet = load_workbook(files["xlsx"])["行情"]
    cells = [cell.value for cell in sheet[2]]
    assert (cells[8], cells[3].date()) == (59.78, date(2017, 5, 17))


def test_no_cell_is_run_as_a_formula(files: dict[str, Path]) -> None:
    place = [column.name for column in exports.QUOTE_COLUMNS].index("source")
    assert ",'=1+1 formula," in files["csv"].read_text(encoding="utf-8")
    cell = load_workbook(files["xlsx"])["行情"][4][place]
    assert (cell.value, cell.data_type) == ("'=1+1 formula", "s")


def test_a_file_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "quotes.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(BadInput), exports.whole(path) as out:
        exports.write([], exports.QUOTE_COLUMNS, "sav", out)
    assert path.read_text(encoding="utf-8") == "before"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["quotes.csv"]


def test_the_analysts_files_are_one_for_each_market_and_one_for_all(now: datetime, home: Path) -> None:
    put(BEA, at=now)
    put(QuoteRow(market="hubei", product="HBEA", day=BEA.day, close=D(16)), at=now, source="hubei_daily")
    folder = exports.refresh(home / "prices")
    files = ["beijing.csv", "datapackage.json", "hubei.csv", "quotes.csv", "quotes.parquet", "quotes.xlsx"]
    assert sorted(path.name for path in folder.iterdir()) == files
    assert len((folder / "quotes.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="parquet"), (tmp_path / "x").open("wb") as out:
        exports.write([], exports.QUOTE_COLUMNS, "sav", out)
