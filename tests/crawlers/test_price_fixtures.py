"""Real answers of exchanges, kept beside the project: every row is read right, or held for the right reason."""

import csv
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from archive import ledger
from archive.models import Quarantine, Quote
from archive.records import QuoteRow
from crawlers.declaration import find
from crawlers.errors import Drift
from crawlers.families import feed, prose
from crawlers.reading.page import read_items, read_quotes
from crawlers.reading.rows import Reading, read_rows

D = Decimal
HTML = {"Content-Type": "text/html; charset=utf-8"}
HEADINGS = ("日期", "成交量(吨)", "成交均价(元/吨)", "成交额(元)")
# Slips of the exchange's typists, row by row: day → what the cell holds.
SLIPS = {
    "2016-04-21": "133.416.00",
    "2016-09-01": "5.850.00",
    "2017-01-05": "1422,742.00",
    "2017-08-08": "70.074.00",
    "2018-05-24": "29,,800.00",
    "2018-06-08": "5,,114.50",
}
UNNAMED = {"2016-03-25", "2019-09-04"}  # no product printed, years after the exchange had begun to print it


@pytest.fixture(scope="session")
def real(shared: Path) -> Path:
    return shared / "prices" / "fixtures"


def cells(shared: Path) -> list[dict[str, str]]:
    with (shared / "prices" / "bjets_cells.csv").open(encoding="utf-8", newline="") as file:
        names = ("Time", "Number", "Ave_Price", "Total_cash")
        return [dict(zip(HEADINGS, (line[name] for name in names), strict=True)) for line in csv.DictReader(file)]


def beijing(rows: list[dict[str, str]]) -> Reading:
    table = find("beijing_daily").layout.table
    assert table
    return read_rows(rows, table.row)


def printed(cell: str) -> tuple[Decimal, str]:
    """A turnover cell read another way than the reader does it: digits and letters picked out."""
    name = re.sub(r"[^A-Z\u4e00-\u9fff]", "", cell)
    return D(re.sub(r"[^\d.]", "", cell)), {"": "BEA", "林业碳汇": "FCER"}.get(name, name)


def test_1080_rows_of_beijing_with_twenty_kinds_of_brackets(shared: Path) -> None:
    rows = cells(shared)
    reading = beijing(rows)
    assert (len(rows), len(reading.quotes), len(reading.refused)) == (1080, 1072, 8)
    told = {one.raw["日期"]: one.reason for one in reading.refused}
    assert {day: SLIPS[day] in told[day] for day in SLIPS} == dict.fromkeys(SLIPS, True)
    assert {day for day, why in told.items() if why == "这一行没有写明品种"} == UNNAMED
    for quote in reading.quotes:
        turnover, product = printed(quote.raw["成交额(元)"])
        assert (quote.turnover_cny, quote.product) == (turnover, product)
        assert (quote.volume_t, quote.average) == (D(quote.raw["成交量(吨)"]), D(quote.raw["成交均价(元/吨)"]))
        assert quote.day.isoformat() == quote.raw["日期"]


@pytest.mark.django_db
def test_rows_of_beijing_that_contradict_themselves_are_held(shared: Path) -> None:
    quotes = beijing(cells(shared)).quotes
    tally = ledger.store(quotes, source="beijing_daily", page=None, observed_at=datetime(2020, 1, 1, tzinfo=UTC))
    held = Quarantine.objects.values_list("check_name", "row__product", "row__day")
    assert {("turnover", "BEA", "2016-03-31"), ("turnover", "CCER", "2016-05-10")} <= set(held)
    assert Counter(held)["duplicate", "BEA", "2018-12-21"] == 2  # 30,003 t and 29,998 t on one day
    assert tally.unchanged == 1  # 6 July 2016 is printed twice alike
    assert tally.quarantined <= 0.015 * tally.read


def test_a_page_of_beijing_as_it_was_served(real: Path) -> None:
    body = (real / "bjets_jyxx_2024-02-21.html").read_bytes()
    reading = read_quotes(find("beijing_daily").layout, body, HTML, "https://www.bjets.com.cn/article/jyxx/")
    rows = re.findall(r"<td>(2\d{3}-\d\d-\d\d)</td><td>(\d+)</td><td>([\d.]+)</td><td>([^<]+)</td>", body.decode())
    assert len(rows) >= 15
    expected = [(date.fromisoformat(day), D(volume), D(price), *printed(total)) for day, volume, price, total in rows]
    assert [(q.day, q.volume_t, q.average, q.turnover_cny, q.product) for q in reading.quotes] == expected
    assert reading.refused == ()


def test_ccer_by_kind_and_in_sum(real: Path) -> None:
    text = (real / "ccer_90-first_2026-07-17_excerpt.json").read_text(encoding="utf-8")
    reading = feed.read(text, find("national_ccer").layout.rule)
    assert [(q.day.day, q.volume_t, q.average, q.turnover_cny) for q in reading.quotes] == [
        (17, D(40610), D("89.91"), D("3651290.00")),
        (16, D(336016), D("83.61"), D("28092920.00")),
    ]


