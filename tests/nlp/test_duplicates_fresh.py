"""Pairs of our own, labelled before the code was read: 60 reposts and 60 look-alikes (`wordings/duplicates_fresh.jsonl`).

First sight: 58 reposts found, 49 look-alikes kept apart. One is left: two daily notes that say the same of two days.
"""
# ruff: noqa: E501  (a sample is one line, as its source prints it)

import json
from datetime import date
from pathlib import Path

import pytest

from nlp.duplicates import Entry, cluster

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "wordings" / "duplicates_fresh.jsonl").read_text("utf-8").splitlines()
]
RULE = (
    "第一条 为规范林业碳汇项目开发与交易，结合本省实际，制定本办法。第二条 本省行政区域内的项目审定、登记、核证适用本办法。"
    "第三条 交易应当坚持公开、公平、自愿的原则。第四条 项目业主应当依法取得林权证。第五条 弄虚作假的，三年内不受理其申请。"
)


def _entry(name: str, title: str, text: str, day: str | None) -> Entry:
    return Entry(name, title, text, date.fromisoformat(day) if day else None)


def _one_story(pair: dict) -> bool:
    found = cluster([_entry("a", *pair["a"]), _entry("b", *pair["b"])])
    return len({group for _, group, _ in found}) == 1


def test_fresh_pairs_stay_above_their_floors() -> None:
    reposts = [_one_story(pair) for pair in PAIRS if pair["relation"] == "duplicate"]
    apart = [not _one_story(pair) for pair in PAIRS if pair["relation"] == "different"]
    assert len(reposts) == len(apart) == 60
    assert sum(reposts) / len(reposts) >= 0.98
    assert sum(apart) / len(apart) >= 0.98


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东林省碳汇交易管理办法（征求意见稿）", "东林省碳汇交易管理办法（二次征求意见稿）"),
        ("东林省碳汇交易管理办法（征求意见稿）", "东林省碳汇交易管理办法（试行）"),
        ("东林省碳汇交易管理办法（试行）", "东林省碳汇交易管理办法（2025年修订）"),
        ("东林省碳汇交易管理办法", "西原省碳汇交易管理办法"),
        ("青河市碳汇交易管理办法", "青河市白桥区碳汇交易管理办法"),
        ("风电场二期项目备案的函", "风电场三期项目备案的函"),
        ("丁先远会见气候大会候任主席", "韩正阳会见气候大会候任主席"),
        ("首笔碳汇贷款落地黄川市", "首笔碳汇贷款落地鄂岭市"),
        ("气象台发布暴雨蓝色预警", "气象台发布暴雨橙色预警"),
    ],
)
def test_titles_that_cannot_be_of_one_document(one: str, other: str) -> None:
    assert not _one_story({"a": (one, RULE, None), "b": (other, RULE, None)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("河北省碳汇交易管理办法", "我省碳汇交易管理办法"),
        ("省发改委印发碳汇交易管理办法", "省发展改革委发布碳汇交易管理办法"),
        ("新修订的碳汇交易管理办法公布", "碳汇交易管理办法公布施行"),
        ("会见气候大会候任主席", "丁先远会见气候大会候任主席"),
        ("上半年碳排放强度下降4.2%", "上半年碳排放强度下降4.2% 清洁能源占比提高"),
    ],
)
def test_titles_that_only_word_it_otherwise(one: str, other: str) -> None:
    assert _one_story({"a": (one, RULE, None), "b": (other, RULE, None)})


def test_a_copy_that_lost_its_marks_and_gained_a_page_head() -> None:
    text = (
        "上半年全省能耗下降4.2%，高耗能行业消费增长1.1%，化学原料下降3.4%，清洁能源发电占31.5%，提高2.7个百分点，共482亿千瓦时。"
        + RULE
    )
    lost = "来源：省报 时间：2023-07-28 09:14 浏览次数：382\n" + text.replace(".", "").replace("%", "")
    assert _one_story({"a": ("全省能耗下降", text, None), "b": ("全省能耗下降", lost, None)})


def test_the_same_form_a_year_later() -> None:
    form = "请各单位于{0}年3月底前报送{1}年度排放报告，{0}年12月31日前完成清缴。" + RULE
    assert not _one_story(
        {
            "a": ("关于配额清缴工作的通知", form.format(2022, 2021), "2022-03-01"),
            "b": ("关于配额清缴工作的通知", form.format(2023, 2022), "2023-03-02"),
        }
    )
