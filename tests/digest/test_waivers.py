"""A rule that an editor sets aside, for an item or for the issue, keeps its reason."""

import pytest

from archive import issues
from archive.errors import BadInput
from archive.models import Issue
from digest.drafting import draft
from digest.snapshot import freeze
from tests.digest.conftest import FIRST, ISSUE_DAY, LAST, NOW, Put
from tests.digest.test_command import ready, run
from tests.digest.test_faults import ARTICLES, check

__all__ = ["ready"]
pytestmark = pytest.mark.django_db(transaction=True)


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
