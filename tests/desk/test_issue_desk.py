"""The issue on the desk: order, building, and publishing by another person."""

from collections.abc import Callable

import pytest
from django.test import Client

from archive import audit, composing, issues
from archive.models import Article, Issue
from desk import issues as views
from desk import jobs

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


def test_building_freezes_what_was_seen(editor: Client, issue: Issue) -> None:
    """The whole build, without the thread around it: the approver signs this snapshot and no other."""
    views._build(7, lambda _: None)
    issue.refresh_from_db()
    assert issue.state == "frozen"
    assert len(issue.snapshot) == 64
    page = editor.get("/desk/issues/7/").content.decode()
    assert issue.snapshot in page
    assert editor.get("/desk/issues/7/files/7.pdf").getvalue()[:5] == b"%PDF-"  # type: ignore[attr-defined]
    item = issues.items(issue)[0]
    editor.post(f"/desk/issues/7/items/{item.pk}/", {"do": "remove", "seen": composing.version(issue)})
    issue.refresh_from_db()
    assert (issue.state, issue.snapshot) == ("draft", "")


def test_a_change_during_the_build_is_not_published_unseen(issue: Issue) -> None:
    seen = composing.version(issue)
    composing.remove(7, issues.items(issue)[0].pk, seen)
    with pytest.raises(composing.Conflict):
        composing.freeze(7, SHA, seen)


def frozen(issue: Issue, now: object, builder: str) -> dict[str, str]:
    composing.freeze(7, SHA, composing.version(issue))
    audit.note(now, builder, "build", about="issue 7")  # type: ignore[arg-type]
    return {"snapshot": SHA}


def test_another_person_publishes(editor: Client, sign_in: Callable[..., Client], issue: Issue, now: object) -> None:
    form = frozen(issue, now, "alice")
    assert editor.post("/desk/issues/7/publish/", form).status_code == 403
    bob = sign_in("bob", "approver")
    assert bob.post("/desk/issues/7/publish/", {"snapshot": "c" * 64}).status_code == 409
    assert bob.post("/desk/issues/7/publish/", form).status_code == 302
    assert bob.get("/issues/7/").status_code == 200
    assert {item.article.state for item in issues.items(issue)} == {"published"}
    assert bob.post("/desk/issues/7/publish/", form).status_code == 422


def test_nobody_publishes_what_they_built(sign_in: Callable[..., Client], issue: Issue, now: object) -> None:
    form = frozen(issue, now, "boss")
    boss = sign_in("boss", "editor", "approver", "admin")
    assert boss.post("/desk/issues/7/publish/", form).status_code == 422
    assert boss.get("/issues/7/").status_code == 404


def test_what_is_not_built_is_not_published(sign_in: Callable[..., Client], issue: Issue) -> None:
    assert sign_in("bob", "approver").post("/desk/issues/7/publish/", {"snapshot": ""}).status_code == 422


def test_errata_belong_to_published_issues(editor: Client, issue: Issue, now: object) -> None:
    assert editor.post("/desk/issues/7/errata/", {"what": "错字"}).status_code == 422
    issues.publish(issue, SHA, now)  # type: ignore[arg-type]
    assert editor.post("/desk/issues/7/errata/", {"what": " "}).status_code == 422
    assert editor.post("/desk/issues/7/errata/", {"what": "湖北均价", "old": "16", "new": "17"}).status_code == 302
    assert "湖北均价" in editor.get("/issues/7/").content.decode()


def test_a_build_that_fails_says_why(caplog: pytest.LogCaptureFixture) -> None:
    def broken(tell: Callable[[str], None]) -> None:
        tell("第一步")
        raise RuntimeError

    job = jobs.Job()
    jobs._run(job, broken)
    assert (job.steps, job.done) == (["第一步"], True)
    assert "服务器日志" in job.error
    assert "RuntimeError" in caplog.text


def test_the_draft_follows_the_inbox(editor: Client, issue: Issue, now: object) -> None:
    """An article that is rejected after the draft was made must not be printed, however the issue stands."""
    first, second = [item.article for item in issues.items(issue)]
    composing.freeze(7, SHA, composing.version(issue))
    editor.post(f"/desk/articles/{first.pk}/move/", {"reason": "advert"})
    editor.post(f"/desk/articles/{second.pk}/move/", {"section": "notice"})
    issue.refresh_from_db()
    assert order(issue) == [("notice", "湖北碳市场本周放量")]
    assert (issue.state, issue.snapshot) == ("draft", "")
