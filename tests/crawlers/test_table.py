"""Price tables: read by their headings, or refused."""

from datetime import date
from decimal import Decimal

import pytest

from crawlers.errors import Drift, Hollow
from crawlers.reading.rows import RowRule
from crawlers.reading.table import TableRule, read_table

COLUMNS = {"日期": "day", "品种": "product", "收盘价": "close", "成交量": "volume_t", "备注": ""}
ROW = RowRule(columns=COLUMNS, units={"close": "元/吨", "volume_t": "吨"}, market="guangdong")
RULE = TableRule(at="//table", row=ROW)


HEAD = "<tr><th>日期</th><th>品种</th><th>收盘价</th><th>成交量</th><th>备注</th></tr>"


def page(*rows: str, head: str = HEAD) -> str:
    return f"<html><body><table>{head}{''.join(rows)}</table></body></html>"


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_columns_are_found_by_their_heading_not_their_place() -> None:
    head = "<tr><th>成交量</th><th>备注</th><th> 收盘价 </th><th>日　期</th><th>品种</th></tr>"
    (quote,) = read_table(page(row("100", "x", "14.39", "20170517", "GDEA"), head=head), RULE).quotes
    assert (quote.day, quote.close, quote.volume_t) == (date(2017, 5, 17), Decimal("14.39"), Decimal(100))
    assert quote.raw["备注"] == "x"


@pytest.mark.parametrize("change", [("收盘价", "成交均价"), ("备注", "加权价"), ("成交量", "收盘价"), ("备注", "")])
def test_a_heading_that_is_new_gone_or_doubled_is_drift(change: tuple[str, str]) -> None:
    with pytest.raises(Drift, match="表头与声明不符"):
        read_table(page(row("20170517", "GDEA", "14.39", "100", "")).replace(*change), RULE)


@pytest.mark.parametrize("extra", ["加权价", "收盘价"])
def test_one_column_more_is_drift(extra: str) -> None:
    head = HEAD.replace("</tr>", f"<th>{extra}</th></tr>")
    with pytest.raises(Drift, match=extra):
        read_table(page(row("20170517", "GDEA", "14.39", "100", "", "14.50"), head=head), RULE)


def test_a_shifted_row_is_refused_and_the_others_stay() -> None:
    reading = read_table(page(row("20170518", "GDEA", "15.38", "10", ""), row("20170517", "GDEA", "100", "")), RULE)
    assert len(reading.quotes) == 1
    assert "错位" in reading.refused[0].reason


def test_a_bad_cell_is_refused_with_what_is_sure_of_the_row() -> None:
    reading = read_table(
        page(row("20170518", "GDEA", "15.38", "10", ""), row("20170517", "GDEA", "14.3.9", "9", "")), RULE
    )
    (refused,) = reading.refused
    assert "14.3.9" in refused.reason
    assert refused.row is not None
    assert (refused.row.day, refused.row.status, refused.row.close) == (date(2017, 5, 17), "missing", None)


def test_a_page_of_bad_rows_only_is_drift() -> None:
    with pytest.raises(Drift, match="没有一行能读出"):
        read_table(page(row("20170517", "GDEA", "x", "100", "")), RULE)


def test_two_rows_of_headings_and_merged_cells() -> None:
    head = (
        '<tr><th rowspan="2">日期</th><th colspan="2">成交量</th><th rowspan="2">品种</th></tr>'
        "<tr><th>线上</th><th>协议</th></tr>"
    )
    columns = {"日期": "day", "品种": "product", "成交量/线上": "volume_t", "成交量/协议": "block_volume_t"}
    units = {"volume_t": "吨", "block_volume_t": "吨"}
    row_rule = RowRule(columns=columns, units=units, market="guangdong", no_trade="dash")
    rule = TableRule(at="//table", headings=2, row=row_rule)
    body = '<tr><td rowspan="2">20170517</td><td>-</td><td>5,000</td><td>GDEA</td></tr>' + row("-", "-", "CCER")
    first, second = read_table(page(body, head=head), rule).quotes
    assert (first.block_volume_t, first.status) == (Decimal(5000), "traded")
    assert (second.day, second.product, second.status) == (date(2017, 5, 17), "CCER", "no_trade")


@pytest.mark.parametrize(
    ("convention", "close", "volume"), [("dash", "--", "--"), ("zero", "0", "0"), ("carried", "35.87", "0")]
)
def test_a_day_without_trade_keeps_no_price(convention: str, close: str, volume: str) -> None:
    rule = TableRule(
        at="//table", row=RowRule(columns=COLUMNS, units=ROW.units, market="guangdong", no_trade=convention)
    )  # type: ignore[arg-type]
    (quote,) = read_table(page(row("20170517", "GDEA", close, volume, "")), rule).quotes
    assert (quote.status, quote.close) == ("no_trade", None)
    assert quote.raw["收盘价"] == close


def test_a_carried_price_is_refused_where_the_source_does_not_print_such_rows() -> None:
    with pytest.raises(Drift, match="不这样表示无成交"):
        read_table(page(row("20170517", "GDEA", "35.87", "0", "")), RULE)


def test_volume_without_any_price_is_refused() -> None:
    with pytest.raises(Drift, match="却没有价格"):
        read_table(page(row("20170517", "GDEA", "-", "100", "")), RULE)


def test_an_empty_table_says_so() -> None:
    with pytest.raises(Hollow, match="没有一行数据"):
        read_table(page('<tr><td colspan="5">暂无数据</td></tr>'), RULE)


@pytest.mark.parametrize("html", ["<p>维护中</p>", "<table></table><table></table>"])
def test_no_table_or_two_are_drift(html: str) -> None:
    with pytest.raises(Drift, match="应当只有一个"):
        read_table(html, RULE)


def test_a_span_that_would_fill_the_memory_is_bounded() -> None:
    with pytest.raises(Drift):
        read_table(page('<tr><td rowspan="99999999" colspan="99999999">20170517</td></tr>'), RULE)
