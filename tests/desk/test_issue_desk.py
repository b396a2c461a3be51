"""The issue on the desk: order, words, what comes and goes, errata."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from archive import composing, issues
from archive.models import Article, Issue
from desk import press, readers
from digest import sealed
from digest.snapshot import freeze

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]
SHA = "b" * 64


def order(issue: Issue) -> list[tuple[str, str]]:
    return [(item.section, item.article.title) for item in issues.items(issue)]


def test_items_move_between_sections_and_places(editor: Client, issue: Issue) -> None:
    item = issues.items(issue)[1]
    form = {"do": "move", "section": "policy", "place": "0", "seen": composing.version(issue)}
    assert editor.post(f"/desk/issues/7/items/{item.pk}/", form).status_code == 302
    assert [section for section, _ in order(issue)] == ["policy", "policy"]
    assert order(issue)[0][1] == "湖北碳市场本周放量"


def test_the_second_of_two_editors_is_told(editor: Client, issue: Issue) -> None:
    first, second = issues.items(issue)
    seen = composing.version(issue)
    word = {"do": "word", "title": "刊登的标题", "note": "按语", "condensed": "1", "seen": seen}
    assert editor.post(f"/desk/issues/7/items/{first.pk}/", word).status_code == 302
    assert editor.post(f"/desk/issues/7/items/{second.pk}/", {"do": "remove", "seen": seen}).status_code == 409
    assert len(issues.items(issue)) == 2
    assert "刊登的标题" in editor.get("/desk/issues/7/").content.decode()


def test_items_come_and_go(editor: Client, issue: Issue, put: Put) -> None:
    more = put(title="补进来的一篇", section="notice")
    editor.post("/desk/issues/7/add/", {"article": str(more.pk), "seen": composing.version(issue)})
    assert ("notice", "补进来的一篇") in order(issue)
    item = issues.items(issue)[0]
    editor.post(f"/desk/issues/7/items/{item.pk}/", {"do": "remove", "seen": composing.version(issue)})
    assert len(issues.items(issue)) == 2
    spiked = put(title="弃用的", section="offtopic")
    refused = editor.post("/desk/issues/7/add/", {"article": str(spiked.pk), "seen": composing.version(issue)})
    assert refused.status_code == 422


def test_an_item_of_another_issue_cannot_be_touched(editor: Client, issue: Issue) -> None:
    form = {"do": "remove", "seen": composing.version(issue)}
    assert editor.post("/desk/issues/7/items/999999/", form).status_code == 422
    assert editor.post("/desk/issues/8/items/1/", form).status_code == 404


def test_a_fault_is_set_aside_with_a_reason_and_a_name(editor: Client, issue: Issue) -> None:
    press._build(7, lambda _: None)
    serious = [fault for fault in press.found(issue) or [] if fault.serious or fault.rule == "missing_market"]
    assert serious, "a week without any figure must be told"
    form = {"rule": serious[0].rule, "item": str(serious[0].item or "")}
    assert editor.post("/desk/issues/7/waive/", form | {"because": " "}).status_code == 422
    assert editor.post("/desk/issues/7/waive/", form | {"because": "交易所停市"}).status_code == 302
    page = editor.get("/desk/issues/7/").content.decode()
    assert "已豁免" in page
    assert "交易所停市（alice）" in page
    assert editor.post("/desk/issues/7/waive/", {"rule": "made up", "because": "x"}).status_code == 422
    assert editor.post("/desk/issues/7/waive/", form | {"item": "999", "because": "x"}).status_code == 422


def test_one_item_is_previewed_as_it_will_be_printed(editor: Client, issue: Issue) -> None:
    first = issues.items(issue)[0].article
    answer = editor.get(f"/desk/issues/7/items/{first.pk}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "关于开展核查工作的通知" in PdfReader(BytesIO(answer.content)).pages[0].extract_text().replace("\n", "")
    assert editor.get("/desk/issues/7/items/999.pdf").status_code == 422
    assert Client().get(f"/desk/issues/7/items/{first.pk}.pdf").status_code == 302


def test_the_letter_is_seen_before_anything_is_published(editor: Client, issue: Issue, settings: Settings) -> None:
    settings.TANXUN_ORIGIN = "https://tanxun.example"
    assert editor.get("/desk/issues/7/letter.html").status_code == 422
    (readers.folder(7) / "7.json").write_bytes(sealed.written(freeze(issue, {})))
    for kind in ("html", "txt"):
        answer = editor.get(f"/desk/issues/7/letter.{kind}")
        assert (answer.status_code, "湖北碳市场本周放量" in answer.content.decode()) == (200, True)
        assert answer["Content-Type"].startswith({"html": "text/html", "txt": "text/plain"}[kind])
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_each_action_says_what_it_did(editor: Client, issue: Issue) -> None:
    item = issues.items(issue)[0]
    forms = {
        f"/desk/issues/7/items/{item.pk}/": ({"do": "word", "title": "短题"}, "已保存"),
        f"/desk/articles/{issues.items(issue)[1].article_id}/": ({"title": "新题"}, "已保存"),
        "/desk/sources/beijing_daily/": ({"do": "note", "note": "周一再看"}, "说明已保存"),
    }
    for address, (form, said) in forms.items():
        seen = editor.get("/desk/issues/7/" if "items" in address else address).context.get("seen", "")
        page = editor.post(address, {**form, "seen": seen}, follow=True)
        assert said in page.content.decode().partition('id="said"')[2], address
    assert "已保存" not in editor.get("/desk/issues/7/").content.decode().partition('id="said"')[2]


def test_errata_belong_to_published_issues(editor: Client, issue: Issue, now: object) -> None:
    assert editor.post("/desk/issues/7/errata/", {"what": "错字"}).status_code == 422
    issues.publish(issue, SHA, now)  # type: ignore[arg-type]
    assert editor.post("/desk/issues/7/errata/", {"what": " "}).status_code == 422
    assert editor.post("/desk/issues/7/errata/", {"what": "湖北均价", "old": "16", "new": "17"}).status_code == 302
    assert "湖北均价" in editor.get("/issues/7/").content.decode()


def test_the_draft_follows_the_inbox(editor: Client, issue: Issue, now: object) -> None:
    """An article that is rejected after the draft was made must not be printed, however the issue stands."""
    first, second = [item.article for item in issues.items(issue)]
    composing.freeze(7, SHA, composing.version(issue))
    editor.post(f"/desk/articles/{first.pk}/move/", {"reason": "advert"})
    editor.post(f"/desk/articles/{second.pk}/move/", {"section": "notice"})
    issue.refresh_from_db()
    assert order(issue) == [("notice", "湖北碳市场本周放量")]
    assert (issue.state, issue.snapshot) == ("draft", "")
