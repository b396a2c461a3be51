"""One broken issue for each rule of the check list, and what the editor is told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from archive import issues, ledger, runs
from archive.models import Article, Issue, Quarantine, Run
from archive.records import QuoteRow
from digest.drafting import draft
from digest.faults import RULES, SERIOUS, Fault, faults
from digest.snapshot import freeze
from tests.digest.conftest import FIRST, ISSUE_DAY, LAST, NOW, Put

pytestmark = pytest.mark.django_db(transaction=True)

SOLD = "5 月 17 日，湖北试点成交配额 2000 吨，成交均价 15.00 元/吨，成交额 {}元。"
ARTICLES: Mapping[str, Mapping[str, Any]] = {
    "undated": {"published_on": None},
    "odd_date": {"section": "policy", "published_on": date(2017, 5, 2), "signed_on": date(2017, 5, 9)},
    "no_source": {"publisher": "", "publisher_printed": ""},
    "no_text": {"text": ""},
    "cut_off": {"text": "这一段话到了中途就没有了，因为网页只给出了前半"},
    "lost_glyph": {"text": "样例城市的镇?长说明了情况。"},
    "glyph": {"text": "这里有一个\ue123字。"},
    "private_number": {"text": "联系人样例先生，手机 13812345678。"},
    "crawler": {"flags": ("missing_attachment",)},
    "dead_link": {"flags": ("原网页已撤下",)},
    "unit_clash": {"text": SOLD.format("3 万亿")},
    "guessed": {"section_by": "model", "abstain": True},
    "attribution": {
        "section": "policy",
        "publisher": "样例县人民政府",
        "publisher_printed": "样例县人民政府",
        "text": "生态环境部关于样例工作的通知\n环办气候〔2017〕12号\n各单位：\n请办理。\n生态环境部\n2017年5月9日",
    },
    "speaker": {"text": "会议在样例市举行。\n我希望样例市能早日完成配额登记。"},
    "whose_place": {"text": "我省控排企业本周完成了配额登记。"},
    "missing_figure": {"text": "各试点成交量如下图所示，差别很大。"},
    "long_annex": {"section": "policy", "text": "正文一段。\n附件1\n" + "附件里的一段话，说明各项指标。\n" * 180},
}
MORE: Mapping[str, list[Mapping[str, Any]]] = {
    "odd_date": [
        {"published_on": date(2017, 5, 25)},
        {"published_on": date(2016, 5, 15), "text": "2017年5月14日，样例市举行了会议。"},
        {"section": "policy", "published_on": date(2016, 5, 15)},
    ],
    "private_number": [{"text": "经办人身份证号 11010519491231002X。"}, {"text": "手机１３８１２３４５６７８。"}],
}
"""The same fault in other dress."""


SAID = {
    "undated": "没有发布日期",
    "odd_date": "早于成文日期 2017-05-09",
    "no_source": "没有来源",
    "cut_off": "可能没有抄全",
    "lost_glyph": "疑似丢字",
    "glyph": "字库没有的字符 U+E123",
    "private_number": "手机号码",
    "guessed": "栏目【国内资讯】是程序的猜测",
    "no_url": "没有原文链接",
    "mention": "与行情不符（HBEA 15.00）",
    "printed": "总第 1 期已刊登过",
    "empty_section": "【政策聚焦】本期无",
}
"""The words by which an editor knows what to do, where they name a figure, a day or a character."""


def check(number: int = 1) -> list[Fault]:
    issue = draft(number, ISSUE_DAY, FIRST, LAST, now=NOW)
    return faults(issue, freeze(issue, {}))


@pytest.mark.parametrize("rule", ARTICLES)
def test_a_fault_of_an_article_is_found_and_only_there(rule: str, put: Put) -> None:
    sound, broken = put("完好的一篇"), put("有毛病的一篇", **ARTICLES[rule])
    of_items = [fault for fault in check() if fault.item]
    assert [(fault.item, fault.rule) for fault in of_items] == [(broken.pk, rule)], sound
    assert of_items[0].serious == (rule in SERIOUS)
    assert SAID.get(rule, "") in of_items[0].what


@pytest.mark.parametrize(("rule", "fields"), [(rule, fields) for rule, all_ in MORE.items() for fields in all_])
def test_the_same_fault_in_other_dress(rule: str, fields: Mapping[str, Any], put: Put) -> None:
    broken = put("有毛病的一篇", section=fields.get("section", "domestic"))
    draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    Article.objects.filter(pk=broken.pk).update(**fields)
    assert {fault.item for fault in check() if fault.rule == rule and fault.serious} == {broken.pk}


def test_sound_items_have_no_fault(put: Put, prices: None) -> None:
    put("湖北价格", text="5月18日，湖北碳市场收盘价为16.00元/吨，成交2000吨。")
    put("公告一则", section="notice", published_on=None, signed_on=date(2017, 5, 12))
    put("问句一则", text="碳价会涨吗?怎么办?这是大家的问题。")
    assert not {fault.rule for fault in check() if fault.item}


def no_url(put: Put) -> None:
    put("没有网址的一篇", url="file:///tmp/a.html")


def same_title(put: Put) -> None:
    put("同一个题目", url="https://a.example.org/1")
    put("同一个 题目", url="https://b.example.org/2", text="另一篇文字，讲的是别的事。")


def stale(put: Put) -> None:
    old = put("旧闻一篇", published_on=date(2017, 5, 12))
    draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    Article.objects.filter(pk=old.pk).update(published_on=date(2017, 4, 1))


def printed(put: Put) -> None:
    article = put("上期登过的一篇")
    first = draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    second = draft(2, ISSUE_DAY, FIRST, LAST, now=NOW)
    issues.arrange(second, [issues.Place(article, "domestic")])
    assert first.items.count() == 1


def mention(put: Put) -> None:
    quote = QuoteRow(
        market="hubei",
        product="HBEA",
        day=date(2017, 5, 17),
        close=Decimal("15.00"),
        volume_t=Decimal(2000),
        turnover_cny=Decimal(30000),
    )
    ledger.store([quote], source="hubei_daily", page=None, observed_at=NOW)
    put("湖北价格", text="5 月 17 日，湖北试点成交均价 51.00 元/吨，成交 2000 吨。")


def missing_market(put: Put) -> None:
    put()


def empty_section(put: Put) -> None:
    put()


def quarantine(put: Put) -> None:
    row = {"day": "2017-05-17", "market": "hubei"}
    Quarantine.objects.create(source="hubei_daily", held_at=NOW, check_name="price", reason="价", row=row, digest="1")


def source(put: Put) -> None:
    run_ = runs.start("hubei_daily", NOW, replay=False)
    Run.objects.filter(pk=run_.pk).update(state=Run.State.DRIFT, message="表头变了", ended_at=NOW)


def dispute(put: Put) -> None:
    base = QuoteRow(
        market="hubei", product="HBEA", day=date(2017, 5, 17), close=Decimal("15.00"), volume_t=Decimal(2000)
    )
    ledger.store([base], source="hubei_daily", page=None, observed_at=NOW)
    ledger.store([replace(base, close=Decimal("15.90"))], source="pilots_daily", page=None, observed_at=NOW)


def window(put: Put) -> None:
    draft(2, ISSUE_DAY + timedelta(days=7), FIRST, LAST, now=NOW)


MADE: Mapping[str, Callable[[Put], None]] = {
    made.__name__: made
    for made in (
        no_url,
        same_title,
        stale,
        printed,
        mention,
        missing_market,
        empty_section,
        quarantine,
        source,
        dispute,
        window,
    )
}


@pytest.mark.parametrize("rule", MADE)
def test_a_fault_of_an_issue_is_found(rule: str, put: Put) -> None:
    MADE[rule](put)
    found = [fault for fault in check(2 if rule == "printed" else 1) if fault.rule == rule]
    assert found
    assert all(fault.serious for fault in found) == (rule in SERIOUS)
    assert any(SAID.get(rule, "") in fault.what for fault in found)


def test_a_text_that_was_edited_after_the_issue_was_laid_out(put: Put) -> None:
    sound, edited = put("原样的一篇"), put("改过的一篇")
    issue = draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    snapshot = freeze(issue, {})
    Article.objects.filter(pk=edited.pk).update(text="编辑又改了一句。")
    found = [fault for fault in faults(issue, snapshot) if fault.rule == "edited"]
    assert [(fault.item, fault.serious) for fault in found] == [(edited.pk, True)], sound
    assert not [fault for fault in faults(issue, freeze(issue, {})) if fault.rule == "edited"]
    issue.state = Issue.State.PUBLISHED
    assert not [fault for fault in faults(issue, snapshot) if fault.rule == "edited"]


def test_every_rule_has_a_broken_issue_here() -> None:
    assert {*ARTICLES, *MADE, "edited"} == set(RULES)


ASKED = "no_url odd_date stale unit_clash mention missing_market private_number quarantine glyph printed empty_section"


def test_the_rules_that_stop_the_press() -> None:
    assert set(ASKED.split()) <= SERIOUS <= set(RULES)
