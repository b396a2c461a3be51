"""One broken issue for each rule of the check list; and a rule set aside keeps its reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from archive import issues, ledger, runs
from archive.errors import BadInput
from archive.models import Article, Issue, Quarantine, Run
from archive.records import QuoteRow
from digest.drafting import draft
from digest.faults import RULES, Fault, faults
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
    "cut_off": {"text": "这一段话到了中途就没有了，因为网页"},
    "lost_glyph": {"text": "样例城市的镇?长说明了情况。"},
    "glyph": {"text": "这里有一个\ue123字。"},
    "private_number": {"text": "联系人样例先生，手机 13812345678。"},
    "crawler": {"flags": ("missing_attachment",)},
    "unit_clash": {"text": SOLD.format("3 万亿")},
    "guessed": {"section_by": "model", "abstain": True},
}
SERIOUS = {"no_url", "printed", "glyph", "unit_clash", "quarantine"}


def check(number: int = 1) -> list[Fault]:
    issue = draft(number, ISSUE_DAY, FIRST, LAST, now=NOW)
    return faults(issue, freeze(issue, {}))


@pytest.mark.parametrize("rule", ARTICLES)
def test_a_fault_of_an_article_is_found_and_only_there(rule: str, put: Put) -> None:
    sound, broken = put("完好的一篇"), put("有毛病的一篇", **ARTICLES[rule])
    found = [fault for fault in check() if fault.rule == rule]
    assert {fault.item for fault in found} == {broken.pk}, sound
    assert all(fault.serious for fault in found) == (rule in SERIOUS)


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


def test_what_is_waived_stops_nothing_and_keeps_its_reason(put: Put) -> None:
    broken = put("有毛病的一篇", **ARTICLES["glyph"])
    assert any(fault.serious for fault in check())
    assert run("waive", "1", "glyph", "--item", str(broken.pk), "--because", "下次改字").exit_code == 0
    assert not any(fault.serious for fault in check())
    (found,) = [fault for fault in check() if fault.rule == "glyph"]
    assert found.waived == "下次改字"
    assert "已豁免：下次改字" in run("check", "1").output
    other = put("另一篇", **ARTICLES["glyph"])
    assert [fault.item for fault in check() if fault.serious] == [other.pk]


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
