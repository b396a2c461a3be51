"""Pages that many readers share are made once; what people do at the desk is seen at once all the same."""

from datetime import datetime

import pytest
from django.test import Client

from archive import accounts, composing
from archive.models import Erratum, Issue
from desk import kept
from tests.desk.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def count(browser: Client, address: str = "/", **headers: str) -> bool:
    return "更正" in browser.get(address, headers=headers).content.decode()


def test_a_page_is_kept_until_somebody_does_something(client: Client, published: Issue, now: datetime) -> None:
    assert not count(client)
    composing.correct(published, Erratum(found_at=now, what="湖北均价", old="1", new="2"))
    assert not count(Client())  # kept, for another reader too
    client.post("/desk/sign-in/", {"name": "x", "password": "y"})
    assert not count(client)  # a stranger's forms do not have every page made anew
    accounts.add("bob", ["approver"], PASSWORD)
    client.post("/desk/sign-in/", {"name": "bob", "password": PASSWORD})
    assert count(client)


def test_a_page_ends_by_itself(
    client: Client, published: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SECONDS", 0)
    assert not count(client)
    composing.correct(published, Erratum(found_at=now, what="湖北均价", old="1", new="2"))
    assert count(client)


def test_what_is_kept_is_what_was_asked_for(client: Client, published: Issue) -> None:
    whole = client.get("/prices/")
    assert client.get("/prices/?from=2017-05-01").content != whole.content
    first, again = client.get("/feeds/issues.atom"), client.get("/feeds/issues.atom")
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))
    assert again["Content-Security-Policy"]
    assert client.get("/feeds/issues.atom", headers={"if-none-match": first["ETag"]}).status_code == 304
    other = client.get("/feeds/issues.atom", headers={"host": "127.0.0.1"})
    assert b"//127.0.0.1/" in other.content
    assert b"//127.0.0.1/" not in client.get("/feeds/issues.atom").content


def test_the_desk_and_forms_are_never_kept(editor: Client, published: Issue) -> None:
    assert editor.get("/desk/issues/").status_code == 200
    assert Client().get("/desk/issues/").status_code == 302
    assert Client().get("/issues/8/").status_code == 404
    pdf = Client().get("/issues/7/7.pdf")
    assert pdf.getvalue() == Client().get("/issues/7/7.pdf").getvalue()  # type: ignore[attr-defined]
