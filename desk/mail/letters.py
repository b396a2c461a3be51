"""What is in a letter: five lines and links. The figures are those of the frozen issue."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from archive.models import Erratum, Issue, Subscriber
from archive.rights import rules
from desk import readers
from desk.mail import links
from digest import house, sealed
from digest.shapes import Section, Snapshot

LEAVE = "https://leave.invalid/"
"""Stands in a letter until it is known whose it is."""
ATTACHED = "（已随信附上）"
"""Stands behind the PDF's address; it is taken out of the letter of somebody who wants none."""
LINES = 5


@dataclass(frozen=True)
class Letter:
    """One letter to many. `files`: name → bytes."""

    subject: str
    text: str
    html: str
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Changes with anything that a reader would see."""
        parts = [self.subject.encode(), self.text.encode(), self.html.encode()]
        for name, data in self.files.items():
            parts += [name.encode(), data]
        return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def of_issue(issue: Issue) -> Letter:
    """The letter that brings an issue; the PDF is attached where `data/desk.toml` says it is small enough.

    Raises BadSnapshot where the issue was not built here.
    """
    number = issue.number
    snapshot = sealed.read(readers.folder(number) / f"{number}.json")
    pdf = readers.editions(number).get(f"{number}.pdf")
    small = pdf is not None and pdf.stat().st_size <= rules().mail.attach_up_to
    context = {
        "issue": issue,
        "house": snapshot["house"],
        "lines": _lines(snapshot),
        "sections": [_section(section) for section in snapshot["sections"] if section["items"]],
        "pdf": pdf and _edition(number, pdf.name),
        "attached": ATTACHED if small else "",
    }
    files = {pdf.name: pdf.read_bytes()} if pdf and small else {}
    sample = "【样刊】" if issue.sample else ""
    return _letter(f"{sample}{snapshot['house']['name']} 总第{number}期（{issue.date}）", "issue", context, files)


def of_errata(issue: Issue, errata: Sequence[Erratum]) -> Letter:
    """The letter that tells those who got an issue what was wrong in it."""
    return _letter(f"更正：总第{issue.number}期（{issue.date}）", "errata", {"issue": issue, "errata": errata}, {})


def confirmation(subscriber: Subscriber) -> Letter:
    """The letter that asks whether it was really the owner of the address who asked."""
    active, name = subscriber.state == Subscriber.State.ACTIVE, house.name()
    context = {"confirm": "" if active else links.confirm(subscriber)}
    return _letter(f"您已订阅《{name}》" if active else f"请确认订阅《{name}》", "confirm", context, {})


def to(letter: Letter, subscriber: Subscriber, message_id: str = "") -> EmailMultiAlternatives:
    """The letter as one subscriber gets it, with the address that ends the subscription by one click (RFC 8058)."""
    leave = links.leave(subscriber)
    headers = {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"tanxun <weekly.{_host()}>",
        "Auto-Submitted": "auto-generated",
        **({"Message-ID": message_id} if message_id else {}),
    }
    if not subscriber.pdf:
        text, html = letter.text.replace(ATTACHED, ""), letter.html.replace(ATTACHED, "")
        letter = replace(letter, text=text, html=html, files={})
    return message(letter, str(subscriber.email), headers, letter.files, leave)


def message(
    letter: Letter, email: str, headers: dict[str, str], files: dict[str, bytes], leave: str
) -> EmailMultiAlternatives:
    """A letter as a message of text and HTML."""
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    made = EmailMultiAlternatives(
        letter.subject, letter.text.replace(LEAVE, leave), formataddr((name, sender)), [email], headers=headers
    )
    made.attach_alternative(letter.html.replace(LEAVE, leave), "text/html")
    for file, data in files.items():
        made.attach(file, data, "application/pdf")
    return made


def _letter(subject: str, template: str, context: Mapping[str, object], files: dict[str, bytes]) -> Letter:
    number = getattr(context.get("issue"), "number", 0)
    page = links.absolute(reverse("issue", args=[number]) if number else "/")
    more = {"leave": LEAVE, "page": page, "house": house.load(), **context}
    text, html = (render_to_string(f"mail/{template}.{kind}", more) for kind in ("txt", "html"))
    return Letter(subject, text.strip() + "\n", html, files)


def _lines(snapshot: Snapshot) -> list[str]:
    """What the week was, in five lines of its front page and the one on policy, then what each section begins with."""
    policy = [f"政策：{snapshot['policy_line']}"] if snapshot["policy_line"] else []
    first = [
        f"{section['name']}：{section['items'][0]['title']}" for section in snapshot["sections"] if section["items"]
    ]
    return [*[*snapshot["lead"][:LINES], *policy], *first][: LINES + len(policy)]


def _section(section: Section) -> dict[str, object]:
    entries = [
        {"title": item["title"], "href": links.absolute(reverse("article", args=[item["id"]]))}
        for item in section["items"]
    ]
    return {"name": section["name"], "entries": entries}


def _edition(number: int, name: str) -> str:
    return links.absolute(reverse("edition", args=[number, name]))


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
