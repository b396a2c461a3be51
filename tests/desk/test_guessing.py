"""Sessions, tokens and ids that somebody else chose or guessed; names of files and letters that were made to hurt."""

from collections.abc import Callable
from datetime import datetime
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.test import Client

from archive import accounts, composing, issues
from archive.issues import Place
from archive.models import Article, Attachment, Erratum, Issue
from desk.mail import letters
from digest import sealed
from tests.desk.conftest import PASSWORD
from tests.digest.material import item, snapshot

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def test_a_session_that_somebody_else_chose_is_not_taken_over(client: Client) -> None:
    accounts.add("alice", ["editor"], PASSWORD)
    client.cookies = SimpleCookie({"sessionid": "attackerschosenkey0000000000000000", "csrftoken": "a" * 32})
    client.post("/desk/sign-in/", {"name": "alice", "password": PASSWORD})
    fresh = client.cookies["sessionid"]
    assert fresh.value != "attackerschosenkey0000000000000000"
    assert fresh["httponly"]
    assert fresh["samesite"] == "Lax"
    attacker = Client()
    attacker.cookies = SimpleCookie({"sessionid": "attackerschosenkey0000000000000000"})
    assert attacker.get("/desk/").status_code == 302


@pytest.mark.parametrize(("role", "first"), [("editor", "/desk/"), ("approver", "/desk/"), ("analyst", "/desk/keys/")])
def test_signing_in_leads_to_a_page_that_the_person_may_see(client: Client, db: None, role: str, first: str) -> None:
    accounts.add("dan", [role], PASSWORD)
    answer = client.post("/desk/sign-in/", {"name": "dan", "password": PASSWORD, "next": "/desk/"}, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [(first, 302)])


def test_signing_in_again_gives_another_session(client: Client) -> None:
    accounts.add("alice", ["editor"], PASSWORD)
    keys = set()
    for _ in range(2):
        client.post("/desk/sign-in/", {"name": "alice", "password": PASSWORD})
        keys.add(client.cookies["sessionid"].value)
        client.post("/desk/sign-out/")
    assert len(keys) == 2


def test_a_session_ends_with_signing_out_and_with_a_new_password(editor: Client) -> None:
    kept = editor.cookies["sessionid"].value
    accounts.add("alice", ["editor"], "another horse 43")
    assert editor.get("/desk/").status_code == 302
    browser = Client()
    browser.post("/desk/sign-in/", {"name": "alice", "password": "another horse 43"})
    kept = browser.cookies["sessionid"].value
    browser.post("/desk/sign-out/")
    thief = Client()
    thief.cookies = SimpleCookie({"sessionid": kept})
    assert thief.get("/desk/").status_code == 302


def test_what_is_hidden_answers_as_what_is_not_there(client: Client, put: Put, issue: Issue) -> None:
    """Counting through the ids tells nobody which of them exist."""
    hidden = [put(section="offtopic").pk, put().pk]
    Article.objects.filter(pk=hidden[1]).update(state="spiked")
    for pk in hidden:
        for address, nothing in (("/articles/{}/", 404), ("/api/articles/{}.json", 404)):
            there, not_there = client.get(address.format(pk)), client.get(address.format(99999))
            assert (there.status_code, not_there.status_code) == (nothing, nothing)
            assert there.content == not_there.content
    draft, none = client.get("/issues/7/"), client.get("/issues/8/")
    assert draft.status_code == none.status_code == 404
    assert draft.content.replace(b"7", b"8") == none.content.replace(b"7", b"8")
    assert client.get(f"/api/mentions.json?article={hidden[0]}").status_code == 404


def test_no_role_reaches_into_another_s_rooms(sign_in: Callable[..., Client], published: Issue) -> None:
    analyst, editor, approver = sign_in("carol", "analyst"), sign_in("alice", "editor"), sign_in("boss", "approver")
    pages = {"/desk/issues/7/files/7.pdf": (403, 200, 200), "/desk/issues/7/mail/": (403, 403, 200)}
    pages |= {"/desk/log/": (403, 403, 403), "/desk/keys/": (200, 200, 200), "/desk/pages/1/": (403, 404, 404)}
    for address, expected in pages.items():
        answers = [one.get(address) for one in (analyst, editor, approver)]
        assert tuple(answer.status_code for answer in answers) == expected, address
        for answer in answers:
            answer.close()


@pytest.mark.parametrize("address", ["/subscribe/", "/desk/sign-in/", "/desk/issues/7/mail/", "/desk/sign-out/"])
def test_a_form_of_another_site_is_refused(sign_in: Callable[..., Client], published: Issue, address: str) -> None:
    boss = sign_in("boss", "admin", enforce_csrf_checks=True)
    headers = {"origin": "https://evil.example", "referer": "https://evil.example/"}
    assert boss.post(address, {"email": "a@reader.example", "do": "send"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\x.exe", "a\r\nSet-Cookie: x=1.pdf", EVIL, "/etc/passwd"]
)
def test_an_attachment_s_name_is_only_text(client: Client, editor: Client, put: Put, name: str) -> None:
    article = put(title="带附件的通知")
    Attachment.objects.create(article=article, name=name, url="file:///etc/passwd", state="link")
    Attachment.objects.create(article=article, name=name, url="javascript:alert(1)", state="link")
    for page in (client.get(f"/articles/{article.pk}/"), editor.get(f"/desk/articles/{article.pk}/")):
        text = page.content.decode()
        assert page.status_code == 200
        assert 'href="file:' not in text
        assert 'href="javascript:' not in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    for path in (
        "/issues/7/../../../etc/passwd",
        "/issues/7/..%2f..%2f..%2fetc%2fpasswd",
        "/static/..%2f..%2fmanage.py",
    ):
        assert client.get(path).status_code == 404


def test_a_letter_carries_no_markup_and_no_header_of_others(
    published: Issue, home: Path, settings: object, now: datetime
) -> None:
    settings.TANXUN_ORIGIN, settings.DEFAULT_FROM_EMAIL = "http://testserver", "碳讯 <weekly@tanxun.example>"  # type: ignore[attr-defined]
    frozen = snapshot({"policy": [{**item(1), "title": EVIL + "\r\nBcc: all@evil.example"}]})
    (home / "var" / "issues" / "7" / "7.json").write_bytes(sealed.written(frozen))
    fault = Erratum(found_at=now, what=EVIL, old=EVIL, new=EVIL)
    composing.correct(published, fault)
    for letter in (letters.of_issue(published), letters.of_errata(published, [fault])):
        assert "<script>" not in letter.html
        assert "<img" not in letter.html
        message = letters.message(letter, "a@reader.example", {}, {}, "http://testserver/leave/").message()
        assert message["Bcc"] is None
        assert set(message.keys()) <= {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"}


def test_a_feed_and_a_file_carry_no_markup_of_others(client: Client, put: Put, issue: Issue) -> None:
    evil = put(title=EVIL, publisher=EVIL, text=EVIL)
    issues.arrange(issue, [Place(evil, "domestic")])
    assert "<script>" not in client.get("/feeds/all.atom").content.decode()
    answer = client.get("/feeds/all.json")
    assert answer["Content-Type"] == "application/feed+json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    facets = client.get("/articles/?q=alert").content.decode()
    assert "<script>alert" not in facets
    assert "<img src=x" not in facets
