"""What strangers and the wrong people try; each is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from archive import accounts, pages
from archive.models import Article, AuditEntry, Issue
from desk.urls import EDITORS
from tests.desk.conftest import PASSWORD, POLICY

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
OPEN = {"sign-in", "sign-out"}


def guarded() -> list[str]:
    """Every address of the desk, with the same small ids in all of them."""
    values = {"pk": 1, "article": 1, "number": 7, "name": "7.pdf", "kind": "html"}
    return [
        reverse(str(one.name), kwargs={key: values[key] for key in one.pattern.converters})
        for one in EDITORS
        if one.name not in OPEN
    ]


@pytest.mark.parametrize("address", guarded())
def test_strangers_are_asked_to_sign_in(client: Client, issue: Issue, address: str) -> None:
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in {302, 405}
        assert answer.status_code == 405 or answer["Location"].startswith("/desk/sign-in/?next=")


@pytest.mark.parametrize("address", [one for one in guarded() if "/keys/" not in one])
def test_an_analyst_is_no_editor(sign_in: Callable[..., Client], issue: Issue, address: str) -> None:
    analyst = sign_in("carol", "analyst")
    assert {analyst.get(address).status_code, analyst.post(address).status_code} <= {403, 405}


def test_an_editor_is_no_approver_and_no_admin(editor: Client, issue: Issue) -> None:
    assert editor.post("/desk/issues/7/publish/").status_code == 403
    assert editor.get("/desk/log/").status_code == 403


def test_a_key_is_ended_by_its_owner_only(editor: Client, sign_in: Callable[..., Client]) -> None:
    editor.post("/desk/keys/", {"name": "表格", "scope": ["prices"]})
    pk = accounts.Token.objects.get().pk
    assert sign_in("carol", "analyst", "admin").post(f"/desk/keys/{pk}/revoke/").status_code == 404
    assert editor.post(f"/desk/keys/{pk}/revoke/").status_code == 302


@pytest.mark.parametrize("address", [*guarded(), "/desk/sign-in/", "/desk/sign-out/", "/subscribe/"])
def test_a_form_of_another_site_does_nothing(sign_in: Callable[..., Client], issue: Issue, address: str) -> None:
    boss = sign_in("boss", "admin", enforce_csrf_checks=True)
    answer = boss.post(address, {"section": "market"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "请求未通过校验" in answer.content.decode()


@pytest.mark.parametrize("address", [*guarded(), "/desk/sign-in/", "/subscribe/"])
def test_a_form_with_a_nul_is_refused(sign_in: Callable[..., Client], issue: Issue, address: str) -> None:
    """PostgreSQL would end the request with an error of its own, SQLite would keep the sign for good."""
    assert sign_in("boss", "admin").post(address, {"title": "a\0b"}).status_code == 400


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_nothing_changes_by_looking(editor: Client, put: Put, method: str) -> None:
    article = put()
    for address in (f"/desk/articles/{article.pk}/move/", "/desk/undo/", "/desk/sign-out/"):
        assert getattr(editor, method)(address).status_code == 405


def test_markup_of_others_is_only_text(editor: Client, put: Put, issue: Issue) -> None:
    evil = put(
        POLICY,
        title=EVIL,
        text=EVIL,
        publisher=EVIL,
        source="x_" + EVIL[:40],
        doc_number="",
        reasons=(EVIL,),
        flags=(EVIL,),
        tables=({"after": 0, "rows": [[EVIL]]},),
        url="javascript:alert(1)//https://x.example",
    )
    addresses = [
        "/articles/",
        f"/articles/{evil.pk}/",
        "/articles/?q=%3Cscript%3E",
        "/desk/",
        f"/desk/articles/{evil.pk}/",
    ]
    for address in addresses:
        page = editor.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page
    for address in ("/feeds/all.atom", "/feeds/policy.atom"):
        assert "<script>" not in editor.get(address).content.decode()


def test_a_saved_page_is_dead_paper(editor: Client, client: Client, now: datetime) -> None:
    body = b"<html><script>fetch('/desk/undo/',{method:'POST'})</script><p>x</p></html>"
    with pages.PageStore() as store:
        page = store.keep(
            None, "https://x.example/", 200, {"Content-Type": 'text/html; charset="a\r\nb"'}, body, now, source="s"
        )
        file = store.keep(None, "https://x.example/a", 200, {"content-type": "image/svg+xml"}, body, now, source="s")
    answer = editor.get(f"/desk/pages/{page.pk}/")
    assert answer.content == body
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Type"] == "text/html"
    assert editor.get(f"/desk/pages/{page.pk}/?raw=1")["Content-Type"].startswith("text/plain")
    assert editor.get(f"/desk/pages/{file.pk}/")["Content-Disposition"].startswith("attachment")
    assert editor.get("/desk/pages/999/").status_code == 404
    assert Client().get(f"/desk/pages/{page.pk}/").status_code == 302


def test_guessing_passwords_is_slow(client: Client, db: None) -> None:
    accounts.add("alice", ["editor"], PASSWORD)
    answers = [client.post("/desk/sign-in/", {"name": "alice", "password": str(n)}).status_code for n in range(9)]
    assert answers == [403] * 8 + [429]
    assert client.post("/desk/sign-in/", {"name": "alice", "password": PASSWORD}).status_code == 429
    assert AuditEntry.objects.filter(what="sign_in_failed", who="alice").count() == 8
    AuditEntry.objects.update(at=AuditEntry.objects.latest("at").at - timedelta(minutes=16))
    assert client.post("/desk/sign-in/", {"name": "alice", "password": PASSWORD}).status_code == 302


def test_strangers_cannot_lock_a_person_out(client: Client, db: None) -> None:
    accounts.add("alice", ["editor"], PASSWORD)
    right = {"name": "alice", "password": PASSWORD}
    assert client.post("/desk/sign-in/", right, REMOTE_ADDR="192.0.2.1").status_code == 302
    for guess in range(9):
        wrong = client.post("/desk/sign-in/", {"name": "alice", "password": str(guess)}, REMOTE_ADDR="192.0.2.66")
    assert wrong.status_code == 429
    assert client.post("/desk/sign-in/", right, REMOTE_ADDR="192.0.2.66").status_code == 429
    assert client.post("/desk/sign-in/", right, REMOTE_ADDR="192.0.2.1").status_code == 302


def test_one_address_cannot_try_many_names(client: Client, db: None) -> None:
    answers = {client.post("/desk/sign-in/", {"name": f"u{n}", "password": "x"}).status_code for n in range(40)}
    assert answers == {403}
    assert client.post("/desk/sign-in/", {"name": "another", "password": "x"}).status_code == 429


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_nowhere_else(client: Client, db: None, wanted: str) -> None:
    accounts.add("alice", ["editor"], PASSWORD)
    answer = client.post("/desk/sign-in/", {"name": "alice", "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_a_person_whose_access_ended_is_out_at_once(editor: Client) -> None:
    accounts.close("alice")
    assert editor.get("/desk/").status_code == 302


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123"])
def test_weak_passwords_are_refused(db: None, password: str) -> None:
    with pytest.raises(accounts.BadInput):
        accounts.add("alice", ["editor"], password)


def test_the_desk_is_not_kept_in_caches(editor: Client) -> None:
    assert editor.get("/desk/")["Cache-Control"] == "no-store"


def test_a_strange_host_gets_no_answer(client: Client, db: None) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_huge_form_is_refused(editor: Client, put: Put) -> None:
    article = put()
    assert editor.post(f"/desk/articles/{article.pk}/", {"title": "x" * 1_100_000}).status_code == 400
