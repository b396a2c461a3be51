"""Price pages as somebody would write them who wants a wrong figure stored: read right, or refused with a word."""

from datetime import date
from decimal import Decimal

import pytest

from crawlers.errors import Drift
from crawlers.families import feed
from crawlers.reading.rows import RowRule
from crawlers.reading.table import TableRule, read_table
from tests.crawlers.test_families import FEED, national
from tests.crawlers.test_table import HEAD, page, row

D = Decimal
COLUMNS = {"日期": "day", "品种": "product", "收盘价": "close", "成交量": "volume_t", "备注": ""}
UNITS = {"close": "元/吨", "volume_t": "吨"}
RULE = TableRule(at="//table", row=RowRule(columns=COLUMNS, units=UNITS, market="guangdong", no_trade="dash"))
GOOD = row("20170517", "GDEA", "14.39", "100", "")


def told(close: str, volume: str, day: str = "20170518") -> tuple[Decimal | None, Decimal | None, str] | str:
    """What a row gives beside a good one: (close, volume, status), or why it is refused."""
    reading = read_table(page(GOOD, row(day, "GDEA", close, volume, "")), RULE)
    if reading.refused:
        return reading.refused[0].reason
    quote = reading.quotes[1]
    return quote.close, quote.volume_t, quote.status


@pytest.mark.parametrize(
    ("close", "volume"),
    [
        ("１５．３８", "１，２３４"),
        ("15.38元/吨", "0.1234万吨"),
        ("15.<b>3</b>8", "1,2<span>34</span>"),
        ("<p>15.38</p>", "\n 1,234 <br>"),
        ("15.38<!-- 99 -->", "1234吨"),
        ("15.38<span style='display:none'>99</span>", "1234"),
        ("\u00a015.38\u3000", "1234.0"),
    ],
)
def test_one_figure_in_many_dresses(close: str, volume: str) -> None:
    assert told(close, volume) == (D("15.38"), D(1234), "traded")


@pytest.mark.parametrize("nothing", ["-", "—", "--", "／", "/", "无", "", "&nbsp;"])
def test_words_for_nothing(nothing: str) -> None:
    assert told(nothing, nothing) == (None, None, "no_trade")


@pytest.mark.parametrize(
    ("close", "volume"),
    [
        ("15.38¹", "1234"),  # NFKC would read 15.381
        ("15.38①", "1234"),
        ("15.38<sup>2</sup>", "1234"),
        ("15.38", "12<br>34"),
        ("15.38", "<div>12</div><div>34</div>"),
        ("15.38", "-1234"),
        ("15.38", "(1234)"),
        ("15.38", "1.2万"),
        ("15.38", "1.234万元"),
        ("15.38", "123,4"),
        ("1.538,00", "1234"),
        ("15.38*", "1234"),
        ("约15.38", "1234"),
        ("15.38-15.40", "1234"),
        ("十五元三角八", "1234"),
        ("$15.38", "1234"),
        ("15.38", "1234½"),
        ("/", "1234"),
    ],
)
def test_what_is_not_one_figure_is_refused_and_the_page_stays(close: str, volume: str) -> None:
    assert isinstance(told(close, volume), str)


@pytest.mark.parametrize(
    "day", ["05/06/2017", "17.05.2017", "42873", "2017-05-3²", "5月18日", "2017-05-17~18", "20170532"]
)
def test_a_day_that_may_be_two_days_is_refused(day: str) -> None:
    assert "日期" in str(told("15.38", "1234", day)) or "脚注" in str(told("15.38", "1234", day))


def test_headings_again_in_the_middle_are_no_row() -> None:
    reading = read_table(page(GOOD, HEAD, HEAD.replace("th>", "td>"), row("20170516", "GDEA", "14.40", "9", "")), RULE)
    assert ([quote.close for quote in reading.quotes], reading.refused) == ([D("14.39"), D("14.40")], ())


def test_a_day_merged_over_its_rows_is_the_day_of_each() -> None:
    rows = '<tr><td rowspan="2">20170518</td><td>GDEA</td><td>15.38</td><td>9</td><td></td></tr>'
    rows += "<tr><td>CCER</td><td>2.10</td><td>7</td><td></td></tr>"
    quotes = read_table(page(rows, GOOD), RULE).quotes
    assert [(q.day.day, q.product, q.close) for q in quotes][:2] == [(18, "GDEA", D("15.38")), (18, "CCER", D("2.10"))]


