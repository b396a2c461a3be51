"""What exchanges and feeds print is found in the instrument master, or named as unknown."""

from datetime import date

import pytest

from archive import definitions, markets
from archive.errors import Unknown


@pytest.mark.parametrize(
    ("market", "printed", "product", "vintage", "shown"),
    [
        ("shenzhen", "SZA2016", "SZEA", "2016", "SZA-2016"),
        ("shenzhen", "SZA-2016", "SZEA", "2016", "SZA-2016"),
        ("shanghai", "SHEA13", "SHEA", "2013", "SHEA13"),
        ("shanghai", "SHEA", "SHEA", "", "SHEA"),
        ("tianjin", "TJEA13", "TJEA", "2013", "TJEA13"),
        ("chongqing", "CQEA-1", "CQEA", "", "CQEA"),
        ("hubei", "HBEA\r\n", "HBEA", "", "HBEA"),
        ("national", "CEA19-20", "CEA", "2019-2020", "CEA19-20"),
        ("national", "CEA24", "CEA", "2024", "CEA24"),
        ("beijing", "（BEA）".strip("（）"), "BEA", "", "BEA"),
        ("beijing", "ＢＥＡ", "BEA", "", "BEA"),
        ("beijing", "林业碳汇", "FCER", "", "FCER"),
        ("beijing", "BEA-P2022", "BEA-P2022", "", "BEA-P2022"),
        ("sichuan", "CEER", "CCER", "", "CCER"),
    ],
)
def test_a_printed_product_is_found(market: str, printed: str, product: str, vintage: str, shown: str) -> None:
    assert markets.instrument(printed, market) == (product, vintage)
    assert markets.product(market, product).printed(vintage) == shown


@pytest.mark.parametrize(
    ("market", "printed"), [("beijing", "HBEA"), ("beijing", "BEA2016"), ("shenzhen", ""), ("hubei", "16.40")]
)
def test_a_product_of_another_market_is_refused(market: str, printed: str) -> None:
    with pytest.raises(Unknown, match="没有品种"):
        markets.instrument(printed, market)


@pytest.mark.parametrize(
    ("exchange", "market"),
    [
        ("北京环境交易所", "beijing"),
        ("北京绿色交易所", "beijing"),
        ("海峡股权交易中心", "fujian"),
        ("福建海峡交易中心", "fujian"),
        ("广州 碳排放权交易所", "guangdong"),
        ("深圳", "shenzhen"),
        ("hubei", "hubei"),
    ],
)
def test_an_exchange_is_found_by_any_of_its_names(exchange: str, market: str) -> None:
    assert markets.market_of(exchange) == market


def test_an_unknown_exchange_is_named_with_the_remedy() -> None:
    with pytest.raises(Unknown, match=r"青海.*markets\.toml"):
        markets.market_of("青海碳交易所")


def test_no_name_leads_to_two_markets() -> None:
    seen: dict[str, str] = {}
    for market in markets.all_markets():
        for name in {markets.fold(n) for n in (market.id, market.zh, market.full, market.en, *market.aliases)}:
            assert seen.setdefault(name, market.id) == market.id, name


def test_an_exchange_speaks_before_the_feeds_that_repeat_it() -> None:
    ranks = [markets.source(name).rank for name in ("beijing_daily", "beijing_new_page", "pilots_sceex", "my_notes")]
    assert ranks[0] == ranks[1] < ranks[2] < ranks[3]


def test_definitions_of_one_product_never_overlap() -> None:
    found = list(definitions.all_definitions().values())
    for one in found:
        for other in found:
            if (
                one is not other
                and one.default
                and other.default
                and (one.market, one.product) == (other.market, other.product)
            ):
                days = [
                    max(d.first_day or date.min for d in (one, other)),
                    min(d.last_day or date.max for d in (one, other)),
                ]
                assert days[0] > days[1], (one.id, other.id)


def test_what_close_means_at_guangzhou_changed_on_31_july_2018() -> None:
    before = definitions.default("guangdong", "GDEA", date(2018, 7, 30))
    after = definitions.default("guangdong", "GDEA", date(2018, 7, 31))
    assert before
    assert after
    assert (before.id, after.id) == ("guangdong.close", "guangdong.close.2018")


def test_every_bulletin_product_says_what_its_price_means() -> None:
    for market in markets.all_markets():
        for product in market.products:
            if product.bulletin:
                assert definitions.default(market.id, product.id, product.first_day or date(2017, 5, 17)), product
