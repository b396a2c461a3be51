"""Figures and days out of cells: exactly one, or refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading.numbers import BadCell, day, figure, suffixed, unit_of_heading


@pytest.mark.parametrize(
    ("cell", "name", "unit", "value"),
    [
        ("453,503.60", "turnover_cny", "元", "453503.60"),
        ("１，２３４．５", "turnover_cny", "元", "1234.5"),
        ("8162", "volume_t", "吨", "8162"),
        ("189.22万吨", "volume_t", "吨", "1892200"),
        ("9,687.10万元", "turnover_cny", "元", "96871000"),
        ("1.85亿元", "turnover_cny", "万元", "185000000"),
        ("12.5", "turnover_cny", "万元", "125000"),
        ("16.48元/吨", "close", "元/吨", "16.48"),
        (" 0.00 ", "turnover_cny", "元", "0"),
    ],
)
def test_a_figure_is_read_in_its_unit(cell: str, name: str, unit: str, value: str) -> None:
    assert figure(cell, name, unit) == Decimal(value)


@pytest.mark.parametrize("cell", ["", "-", "--", "—", "－", "  ", "\u3000-\u3000"])
def test_a_dash_is_no_figure(cell: str) -> None:
    assert figure(cell, "close", "元/吨") is None


# The first four were printed by exchanges; a comma in the wrong place may be a lost digit.
@pytest.mark.parametrize(
    "cell",
    [
        "70.074.00",
        "5.850.00",
        "3,900,000,00",
        "1,799.431.00",
        "12,34",
        "1 234",
        "#N/A",
        "-5",
        "约30",
        "1e5",
        "12吨吨",
        "十",
    ],
)
def test_what_is_not_exactly_a_figure_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        figure(cell, "turnover_cny", "元")


def test_a_unit_of_another_kind_is_refused() -> None:
    with pytest.raises(BadCell, match="不是 volume_t 的单位"):
        figure("5万元", "volume_t", "吨")


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False))
def test_every_amount_survives_printing(value: Decimal) -> None:
    assert figure(f"{value:,}", "turnover_cny", "元") == value


@given(st.text(max_size=12))
def test_no_text_is_guessed_at(text: str) -> None:
    try:
        value = figure(text, "volume_t", "吨")
    except BadCell:
        return
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("cell", "figures", "product"),
    [
        ("115,000.00(BEA)", "115,000.00", "BEA"),
        ("508,584.20（BEA)", "508,584.20", "BEA"),
        ("1,300.00 (CCER)) ", "1,300.00", "CCER"),
        ("9,000.00( 林业碳汇 )", "9,000.00", "林业碳汇"),
        ("1,033,767.20", "1,033,767.20", ""),
    ],
)
def test_the_product_is_cut_from_the_cell(cell: str, figures: str, product: str) -> None:
    assert suffixed(cell) == (figures, product)


@pytest.mark.parametrize("cell", ["2017-05-18", "20170518", "2017/5/18", "2017年5月18日", "２０１７－０５－１８"])
def test_days_are_read_in_every_form(cell: str) -> None:
    assert day(cell) == date(2017, 5, 18)


@pytest.mark.parametrize("cell", ["", "2017-13-01", "5月18日", "2017-05-18 合计 3", "16.48"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        day(cell)


def test_units_stand_in_the_last_brackets_of_a_heading() -> None:
    assert unit_of_heading("成交均价（元/吨）") == "元/吨"
    assert unit_of_heading("成交额(单位:万元)") == "万元"
    assert unit_of_heading("涨跌(较前日)") == ""
