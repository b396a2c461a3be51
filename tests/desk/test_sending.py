"""Tested first, then once to each: refusals, broken lines and second calls."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from archive import mailings, subscribers
from archive.errors import BadInput
from archive.models import Delivery, Issue, Subscriber
from desk.mail import sending
from tests.desk.mailing import EDITOR, READERS, send
from tests.desk.sink import Sink

pytestmark = pytest.mark.django_db


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


def test_what_was_sent_to_a_forgotten_address_can_be_told(sink: Sink, published: Issue, now: datetime) -> None:
    send(published)
    subscribers.erase(Subscriber.objects.get(email=READERS[0]).pk, now + timedelta(days=1))
    assert [one.mailing.issue.number for one in mailings.got(READERS[0])] == [7]
    assert READERS[0] not in str([list(Subscriber.objects.values()), list(Delivery.objects.values())])