@pytest.mark.parametrize(
    "cells",
    [
        '<td colspan="2">15</td>',  # a price of 15 and a volume of 15
        '<td rowspan="2">15.38</td><td>9</td>',
        '<td>15.38</td><td rowspan="2">9</td>',  # perhaps the volume of both days
    ],
)
def test_a_figure_merged_over_several_places_is_refused(cells: str) -> None:
    rows = f"<tr><td>20170518</td><td>GDEA</td>{cells}<td></td></tr>"
    reading = read_table(page(GOOD, rows), RULE)
    assert len(reading.quotes) == 1
    assert "占了几栏或几行" in reading.refused[0].reason


def test_a_dash_merged_over_the_figures_is_a_day_without_trade() -> None:
    rows = '<tr><td>20170518</td><td>GDEA</td><td colspan="2">—</td><td></td></tr>'
    assert [quote.status for quote in read_table(page(GOOD, rows), RULE).quotes] == ["traded", "no_trade"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2017-05-17T16:00:00.000Z", 18),  # midnight in Shanghai
        ("2017-05-17T15:59:59Z", 17),
        ("2017-05-18T00:00:00.000+0800", 18),
        ("2017-05-18T00:00:00Z", 18),
        ("2017-05-18T23:30:00", 18),
    ],
)
def test_a_moment_is_the_day_it_falls_on_in_shanghai(moment: str, day: int) -> None:
    (quote,) = feed.read(f'{{"data":[{{"d":"{moment}","p":16.48,"v":250302}}]}}', FEED).quotes
    assert quote.day == date(2017, 5, day)


RECORD = '{"data":[{"d":"2017-05-18","p":16.48,"v":250302}]}'


@pytest.mark.parametrize("text", [RECORD, f" {RECORD}\n", f"X({RECORD});", f"X({RECORD}, 'ALL')"])
def test_an_answer_ends_where_its_json_ends(text: str) -> None:
    assert len(feed.read(text, FEED).quotes) == 1


@pytest.mark.parametrize("text", [RECORD + RECORD, f"{RECORD}error 500", f"X({RECORD}", f"{RECORD})"])
def test_more_than_one_answer_is_drift(text: str) -> None:
    with pytest.raises(Drift, match="JSON 之后"):
        feed.read(text, FEED)


@pytest.mark.parametrize("figure", ["NaN", "-0", "true", "[16]", '{"v": 16}', '"16&#46;48"', '"<b>16</b>"'])
def test_json_that_is_no_figure_is_refused(figure: str) -> None:
    told = RECORD.replace("]", f',{{"d":"2017-05-19","p":{figure},"v":1}}]')
    reading = feed.read(told, FEED)
    assert (len(reading.quotes), len(reading.refused)) == (1, 1)


def test_a_key_that_stands_twice_in_a_record_is_drift() -> None:
    with pytest.raises(Drift, match="p 出现两次"):
        feed.read('{"data":[{"d":"2017-05-18","p":16.48,"p":61.48,"v":250302}]}', FEED)


LISTED = "挂牌协议交易成交量100吨，成交额5,000.00元，"
PRICES = "开盘价49.00元/吨，最高价51.00元/吨，最低价48.00元/吨，收盘价50.00元/吨。"


@pytest.mark.parametrize(
    "text",
    [
        LISTED + PRICES.replace("收盘价", "结算价"),
        LISTED + PRICES.replace("最高价51.00元/吨，", ""),
        LISTED + PRICES.replace("51.00元/吨", "51.00美元/吨"),
        LISTED.replace("成交额5,000.00元", "成交额€5,000.00") + PRICES,
        LISTED + PRICES + "大宗协议交易成交量200吨，金额8,000.00元。",
        LISTED + PRICES + "单向竞价成交额8,000.00元。",
        LISTED + PRICES.replace("50.00元/吨。", "50.00元/吨，收盘价51.00元/吨。"),
        LISTED + PRICES + "大宗协议交易数量200吨，金额8,000.00元。",
        LISTED.replace("成交量", "数量").replace("成交额", "金额")
        + PRICES
        + "大宗协议交易成交量200吨，成交额8,000.00元。",
        "【挂牌协议交易】数量100吨，金额5,000元；【大宗协议交易】成交量200吨，成交额8,000元。",
    ],
)
def test_a_notice_that_lost_a_figure_is_not_stored_without_it(text: str) -> None:
    with pytest.raises(Drift):
        national(text)


def test_figures_of_a_week_are_none_of_the_day() -> None:
    (quote,) = national(LISTED + PRICES + "本周成交量9,000吨，成交额450,000.00元。").quotes
    assert (quote.volume_t, quote.turnover_cny) == (D(100), D(5000))
    (quiet,) = national("今日无成交。本周成交量9,000吨，成交额450,000.00元。").quotes
    assert (quiet.status, quiet.volume_t) == ("no_trade", None)
