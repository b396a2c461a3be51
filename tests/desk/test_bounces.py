"""Reports that mail servers send back, from an mbox or a Maildir."""

from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from mailbox import Maildir, mbox
from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.models import Delivery, Issue, Subscriber
from desk.mail import bounces
from tests.desk.mailing import READERS, send
from tests.desk.sink import Sink

pytestmark = pytest.mark.django_db


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
