"""The letter of an issue: tested first, once to each, resumed after a kill; a correction reaches the right readers."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from mailbox import Maildir, mbox
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from archive import composing, mailings, rights, subscribers
from archive.errors import BadInput
from archive.models import AuditEntry, Delivery, Erratum, Issue, Subscriber
from desk import jobs
from desk.mail import bounces, sending
from digest import sealed
from tanxun import smtp
from tests.conftest import PROJECT
from tests.desk import mail_home
from tests.desk.sink import Sink, served
from tests.digest.material import snapshot

pytestmark = pytest.mark.django_db
EDITOR = "editor@house.example"
READERS = mail_home.subscribers(3)


@pytest.fixture
def sink(settings: Settings, published: Issue, home: Path, now: datetime) -> Iterator[Sink]:
    """The mail server, a published issue with its snapshot, three subscribers."""
    (home / "var" / "issues" / "7" / "7.json").write_bytes(sealed.written(snapshot()))
    for address in READERS:
        found = subscribers.ask(address, now)
        assert found
        subscribers.confirm(found.pk, found.asked_at, now)
    with served() as (sink, url):
        for name, value in smtp.settings(url).items():
            setattr(settings, name, value)
        settings.TANXUN_ORIGIN, settings.DEFAULT_FROM_EMAIL = "http://testserver", "碳讯 <weekly@tanxun.example>"
        yield sink


def send(issue: Issue, *, correction: bool = False, tested: bool = True) -> dict[str, int]:
    mailing, letter = sending.prepared(issue, correction=correction)
    if tested and mailing.tested != letter.sha256:
        sending.test(mailing, letter, EDITOR)
    return sending.send(mailing, letter)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body
    return str(body.get_content())


def test_nothing_goes_out_untested(sink: Sink, published: Issue) -> None:
    with pytest.raises(BadInput, match="试寄"):
        send(published, tested=False)
    assert sink.mails == []
    assert send(published) == {"sent": 3}
    assert [address for address, _ in sink.mails] == [EDITOR, *READERS]
    assert sink.to(EDITOR)[0]["Subject"].strip().startswith("【试寄】")


def test_a_letter_that_changed_after_its_test_is_tested_again(sink: Sink, published: Issue, home: Path) -> None:
    mailing, letter = sending.prepared(published, correction=False)
    sending.test(mailing, letter, EDITOR)
    (home / "var" / "issues" / "7" / "7.pdf").write_bytes(b"%PDF-1.7 another one")
    with pytest.raises(BadInput, match="试寄"):
        send(published, tested=False)
    assert len(sink.mails) == 1


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


def test_sending_again_sends_nothing(sink: Sink, published: Issue, now: datetime) -> None:
    send(published)
    late = subscribers.ask("late@reader.example", now)
    assert late
    subscribers.confirm(late.pk, late.asked_at, now)
    assert send(published) == {"sent": 3}
    assert len(sink.mails) == 1 + 3  # who came later does not get what went out before


def test_who_left_in_the_meantime_gets_nothing(sink: Sink, published: Issue, now: datetime) -> None:
    mailing, letter = sending.prepared(published, correction=False)
    sending.test(mailing, letter, EDITOR)
    mailings.start(mailing, letter.sha256, now)
    subscribers.erase(Subscriber.objects.get(email=READERS[1]).pk, now)
    assert sending.send(mailing, letter) == {"sent": 2, "skipped": 1}
    assert sink.to(READERS[1]) == []


def test_refusals_are_noted_at_once_and_without_the_address(sink: Sink, published: Issue) -> None:
    sink.answers = {READERS[0]: f"550 5.1.1 <{READERS[0]}> no such user", READERS[1]: "451 4.7.1 greylisted"}
    assert send(published) == {"refused": 1, "sent": 1, "waiting": 1}
    assert Subscriber.objects.get(email=READERS[0]).state == "bounced"
    assert Subscriber.objects.get(email=READERS[1]).state == "active"
    assert READERS[0] not in str(list(Delivery.objects.values()))
    sink.answers.clear()
    assert send(published) == {"refused": 1, "sent": 2}  # what surely was not taken is tried again
    assert [len(sink.to(one)) for one in READERS] == [0, 1, 1]


def test_a_refused_text_is_no_dead_mailbox(sink: Sink, published: Issue) -> None:
    sink.data = {READERS[0]: "554 5.7.1 looks like spam", READERS[1]: "452 4.3.1 disk full"}
    assert send(published) == {"refused": 1, "waiting": 1, "sent": 1}
    assert Subscriber.objects.get(email=READERS[0]).state == "active"


def test_a_server_that_refuses_everybody_is_not_asked_for_all(
    sink: Sink, published: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "IN_A_ROW", 2)
    sink.answers = dict.fromkeys(READERS, "550 5.7.1 relaying denied")
    with pytest.raises(BadInput, match="连续拒收"):
        send(published)
    assert mailings.counts(published.mailings.get()) == {"refused": 2, "waiting": 1}
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"active"}


def test_a_line_that_breaks_after_the_text_is_for_a_person(sink: Sink, published: Issue) -> None:
    sink.data = {READERS[1]: "break"}
    assert send(published) == {"sent": 2, "unclear": 1}
    sink.data.clear()
    assert send(published) == {"sent": 2, "unclear": 1}  # never again by itself
    [one] = mailings.unclear(published.mailings.get())
    with pytest.raises(BadInput, match="依据"):
        mailings.settle(one.pk, sent=False, because=" ")
    mailings.settle(one.pk, sent=False, because="服务器日志里没有")
    assert send(published) == {"sent": 3}
    with pytest.raises(BadInput, match="不必再定"):
        mailings.settle(one.pk, sent=True, because="x")
    assert [len(sink.to(one)) for one in READERS] == [1, 1, 1]


def test_a_server_that_is_down_leaves_all_waiting(sink: Sink, published: Issue, settings: Settings) -> None:
    mailing, letter = sending.prepared(published, correction=False)
    sending.test(mailing, letter, EDITOR)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(BadInput, match="连不上"):
        sending.send(mailing, letter)
    settings.EMAIL_PORT = port
    assert sending.send(mailing, letter) == {"sent": 3}


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


def report(letter: str, action: str = "failed", status: str = "5.1.1", *, headers_only: bool = False) -> Message:
    """What a mail server sends back (RFC 3464)."""
    made = MIMEMultipart("report", **{"report-type": "delivery-status"})
    made["Subject"] = "Undelivered Mail"
    made.attach(MIMEText("could not be delivered"))
    told = Message()
    told["Content-Type"] = "message/delivery-status"
    server, about = Message(), Message()
    server["Reporting-MTA"] = "dns; mx.example"
    about["Final-Recipient"], about["Action"], about["Status"] = f"rfc822; {READERS[0]}", action, status
    about["Diagnostic-Code"] = f"smtp; 550 <{READERS[0]}> mailbox is gone"
    told.set_payload([server, about])
    made.attach(told)
    original = EmailMessage()
    original["Message-ID"], original["Subject"] = letter, "碳讯"
    if headers_only:
        copy = MIMEText(original.as_string(), "rfc822-headers")
    else:
        copy = Message()  # type: ignore[assignment]
        copy["Content-Type"] = "message/rfc822"
        copy.set_payload([original])  # type: ignore[arg-type]
    made.attach(copy)
    return made


@pytest.mark.parametrize("headers_only", [True, False])
@pytest.mark.parametrize("kind", [mbox, Maildir])
def test_reports_of_servers_are_read(
    sink: Sink, published: Issue, tmp_path: Path, kind: type[mbox] | type[Maildir], headers_only: bool
) -> None:
    send(published)
    ids = [sink.to(one)[0]["Message-ID"] for one in READERS]
    box = kind(str(tmp_path / "box"))
    box.add(report(ids[0], headers_only=headers_only))
    box.add(report(ids[1], "delayed", "4.4.1", headers_only=headers_only))
    box.add(report("<made-up@evil.example>"))  # whoever sends this knows the address only
    box.add(MIMEText("我在休假"))
    box.close()
    tally = bounces.take(tmp_path / "box")
    assert (tally.read, tally.bounced, tally.delayed, len(tally.unread)) == (4, 1, 1, 1)
    states = [Subscriber.objects.get(email=one).state for one in READERS]
    assert states == ["bounced", "active", "active"]
    assert READERS[0] not in str(list(Delivery.objects.values()))
    assert bounces.take(tmp_path / "box").bounced == 0  # read twice, counted once


def test_a_box_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("hello", encoding="utf-8")
    for path in (tmp_path / "letter", tmp_path, tmp_path / "nowhere"):
        with pytest.raises(BadInput):
            bounces.take(path)


def test_what_was_sent_to_a_forgotten_address_can_be_told(sink: Sink, published: Issue, now: datetime) -> None:
    send(published)
    subscribers.erase(Subscriber.objects.get(email=READERS[0]).pk, now + timedelta(days=1))
    assert [one.mailing.issue.number for one in mailings.got(READERS[0])] == [7]
    assert READERS[0] not in str([list(Subscriber.objects.values()), list(Delivery.objects.values())])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Sink, dict[str, str]]]:
    """A home on disk with twelve subscribers, and the environment of its processes."""
    with served() as (sink, url):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANXUN", "DATABASE"))}
        own = {
            "TANXUN_HOME": str(tmp_path / "own"),
            "TANXUN_SMTP_URL": url,
            "TANXUN_MAIL_FROM": "weekly@tanxun.example",
            "TANXUN_ORIGIN": "http://127.0.0.1:8000",
            "TANXUN_SECRET_KEY": "k" * 60,
        }
        run = [sys.executable, "-m", "tests.desk.mail_home", "12"]
        subprocess.run(run, cwd=PROJECT, env={**kept, **own}, check=True)
        yield sink, {**kept, **own}


def tanxun(env: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tanxun", "mail", *words]
    return subprocess.Popen(
        command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def ran(env: dict[str, str], *words: str) -> tuple[int, str, str]:
    with tanxun(env, *words) as process:
        out, error = process.communicate(timeout=240)
    return process.returncode, out, error


def test_a_sender_killed_in_the_middle_is_resumed(house: tuple[Sink, dict[str, str]]) -> None:
    """kill -9 while the server holds the fifth letter: four are sent, one is unclear, the rest go out later."""
    sink, env = house
    everybody = mail_home.subscribers(12)
    assert ran(env, "test", "7", "--to", EDITOR)[0] == 0
    sink.held = everybody[4]
    with tanxun(env, "send", "7") as process:
        assert sink.hold.wait(120)
        code, _, error = ran(env, "send", "7")  # a second sender beside the first
        assert (code, "另一个进程正在寄信" in error) == (1, True)
        process.send_signal(signal.SIGKILL)
    sink.held = ""
    code, out, error = ran(env, "send", "7", "--json")
    assert code == 0, error
    assert json.loads(out) == {"sent": 11, "unclear": 1}
    assert "不确定" in error
    found = json.loads(ran(env, "status", "7", "--json")[1])[0]["unclear"]
    assert [one["to"] for one in found] == [everybody[4]]
    assert ran(env, "settle", str(found[0]["delivery"]), "--again", "--because", "服务器日志里没有")[0] == 0
    assert json.loads(ran(env, "send", "7", "--json")[1]) == {"sent": 12}
    # The sink kept the fifth letter only once: the one it held was never taken.
    assert sorted(address for address, _ in sink.mails if address != EDITOR) == sorted(everybody)


def test_the_command_refuses_without_its_settings(house: tuple[Sink, dict[str, str]]) -> None:
    _, env = house
    for name, told in (("TANXUN_SECRET_KEY", "TANXUN_SECRET_KEY"), ("TANXUN_SMTP_URL", "TANXUN_SMTP_URL")):
        code, _, error = ran({**env, name: ""}, "test", "7", "--to", EDITOR)
        assert (code, told in error, error.count("\n")) == (1, True, 1), error
    code, _, error = ran({**env, "TANXUN_SMTP_URL": "mail"}, "status", "7")
    assert (code, "must look like" in error) == (1, True)
    assert ran(env, "forget", "reader3@reader.example")[0] == 0
    assert ran(env, "forget", "reader3@reader.example")[0] == 1


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
