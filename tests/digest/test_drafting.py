"""From the archive to a draft, and from the draft to its snapshot."""

from datetime import timedelta

import pytest

from archive import issues, runs
from archive.errors import BadInput
from archive.issues import Place
from archive.models import Article, Erratum, Issue, Item, Run
from digest.drafting import draft, next_number
from digest.snapshot import freeze
from tests.digest.conftest import FIRST, ISSUE_DAY, LAST, NOW, Put

pytestmark = pytest.mark.django_db


def drafted(number: int = 1) -> Issue:
    return draft(number, ISSUE_DAY, FIRST, LAST, now=NOW)


def titles(issue: Issue) -> list[str]:
    return [item.article.title for item in issues.items(issue)]


def test_heavy_items_come_first_and_sections_in_the_order_of_the_house(put: Put) -> None:
    put("样例县开会讨论碳排放")
    put("全国碳市场培训班开班")
    put("联合国秘书长谈气候行动")
    put("国务院总理主持会议部署减排")
    put("关于样例办法的通知", section="policy", official=True)
    assert titles(drafted()) == [
        "关于样例办法的通知",
        "国务院总理主持会议部署减排",
        "联合国秘书长谈气候行动",
        "全国碳市场培训班开班",
        "样例县开会讨论碳排放",
    ]


def test_off_topic_spiked_and_printed_articles_stay_out(put: Put) -> None:
    put("离题的一篇", section="offtopic")
    put("弃用的一篇")
    Article.objects.filter(title="弃用的一篇").update(state="spiked")
    put("已刊的一篇")
    first = drafted(1)
    issues.publish(first, "0" * 64, NOW)
    put("新的一篇")
    assert titles(drafted(2)) == ["新的一篇"]


def test_a_repost_stands_under_its_original(put: Put) -> None:
    original, repost = put("样例通知正式印发"), put("样例通知印发了", publisher_printed="样例网")
    Article.objects.filter(pk=repost.pk).update(original=original)
    snapshot = freeze(drafted())
    (item,) = [item for section in snapshot["sections"] for item in section["items"]]
    assert item["title"] == "样例通知正式印发"
    assert [again["publisher"] for again in item["reposts"]] == ["样例网"]


def test_drafting_again_adds_what_is_new_and_keeps_what_the_editor_did(put: Put) -> None:
    put("样例甲篇")
    put("样例乙篇")
    issue = drafted()
    first, second = issues.items(issue)
    issues.arrange(issue, [Place(second.article, "reading"), Place(first.article, "domestic")])
    Item.objects.filter(article=second.article).update(title="编辑改的题目", note="编者按", condensed=True)
    put("全国碳市场新消息")
    again = drafted()
    assert [(item.article.title, item.section) for item in issues.items(again)] == [
        ("全国碳市场新消息", "domestic"),
        (first.article.title, "domestic"),
        (second.article.title, "reading"),
    ]
    kept = Item.objects.get(article=second.article)
    assert (kept.title, kept.note, kept.condensed) == ("编辑改的题目", "编者按", True)
    assert Issue.objects.count() == 1


def test_an_article_that_was_spiked_leaves_the_draft(put: Put) -> None:
    article = put("先选后弃的一篇")
    drafted()
    Article.objects.filter(pk=article.pk).update(state="spiked")
    assert titles(drafted()) == []


def test_numbers_run_on_and_a_published_issue_is_closed() -> None:
    assert next_number() == 1
    issues.publish(drafted(7), "0" * 64, NOW)
    assert next_number() == 8
    with pytest.raises(BadInput, match="请用下一个期号 8"):
        drafted(7)


def test_a_window_after_the_day_on_the_cover_is_refused() -> None:
    with pytest.raises(BadInput, match="行情区间"):
        draft(1, ISSUE_DAY, FIRST, ISSUE_DAY + timedelta(days=1), now=NOW)


def test_in_an_archive_of_samples_every_issue_is_a_sample() -> None:
    draft(1, ISSUE_DAY, FIRST, LAST, now=NOW, sample=True)
    assert drafted(1).sample
    assert drafted(2).sample


def test_the_snapshot_holds_table_ledger_definitions_and_sentences(put: Put, prices: None) -> None:
    put()
    snapshot = freeze(drafted())
    rows = {row["market"]: row for row in snapshot["week"]}
    hubei = rows["hubei"]
    assert (hubei["open"], hubei["close"], hubei["close_day"]) == ("15.20", "16.00", "2017-05-18")
    assert (hubei["change"], hubei["change_pct"], hubei["volume_t"]) == ("1.00", "6.67", "8000")
    assert rows["beijing"]["thin"]
    assert ("hubei", "2017-05-16", "15.4") in {
        (row[0], row[3], row[7]) for row in snapshot["quotes"]["rows"] if snapshot["quotes"]["columns"][7] == "close"
    }
    assert any(definition["id"] == hubei["basis"] for definition in snapshot["definitions"])
    assert snapshot["lead"][0].startswith("成交最多：湖北 HBEA，8,000 吨")


def test_the_same_archive_gives_the_same_snapshot(put: Put, prices: None) -> None:
    put()
    assert freeze(drafted()) == freeze(drafted())


def test_private_numbers_are_masked_and_figures_are_not(put: Put) -> None:
    put(
        text="联系人手机 13912345678，或 139 1234 5678。\n累计成交额 13912345678 元，电话 010-84665047。",
        tables=({"after": 1, "rows": [["联系人", "电话"], ["某人", "13912345678"]]},),
    )
    text = str(freeze(drafted())["sections"])
    assert "139****5678，或 139****5678" in text
    assert "累计成交额 13912345678 元，电话 010-84665047" in text
    assert "['某人', '139****5678']" in text


def test_a_table_keeps_its_place_where_blank_lines_are_not_printed(put: Put) -> None:
    article = put()
    article.text, article.tables = "甲段。\n\n乙段。", [{"after": 2, "rows": [["一", "二"]]}]
    article.save()
    (item,) = freeze(drafted())["sections"][2]["items"]
    assert (item["paragraphs"], item["tables"][0]["after"]) == (["甲段。", "乙段。"], 1)


def test_coverage_says_who_was_silent_and_who_failed() -> None:
    states = {"sample_a": Run.State.OK, "sample_b": Run.State.STALE, "sample_c": Run.State.DRIFT}
    for name, state in states.items():
        runs.finish(runs.start(name, NOW), state, now=NOW)
    late = NOW + timedelta(days=9)
    runs.finish(runs.start("sample_a", late), Run.State.CRASHED, now=late)
    coverage = freeze(drafted(), {"sample_c": "样例丙"})["coverage"]
    assert [(source["title"], source["health"]) for source in coverage["sources"]] == [
        ("sample_a", "ok"),
        ("sample_b", "silent"),
        ("样例丙", "failed"),
    ]
    assert coverage["as_of"] == "2017-05-19 09:00"


def test_a_fault_of_an_earlier_issue_is_printed_once() -> None:
    first = drafted(1)
    issues.publish(first, "0" * 64, NOW)
    Erratum.objects.create(issue=first, found_at=NOW, what="湖北成交量", old="120", new="1200")
    second = drafted(2)
    assert freeze(second)["errata"] == [{"number": 1, "what": "湖北成交量", "old": "120", "new": "1200"}]
    issues.publish(second, "1" * 64, NOW)
    assert freeze(drafted(3))["errata"] == []
