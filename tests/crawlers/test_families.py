"""Feeds and notices in prose."""

from decimal import Decimal

import pytest

from crawlers.declaration import find
from crawlers.errors import Drift, Hollow
from crawlers.families import feed, prose
from crawlers.reading.rows import Reading, RowRule

FEED = feed.Rule(
    records="data/*",
    row=RowRule(
        columns={"d": "day", "p": "average", "v": "volume_t"},
        units={"average": "元/吨", "volume_t": "吨"},
        market="hubei",
        product="HBEA",
    ),
)
RECORD = '{"d":"2017-05-18","p":16.48,"v":250302}'


@pytest.mark.parametrize("frame", ["{}", "cb({})", "null({});", " X.y({}, 'ALL')"])
def test_json_with_and_without_a_callback(frame: str) -> None:
    (quote,) = feed.read(frame.replace("{}", f'{{"data":[{RECORD}]}}'), FEED).quotes
    assert (quote.average, quote.volume_t) == (Decimal("16.48"), Decimal(250302))


@pytest.mark.parametrize(
    "text",
    ["<html></html>", "cb(", '{"rows":[]}', '{"data":[[1,2]]}', '{"data":[{"d":"2017-05-18","p":1,"v":2,"new":3}]}'],
)
def test_a_feed_that_looks_otherwise_is_drift(text: str) -> None:
    with pytest.raises(Drift):
        feed.read(text, FEED)


def test_a_feed_without_records_is_hollow() -> None:
    with pytest.raises(Hollow):
        feed.read('{"data":[]}', FEED)


def test_a_record_that_lacks_a_key_is_refused_alone() -> None:
    reading = feed.read(f'{{"data":[{RECORD},{{"d":"2017-05-17","p":16.4}}]}}', FEED)
    assert (len(reading.quotes), len(reading.refused)) == (1, 1)


def national(text: str, title: str = "全国碳市场每日成交数据20251203") -> Reading:
    return prose.read(
        f"<html><div class='content'>{text}</div></html>", find("cneeex_notices").layout.rule, title=title
    )


@pytest.mark.parametrize(
    "after", ["。今日全国碳排放配额总成交量100吨，总成交额", "，全国碳排放配额成交量100吨，成交额"]
)
def test_no_block_trades_do_not_lend_the_block_leg_the_total(after: str) -> None:
    """The regular expression of two public projects took the day's total for the block leg here, and doubled it."""
    listed = "今日挂牌协议交易成交量100吨，成交额5,000.00元，收盘价50.00元/吨。"
    (quote,) = national(f"{listed}今日无大宗协议交易{after}5,000.00元。").quotes
    assert (quote.volume_t, quote.block_volume_t, quote.block_turnover_cny) == (Decimal(100), None, None)


@pytest.mark.parametrize(
    "text",
    [
        "大宗协议交易成交量200吨，成交额8,000.00元；挂牌协议交易成交量100吨，成交额5,000.00元，收盘价50.00元/吨。",
        "挂牌协议交易成交量1<b>0</b>0吨，\n成交额5,0<span>00.00</span>元，收盘价50.00元/吨；大宗协议交易成交量200吨，成交额8,000.00元，成交均价40.00元/吨。",
    ],
)
def test_each_leg_keeps_its_own_figures(text: str) -> None:
    (quote,) = national(text).quotes
    assert (quote.volume_t, quote.turnover_cny, quote.close) == (Decimal(100), Decimal(5000), Decimal(50))
    assert (quote.block_volume_t, quote.block_turnover_cny) == (Decimal(200), Decimal(8000))


@pytest.mark.parametrize("change", ["较前一日上涨2.5%", "较前一日下跌2.5%", "较前一日持平", ""])
def test_every_way_to_tell_the_change(change: str) -> None:
    text = f"挂牌协议交易成交量100吨，成交额5,000.00元，收盘价50.00元/吨，收盘价{change}。截至今日，累计成交量900吨。"
    (quote,) = national(text).quotes
    assert (quote.close, quote.volume_t) == (Decimal(50), Decimal(100))


def test_what_the_price_means_follows_the_wording() -> None:
    figures = "挂牌协议交易成交量100吨，成交额5,000.00元，收盘价50.00元/吨。"
    assert national("今日全国碳市场综合价格行情为：" + figures).quotes[0].basis == "national.composite"
    assert national(figures).quotes[0].basis == "national.listed"


@pytest.mark.parametrize(
    "text",
    ["今日系统维护。", "成交量100吨，成交量200吨，收盘价50.00元/吨。", "12月2日，成交量100吨，收盘价50.00元/吨。"],
)
def test_a_notice_that_cannot_be_right_is_drift(text: str) -> None:
    with pytest.raises(Drift):
        national(text)


def test_a_title_with_a_day_that_no_calendar_has_is_drift() -> None:
    with pytest.raises(Drift):
        national("成交量100吨，成交额5,000.00元，收盘价50.00元/吨。", title="每日成交数据20251343")
