"""What a letter says and carries; an approver sends it from the desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from archive import composing, mailings, rights, subscribers
from archive.errors import BadInput
from archive.models import AuditEntry, Erratum, Issue, Subscriber
from desk import jobs
from tests.desk.mailing import EDITOR, READERS, part, send
from tests.desk.sink import Sink
from tests.digest.material import snapshot

pytestmark = pytest.mark.django_db


def test_a_letter_says_the_week_and_how_to_leave(sink: Sink, published: Issue, client: Client) -> None:
    send(published)
    mail = sink.to(READERS[0])[0]
    assert mail["Subject"] == "碳讯 总第7期（2017-05-19）"
    for text in (part(mail, "plain"), part(mail, "html")):
        assert snapshot()["lead"][0] in text
        assert "http://testserver/issues/7/" in text
        assert "leave.invalid" not in text
    assert "⚠" not in part(mail, "html")
    assert [file.get_filename() for file in mail.iter_attachments()] == ["7.pdf"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")
    client.post(leave, {"List-Unsubscribe": "One-Click"})
    assert Subscriber.objects.get(email=READERS[0]).state == "left"
    assert mail["Message-ID"] != sink.to(READERS[1])[0]["Message-ID"]


def test_a_big_pdf_is_linked(sink: Sink, published: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(rights.rules(), mail=rights.Mail(attach_up_to=10))
    monkeypatch.setattr("desk.mail.letters.rules", lambda: small)
    subscribers.prefer(Subscriber.objects.get(email=READERS[1]).pk, pdf=False)
    send(published)
    mail = sink.to(READERS[0])[0]
    assert list(mail.iter_attachments()) == []
    assert "http://testserver/issues/7/7.pdf" in part(mail, "plain")


def test_who_wants_no_pdf_gets_none(sink: Sink, published: Issue) -> None:
    subscribers.prefer(Subscriber.objects.get(email=READERS[1]).pk, pdf=False)
    send(published)
    assert [len(list(sink.to(one)[0].iter_attachments())) for one in READERS] == [1, 0, 1]
    assert ["已随信附上" in part(sink.to(one)[0], "html") for one in READERS] == [True, False, True]


def test_a_draft_is_not_sent(issue: Issue) -> None:
    with pytest.raises(BadInput, match="尚未发布"):
        mailings.letter(issue)


def test_a_correction_reaches_those_who_got_the_wrong_issue(sink: Sink, published: Issue, now: datetime) -> None:
    sink.answers = {READERS[0]: "550 5.1.1 no such user"}
    sink.data = {READERS[1]: "break"}
    send(published)
    sink.data.clear()
    late = subscribers.ask("late@reader.example", now)
    assert late
    subscribers.confirm(late.pk, late.asked_at, now)
    with pytest.raises(BadInput, match="没有尚未告知"):
        send(published, correction=True)
    composing.correct(published, Erratum(found_at=now, what="湖北均价", old="16.30", new="16.36"))
    sink.mails.clear()
    assert send(published, correction=True) == {"sent": 2}
    assert [address for address, _ in sink.mails] == [EDITOR, READERS[1], READERS[2]]  # also who may have got it
    assert "16.36" in part(sink.to(READERS[2])[0], "plain")
    with pytest.raises(BadInput, match="没有尚未告知"):
        send(published, correction=True)
    composing.correct(published, Erratum(found_at=now, what="北京成交量", old="1", new="2"))
    send(published, correction=True)
    second = part(sink.to(READERS[2])[-1], "html")
    assert "北京成交量" in second
    assert "湖北均价" not in second


def test_an_approver_sends_from_the_desk(
    sink: Sink, published: Issue, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A thread of its own would not see this test's database.
    monkeypatch.setattr(jobs, "start", lambda _, work: work(str) is None)
    boss = sign_in("boss", "approver")
    address = "/desk/issues/7/mail/"
    assert boss.post(address, {"do": "send", "letter": "issue"}).status_code == 422  # untested
    assert boss.post(address, {"do": "test", "letter": "issue", "email": "boss"}).status_code == 422
    assert boss.post(address, {"do": "test", "letter": "issue", "email": EDITOR}).status_code == 302
    assert "还没有寄给读者" in boss.get(address).content.decode()
    assert boss.post(address, {"do": "send", "letter": "issue"}).status_code == 302
    assert [address for address, _ in sink.mails] == [EDITOR, *READERS]
    assert "已发 3" in boss.get(address).content.decode()
    assert sign_in("alice", "editor").post(address, {"do": "send"}).status_code == 403
    assert AuditEntry.objects.filter(what="mail sent", who="boss").count() == 1
