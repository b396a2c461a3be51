"""The declared sources on what exchanges really printed."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crawlers.declaration import find
from crawlers.reading.numbers import BadCell
from crawlers.reading.page import read_items, read_quotes
from crawlers.reading.rows import quote


@pytest.fixture
def fixtures(shared: Path) -> Path:
    return shared / "prices" / "fixtures"


def test_beijing_as_saved_in_2024(fixtures: Path) -> None:
    body = (fixtures / "bjets_jyxx_2024-02-21.html").read_bytes()
    reading = read_quotes(find("beijing_daily").layout, body, {"Content-Type": "text/html"}, "")
    assert (len(reading.quotes), reading.refused) == (15, ())
    first = reading.quotes[0]
    assert (first.product, first.day, first.average) == ("BEA", date(2024, 2, 21), Decimal(115))


def test_every_cell_that_beijing_printed_is_read_or_refused(shared: Path) -> None:
    """1,080 rows: 1,072 read, 289 of them BEA by date; two later ones name no product; six typing slips are refused."""
    table = find("beijing_daily").layout.table
    assert table is not None
    fates: Counter[str] = Counter()
    with (shared / "prices" / "bjets_cells.csv").open(encoding="utf-8-sig") as file:
        for printed in csv.DictReader(file):
            cells = [printed[name] for name in ("Time", "Number", "Ave_Price", "Total_cash")]
            try:
                row = quote(dict(zip(table.row.columns, cells, strict=True)), table.row)
            except BadCell as error:
                fates["no product" if "没有写明品种" in str(error) else str(error)] += 1
            else:
                fates[row.status] += 1
    slips = {text.split("」")[0].strip("「") for text in fates if text.startswith("「")}
    assert slips == {"5,,114.50", "29,,800.00", "70.074.00", "1422,742.00", "5.850.00", "133.416.00"}
    assert (fates["traded"], fates["no product"], sum(fates.values())) == (1072, 2, 1080)


def test_the_national_notice_and_its_list(fixtures: Path) -> None:
    source = find("cneeex_notices")
    notice = (fixtures / "cneeex_cea_article_2025-12-03.html").read_bytes()
    (row,) = read_quotes(source.layout, b'<div class="content">' + notice + b"</div>", {}, "", "20251203").quotes
    assert (row.volume_t, row.block_volume_t, row.close) == (Decimal(639256), Decimal(226790), Decimal("59.90"))
    listed = (fixtures / "cneeex_mrgk_list_2026-07_excerpt.html").read_bytes()
    items = read_items(source.layout, listed, {}, "https://overview.cneeex.com/qgtpfqjy/mrgk/2026n/", date(2026, 7, 20))
    assert len(items) == 4  # each stands there twice
    assert all(source.allows(item.url) for item in items)


def test_the_feed_without_a_callback(fixtures: Path) -> None:
    body = (fixtures / "kdata_getHouseDatasInAverage_minimal.jsonp").read_bytes()
    (row,) = read_quotes(find("pilots_tanjiaoyi").layout, body, {}, "").quotes
    assert (row.market, row.turnover_cny) == ("hubei", Decimal(10710400))
