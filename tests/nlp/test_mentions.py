import json
from datetime import date
from decimal import Decimal

import pytest

from nlp.errors import BadFile
from nlp.mentions import Mention, find
from nlp.mentions.words import load

DAY = date(2017, 6, 9)


def figures(text):
    """(kind, market, product, price, tonnes, yuan) of each mention."""
    return [
        (m.kind, m.market, m.product, *(x if x is None else float(x) for x in (m.price, m.volume_t, m.turnover_cny)))
        for m in find(text, DAY)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "昨日上海碳市场成交 SHEA 3.5 万吨，收盘价 38.1 元，成交额 133.35 万元；CCER 成交 12 万吨。",
            [("trade", "shanghai", "SHEA", 38.1, 35000, 1333500), ("trade", "shanghai", "CCER", None, 120000, None)],
        ),
        (
            "北京、湖北成交量分别为９００吨和1.2万吨。",
            [("trade", "beijing", "BEA", None, 900, None), ("trade", "hubei", "HBEA", None, 12000, None)],
        ),
        (
            "截至5月底，各试点碳市场累计成交1.6亿吨，成交额38亿元。",
            [("cumulative", "national", None, None, 160000000, 3800000000)],
        ),
        ("4月湖北试点碳市场配额成交量59万吨。", [("cumulative", "hubei", "HBEA", None, 590000, None)]),
        ("重庆碳市场当日没有成交。", [("no_trade", "chongqing", "CQEA", None, 0, None)]),
        ("福建碳市场托管配额已达 80 万吨。", [("custody", "fujian", "FJEA", None, 800000, None)]),
        ("模拟交易首日全国碳市场成交2万吨。", [("simulation", "national", "CEA", None, 20000, None)]),
        ("原定于6月12日举行的广东50万吨配额竞价取消。", [("cancelled", "guangdong", "GDEA", None, 500000, None)]),
        (
            "本次竞价PHCER总量为6,200吨，竞买底价30元/吨。最终成交价分别为38.69元和39元。",
            [
                ("auction", "guangdong", "PHCER", 30, 6200, None),
                ("auction", "guangdong", "PHCER", 38.69, None, None),
                ("auction", "guangdong", "PHCER", 39, None, None),
            ],
        ),
        ("广东交易额共722万1740元。", [("trade", "guangdong", "GDEA", None, None, 7221740)]),
        ("广东碳市场以15元/吨的价格成交200吨。", [("trade", "guangdong", "GDEA", 15, 200, None)]),
        (
            "今日全国碳市场开盘价58元/吨，最高价59.5元/吨，最低价57.8元/吨，收盘价59元/吨，较前一日上涨1%。",
            [("trade", "national", "CEA", 59, None, None)],
        ),
        (
            "广东碳市场挂牌成交1000吨，成交额1.5万元；大宗协议成交2万吨，成交额20万元。",
            [("trade", "guangdong", "GDEA", None, 1000, 15000), ("trade", "guangdong", "GDEA", None, 20000, 200000)],
        ),
    ],
)
def test_what_a_sentence_states(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "参与碳交易市场的企业去年碳排放达到2亿吨。",
        "该项目总投资5亿元，年减排12万吨二氧化碳。",
        "煤化工捕集二氧化碳的成本每吨只有90元左右。",
        "能源消费总量控制在2亿吨标准煤以内。",
        "广东今年配额总量约4亿吨，其中控排企业免费配额3.9亿吨。",
        "专家建议碳价到2030年达到每吨50至100美元。",
        "山西煤炭价格为450元/吨，企业补贴10元/吨。",
        "企业未清缴配额1万吨的，罚款3万元。",
        "当申报总量小于竞价总量时，所有申报均未成交。",
        "预计广东碳市场明年成交量达到3000万吨。",
        "碳价不足以支撑企业改造。",
    ],
)
def test_figures_that_are_no_trade(text):
    assert find(text, DAY) == []


def test_days_are_those_of_the_text():
    text = "6月5日，湖北碳市场成交1万吨。当日，福建成交200吨。截至目前，四川托管配额30万吨。"
    assert [m.day for m in find(text, DAY)] == [date(2017, 6, 5), date(2017, 6, 5), DAY]
    assert [m.day for m in find("湖北碳市场昨日成交1万吨。")] == [None]


def test_a_range_is_not_made_one_price():
    (mention,) = find("欧盟碳价长期在4-5欧元/吨之间。")
    assert (mention.price, mention.price_low, mention.price_high) == (None, Decimal(4), Decimal(5))
    assert (mention.currency, mention.market, mention.turnover_cny) == ("EUR", "eu", None)


def test_figures_are_exact_and_their_place_is_given():
    text = "北京碳市场成交均价为 59.78 元/吨，成交量约 1.1 万吨。"
    (mention,) = find(text)
    assert isinstance(mention, Mention)
    assert (mention.price, mention.volume_t) == (Decimal("59.78"), Decimal(11000))
    assert mention.approx
    assert text[mention.start : mention.end] == "59.78 元/吨，成交量约 1.1 万吨"


def test_a_line_end_inside_a_sentence_changes_nothing():
    text = "截至上月末，各地试点碳市场累计成交配额1亿吨，成交额30亿元，累计\n成交CCER现货8000万吨。"
    assert [m.kind for m in find(text)] == ["cumulative", "cumulative"]


def test_a_broken_word_list_is_named(tmp_path):
    file = tmp_path / "words.toml"
    file.write_text("[[market]]\nid = 'x'\n", encoding="utf-8")
    with pytest.raises(BadFile, match=r"words\.toml"):
        load(file)


def test_floors_on_real_sentences(shared):
    def rows(name):
        return [json.loads(line) for line in (shared / f"corpus/{name}.jsonl").read_text("utf-8").splitlines()]

    gold = rows("mentions")
    said = {row["sentence"]: figures(row["sentence"]) for row in gold}
    hits = 0
    for row in gold:
        want = tuple(x if x is None else float(x) for x in (row["price"], row["volume_t"], row["turnover_yuan"]))
        hits += want in [one[3:] for one in said[row["sentence"]]]
    false = sum(len(figures(row["sentence"])) for row in rows("mentions_negatives"))
    assert hits / len(gold) >= 0.93
    assert hits / (sum(map(len, said.values())) + false) >= 0.93


def test_a_look_back_at_one_market_is_not_the_day_of_the_next() -> None:
    text = (
        "5月18日，各试点碳市场交投平稳。\n广东方面，GDEA收于15.38元/吨。5月16日该市场曾收于14.26元/吨。\n"
        "北京方面，BEA成交均价55.56元/吨；重庆方面，CQEA-1成交均价1.653元/吨。"
    )
    days = {(one.market, str(one.price)): one.day for one in find(text, date(2017, 5, 19))}
    assert days["guangdong", "14.26"] == date(2017, 5, 16)
    assert days["beijing", "55.56"] == days["chongqing", "1.653"] == date(2017, 5, 18)
