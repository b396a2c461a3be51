"""Building an issue, and publishing it by another person."""

from collections.abc import Callable

import pytest
from django.test import Client
from pypdf import PdfReader

from archive import audit, composing, issues
from archive.errors import BadInput
from archive.models import Article, Issue
from desk import jobs, press, readers
from digest import sealed
from digest.snapshot import freeze

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]
SHA = "b" * 64


def test_building_freezes_what_was_seen(editor: Client, issue: Issue) -> None:
    """The whole build, without the thread around it: the approver signs this snapshot and no other."""
    press._build(7, lambda _: None)
    issue.refresh_from_db()
    assert issue.state == "frozen"
    assert len(issue.snapshot) == 64
    page = editor.get("/desk/issues/7/").content.decode()
    assert issue.snapshot in page
    printed = len(PdfReader(readers.folder(7) / "7.pdf").pages)
    assert f"成册 {printed} 页" in page
    for name, start in {"7.epub": b"PK", "7.html": b"<!DOCTYPE html>", "7-prices.csv": b"\xef\xbb\xbf"}.items():
        assert f"/desk/issues/7/files/{name}" in page
        assert editor.get(f"/desk/issues/7/files/{name}").getvalue().startswith(start)  # type: ignore[attr-defined]
    assert editor.get("/desk/issues/7/files/7.pdf").getvalue()[:5] == b"%PDF-"  # type: ignore[attr-defined]
    item = issues.items(issue)[0]
    editor.post(f"/desk/issues/7/items/{item.pk}/", {"do": "remove", "seen": composing.version(issue)})
    issue.refresh_from_db()
    assert (issue.state, issue.snapshot) == ("draft", "")
    page = editor.get("/desk/issues/7/").content.decode()
    assert "成册" not in page.partition("</header>")[0]
    assert "之后条目改过" in page


def test_a_change_during_the_build_is_not_published_unseen(issue: Issue) -> None:
    seen = composing.version(issue)
    composing.remove(7, issues.items(issue)[0].pk, seen)
    with pytest.raises(composing.Conflict):
        composing.freeze(7, SHA, seen)


def frozen(issue: Issue, now: object, builder: str) -> dict[str, str]:
    made = freeze(issue, {})
    (readers.folder(7) / "7.json").write_bytes(sealed.written(made))
    composing.freeze(7, made["sha256"], composing.version(issue))
    audit.note(now, builder, "build", about="issue 7")  # type: ignore[arg-type]
    issue.refresh_from_db()
    for one in press.found(issue) or []:
        if one.serious:
            issues.waive(issue, one.rule, one.item, "这一周只有两篇", now)  # type: ignore[arg-type]
    return {"snapshot": made["sha256"]}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is done before the answer, not in a thread that the test's transaction knows nothing of."""

    def start(number: int, work: Callable[[Callable[[str], None]], None]) -> bool:
        running = jobs.of(number)
        if running and not running.done:
            return False
        work(lambda _: None)
        return True

    monkeypatch.setattr(jobs, "start", start)


@pytest.mark.usefixtures("at_once")
def test_the_draft_says_so_on_each_page_and_what_is_published_does_not(
    editor: Client, sign_in: Callable[..., Client], issue: Issue, now: object
) -> None:
    assert editor.post("/desk/issues/7/build/").status_code == 302
    issue.refresh_from_db()
    for one in press.found(issue) or []:
        if one.serious:
            issues.waive(issue, one.rule, one.item, "这一周只有两篇", now)  # type: ignore[arg-type]

    def printed() -> str:
        return PdfReader(readers.folder(7) / "7.pdf").pages[1].extract_text()

    assert "草稿" in printed()
    assert "草稿" in (readers.folder(7) / "7.html").read_text(encoding="utf-8")
    answer = sign_in("bob", "approver").post("/desk/issues/7/publish/", {"snapshot": issue.snapshot})
    assert answer.status_code == 302
    issue.refresh_from_db()
    assert issue.state == "published"
    assert "草稿" not in printed()
    assert readers.snapshot(7) == issue.snapshot
    assert audit.last("publish", "issue 7") == "bob"


@pytest.mark.usefixtures("at_once")
def test_another_person_publishes(editor: Client, sign_in: Callable[..., Client], issue: Issue, now: object) -> None:
    form = frozen(issue, now, "alice")
    assert editor.post("/desk/issues/7/publish/", form).status_code == 403
    bob = sign_in("bob", "approver")
    assert bob.post("/desk/issues/7/publish/", {"snapshot": "c" * 64}).status_code == 409
    assert bob.post("/desk/issues/7/publish/", form).status_code == 302
    assert bob.get("/issues/7/").status_code == 200
    assert {item.article.state for item in issues.items(issue)} == {"published"}
    assert bob.post("/desk/issues/7/publish/", form).status_code == 422


@pytest.mark.usefixtures("at_once")
def test_nothing_is_published_while_a_build_runs(
    sign_in: Callable[..., Client], issue: Issue, now: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files would take the place of those that were looked at and signed."""
    form = frozen(issue, now, "alice")
    bob = sign_in("bob", "editor", "approver")
    monkeypatch.setitem(jobs._jobs, 7, running := jobs.Job())
    assert bob.post("/desk/issues/7/publish/", form).status_code == 409
    assert bob.post("/desk/issues/7/build/").status_code == 302
    assert audit.last("build", "issue 7") == "alice", "whoever clicks while it runs has not built it"
    running.done = True
    assert bob.post("/desk/issues/7/publish/", form).status_code == 302
    with pytest.raises(BadInput, match="已发布"):
        press._build(7, lambda _: None)


def test_what_lies_there_must_be_what_was_signed(sign_in: Callable[..., Client], issue: Issue, now: object) -> None:
    """A build that was cut off by an edit leaves files of another arrangement."""
    form = frozen(issue, now, "alice")
    made = freeze(issue, {}) | {"policy_line": "另一句"}
    (readers.folder(7) / "7.json").write_bytes(sealed.written(sealed.seal(dict(made))))
    answer = sign_in("bob", "approver").post("/desk/issues/7/publish/", form)
    assert (answer.status_code, "重新编排" in answer.content.decode()) == (409, True)


def test_nobody_publishes_what_they_built(sign_in: Callable[..., Client], issue: Issue, now: object) -> None:
    form = frozen(issue, now, "boss")
    boss = sign_in("boss", "editor", "approver", "admin")
    assert boss.post("/desk/issues/7/publish/", form).status_code == 422
    assert boss.get("/issues/7/").status_code == 404


def test_what_is_not_built_is_not_published(sign_in: Callable[..., Client], issue: Issue) -> None:
    assert sign_in("bob", "approver").post("/desk/issues/7/publish/", {"snapshot": ""}).status_code == 422


def test_a_build_that_fails_says_why(caplog: pytest.LogCaptureFixture) -> None:
    def broken(tell: Callable[[str], None]) -> None:
        tell("第一步")
        raise RuntimeError

    job = jobs.Job()
    jobs._run(job, broken)
    assert (job.steps, job.done) == (["第一步"], True)
    assert "服务器日志" in job.error
    assert "RuntimeError" in caplog.text
