"""One broken issue for each rule of the check list; and a rule set aside keeps its reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from archive import issues, ledger, runs
from archive.errors import BadInput
from archive.models import Article, Issue, Quarantine, Run
from archive.records import QuoteRow
from digest.drafting import draft
from digest.faults import RULES, SERIOUS, Fault, faults
from digest.snapshot import freeze
from tests.digest.conftest import FIRST, ISSUE_DAY, LAST, NOW, Put
from tests.digest.test_command import ready, run

__all__ = ["ready"]
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


def check(number: int = 1) -> list[Fault]:
    issue = draft(number, ISSUE_DAY, FIRST, LAST, now=NOW)
    return faults(issue, freeze(issue, {}))


@pytest.mark.parametrize("rule", ARTICLES)
def test_a_fault_of_an_article_is_found_and_only_there(rule: str, put: Put) -> None:
    sound, broken = put("完好的一篇"), put("有毛病的一篇", **ARTICLES[rule])
    found = [fault for fault in check() if fault.rule == rule]
    assert {fault.item for fault in found} == {broken.pk}, sound
    assert all(fault.serious for fault in found) == (rule in SERIOUS)


@pytest.mark.parametrize(("rule", "fields"), [(rule, fields) for rule, all_ in MORE.items() for fields in all_])
def test_the_same_fault_in_other_dress(rule: str, fields: Mapping[str, Any], put: Put) -> None:
    broken = put("有毛病的一篇", section=fields.get("section", "domestic"))
    draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    Article.objects.filter(pk=broken.pk).update(**fields)
    assert {fault.item for fault in check() if fault.rule == rule and fault.serious} == {broken.pk}


def test_what_an_editor_dated_right_is_no_fault(put: Put) -> None:
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


def test_every_rule_has_a_broken_issue_here() -> None:
    assert {*ARTICLES, *MADE} == set(RULES)


ASKED = "no_url odd_date stale unit_clash mention missing_market private_number quarantine glyph printed empty_section"


def test_the_rules_that_stop_the_press() -> None:
    assert set(ASKED.split()) <= SERIOUS <= set(RULES)


def test_one_reason_sets_a_rule_aside_for_all_items_and_is_printed_for_an_empty_section(put: Put) -> None:
    for title in ("甲篇", "乙篇"):
        put(title, **ARTICLES["glyph"])
    assert len([fault for fault in check() if fault.rule == "glyph" and fault.serious]) == 2
    assert "处必须改正" in run("check", "1").output
    issue = Issue.objects.get(number=1)
    issues.waive(issue, "glyph", None, "网页如此", NOW)
    issues.waive(issue, "empty_section", None, "五一休市，没有公告（li.si）", NOW)
    assert not [fault for fault in check() if fault.rule in {"glyph", "empty_section"} and fault.serious]
    assert {section["why"] for section in freeze(issue, {})["sections"]} == {"五一休市，没有公告"}


def test_what_is_waived_stops_nothing_and_keeps_its_reason(put: Put) -> None:
    broken = put("有毛病的一篇", **ARTICLES["glyph"])
    assert any(fault.serious and fault.item for fault in check())
    assert run("waive", "1", "glyph", "--item", str(broken.pk), "--because", "下次改字").exit_code == 0
    assert not any(fault.serious and fault.item for fault in check())
    (found,) = [fault for fault in check() if fault.rule == "glyph"]
    assert found.waived == "下次改字"
    assert "已豁免：下次改字" in run("check", "1").output
    other = put("另一篇", **ARTICLES["glyph"])
    assert [fault.item for fault in check() if fault.serious and fault.item] == [other.pk]


def test_a_waiver_needs_a_reason_a_known_rule_and_an_item_of_the_issue(put: Put) -> None:
    put()
    issue = draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    with pytest.raises(BadInput, match="理由"):
        issues.waive(issue, "glyph", None, "  ", NOW)
    with pytest.raises(BadInput, match="不在总第 1 期中"):
        issues.waive(issue, "glyph", 9999, "没有这一篇", NOW)
    answer = run("waive", "1", "nonsense", "--because", "无")
    assert answer.exit_code == 2
    assert "no_url" in answer.output
    assert Issue.objects.get(number=1).waivers.count() == 0