def test_a_national_notice_and_its_list(real: Path) -> None:
    source = find("cneeex_notices")
    said = (real / "cneeex_cea_article_2025-12-03.html").read_text(encoding="utf-8")
    title = "【CEA】全国碳市场每日综合价格行情及成交信息20251203"
    (row,) = prose.read(f"<div class='content'>{said}</div>", source.layout.rule, title=title).quotes
    assert (row.open, row.high, row.low, row.close) == (D("59.66"), D("60.13"), D("59.56"), D("59.90"))
    assert (row.volume_t, row.turnover_cny) == (D(639256), D("38268042.10"))
    assert (row.block_volume_t, row.block_turnover_cny) == (D(226790), D("12472500.00"))
    listed = (real / "cneeex_mrgk_list_2026-07_excerpt.html").read_bytes()
    url = "https://overview.cneeex.com/qgtpfqjy/mrgk/2026n/"
    items = read_items(source.layout, listed, HTML, url, date(2026, 7, 20))
    assert [item.day.day for item in items if item.day] == [17, 16, 15, 14]  # each stands twice on the page


def test_the_chart_on_hubeis_front_page_is_of_averages(real: Path) -> None:
    body = (real / "hbets_home_2026-08-14_excerpt.html").read_bytes()
    reading = read_quotes(find("hubei_chart").layout, body, HTML, "https://www.hbets.cn/")
    told = re.findall(r'"riqi":"([^"]+)","cjj":"([^"]+)","cjl":"([^"]+)"', body.decode())
    expected = [
        (date.fromisoformat(day), D(average), D(volume), None, "hubei.average") for day, average, volume in told
    ]
    assert [(q.day, q.average, q.volume_t, q.close, q.basis) for q in reading.quotes] == expected
    assert (len(expected), expected[0][2], reading.refused) == (12, D(510020), ())


def test_the_feed_of_averages_without_a_callback(real: Path) -> None:
    text = (real / "kdata_getHouseDatasInAverage_minimal.jsonp").read_text(encoding="utf-8")
    (row,) = feed.read(text, find("pilots_tanjiaoyi").layout.rule).quotes
    assert (row.market, row.average, row.volume_t, row.turnover_cny) == ("hubei", D(21), D(510020), D("10710400.00"))


THURSDAY, FRIDAY = ("2026-08-20", "997400", "96871000"), ("2026-08-21", "1892200", "185000000")


@pytest.mark.parametrize(
    ("line", "told"),
    list(enumerate([None, THURSDAY, THURSDAY, FRIDAY, FRIDAY])),
    ids=["third", "万元", "same", "亿元", "again"],
)
def test_a_snapshot_whose_unit_flips(real: Path, line: int, told: tuple[str, str, str] | None) -> None:
    """Five looks: the first is a third party's, without volume; the day's own figures come between 17:36 and 18:00."""
    seen = json.loads((real / "latest-market_5_snapshots.jsonl").read_text(encoding="utf-8").splitlines()[line])["cea"]
    names = {
        "tradeDate": "tradeDate",
        "closePrice": "close",
        "ad": "changePct",
        "openPrice": "open",
        "highPrice": "high",
        "lowPrice": "low",
        "todayQty": "volume",
        "todayAmt": "turnover",
    }
    text = json.dumps({theirs: seen[name] for theirs, name in names.items() if name in seen}, ensure_ascii=False)
    if told is None:
        with pytest.raises(Drift, match="todayQty"):
            feed.read(text, find("national_snapshot").layout.rule)
        return
    (row,) = feed.read(text, find("national_snapshot").layout.rule).quotes
    assert (row.day.isoformat(), row.volume_t, row.turnover_cny) == (told[0], D(told[1]), D(told[2]))
    assert [row.open, row.high, row.low, row.close] == [D(str(seen[name])) for name in ("open", "high", "low", "close")]


# What is wrong with the third party's rows, by instrument and day: the check that holds each.
CCN = {
    ("CEA", "2023-03-01"): "range",  # opens below the low
    ("CEA", "2023-08-10"): "range",
    ("CEA", "2023-04-11"): "turnover",  # 56 t for 560 yuan
    ("CEA", "2023-05-18"): "repeated",  # the block trade of the day before again
    ("CEA19-20", "2023-07-27"): "life",  # rows of September under a day of July
    ("CEA21", "2023-07-27"): "life",
    ("CEA22", "2023-07-27"): "life",
}


@pytest.mark.django_db
def test_a_third_partys_table_of_cea(real: Path) -> None:
    with (real / "ccn_cea_by_vintage_2023-02_2023-09_excerpt.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    names = {"volume_t": "listed_vol_t", "turnover_cny": "listed_amt_cny"}
    names |= {"block_volume_t": "block_vol_t", "block_turnover_cny": "block_amt_cny"}
    names |= {name: name for name in ("open", "high", "low", "close")}
    rows = [
        QuoteRow(
            market="national",
            product=line["vintage"],
            day=date.fromisoformat(line["trade_date"]),
            raw=line,
            **{ours: D(line[theirs]) for ours, theirs in names.items() if line[theirs]},
        )
        for line in lines
    ]
    ledger.store(rows, source="ccn", page=None, observed_at=datetime(2023, 10, 1, tzinfo=UTC))
    held = {(one.row["raw"]["vintage"], one.row["day"]): one.check_name for one in Quarantine.objects.all()}
    assert held == CCN
    stored = {(q.raw["vintage"], q.day.isoformat()): q for q in Quote.objects.all()}
    assert len(stored) + len(CCN) == len(rows)
    for row in rows:
        if (key := (row.product, row.day.isoformat())) in stored:
            assert row.figures() == {name: getattr(stored[key], name) for name in row.figures()}
