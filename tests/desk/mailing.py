"""What the tests of letters share: who reads, who tests, and how an issue is sent."""

from email.message import EmailMessage

from archive.models import Issue
from desk.mail import sending
from tests.desk import mail_home

EDITOR = "editor@house.example"
READERS = mail_home.subscribers(3)


def send(issue: Issue, *, correction: bool = False, tested: bool = True) -> dict[str, int]:
    mailing, letter = sending.prepared(issue, correction=correction)
    if tested and mailing.tested != letter.sha256:
        sending.test(mailing, letter, EDITOR)
    return sending.send(mailing, letter)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body
    return str(body.get_content())
