"""The week's first chart: whose it is, and what it says of the year."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from digest import lines
from digest.build import build
from digest.leading import Leading, leading
from digest.shapes import Row
from tests.digest.material import days, idle_row, row, snapshot
from tests.digest.reading import running_text

LAST = date(2017, 5, 18)


def national(**other: Any) -> Row:
    """A year of the national market that was dearest in its middle and cheapest at its beginning."""
    prices: list[str | None] = [f"{40 + min(day, 364 - day) / 10:.2f}" for day in range(365)]
    year = days(LAST - timedelta(days=364), prices)
    fields: dict[str, Any] = {"market": "national", "product": "CEA", "printed": "CEA", "volume_t": "10"}
    return row("全国", history=year, days=year[-7:], **{**fields, **other})


def made(*week: Row) -> Leading | None:
    return leading([lines.line(one) for one in week], "2017-05-12", "2017-05-18")


def test_the_national_market_leads_however_little_it_sold() -> None:
    chosen = made(row(volume_t="999999"), national(vintage="2016"), national())
    assert chosen is not None
    assert (chosen.line.row["market"], chosen.line.row["vintage"]) == ("national", "")


def test_a_week_without_a_national_price_is_led_by_what_sold_most() -> None:
    chosen = made(
        national(close=None), row("北京", volume_t="90"), row("湖北", volume_t="100"), row("上海", volume_t=None)
    )
    assert chosen is not None
    assert chosen.line.row["market_name"] == "湖北"


def test_without_any_price_there_is_no_such_chart() -> None:
    assert made(idle_row()) is None
    assert made() is None


def test_it_says_the_highest_and_lowest_of_the_year_and_the_week_s_volume() -> None:
    chosen = made(national(volume_t="1234567"))
    assert chosen is not None
    assert chosen.facts == [
        ("近一年最高", "58.20", "2016-11-17"),
        ("近一年最低", "40.00", "2016-5-19"),
        ("本周成交量", "1,234,567", "吨"),
    ]


def test_a_shorter_memory_is_not_called_a_year() -> None:
    chosen = made(row())
    assert chosen is not None
    assert chosen.facts[0] == ("2017-5-8以来最高", "52.50", "2017-5-18")


def test_it_is_printed_once_and_wide_and_stands_on_the_phone_page_too(tmp_path: Path) -> None:
    built = build(snapshot(week=[row(), national()]), tmp_path)
    text, page = running_text(built.pdf), built.html.read_text(encoding="utf-8")
    assert text.count("近一年最高") == 1
    assert "58.20" in text
    assert "2016-11-17" in text
    assert page.count("近一年最高") == 1
    assert page.count('class="panel"') == 2
