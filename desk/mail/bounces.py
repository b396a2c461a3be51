"""Reports that servers send back about letters (RFC 3464), from a mailbox file or a Maildir."""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from archive import mailings
from archive.errors import BadInput

_ID = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Report:
    """What one report says. `letter`: the Message-ID of the letter; "" where the report does not quote it."""

    letter: str
    permanent: bool
    said: str


@dataclass(slots=True)
class Tally:
    """Messages read, letters that came back, delays noted; subjects of messages that a person should look at."""

    read: int = 0
    bounced: int = 0
    delayed: int = 0
    unread: tuple[str, ...] = ()


def take(path: Path) -> Tally:
    """Note every report of the mailbox in the ledger. The mailbox is left as it is; reading it twice changes nothing.

    A report counts only when it quotes the Message-ID of a letter of ours: anybody could write one about an address.
    Raises BadInput.
    """
    tally = Tally()
    for message in _messages(path):
        tally.read += 1
        found = report(message)
        if found is None or not found.letter:
            tally.unread += (str(message.get("Subject", "")),)
        elif mailings.bounce(found.letter, found.said, permanent=found.permanent):
            tally.bounced += found.permanent
            tally.delayed += not found.permanent
    return tally


def report(message: Message) -> Report | None:
    """Read one report; None: the message is none."""
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if not parts:
        return None
    blocks = [block for part in parts for block in _blocks(part)]
    told = [block for block in blocks if block.get("Action")]
    if not told:
        return None
    permanent = any(str(block["Action"]).strip().lower() == "failed" for block in told)
    permanent = permanent and any(str(block.get("Status", "5")).strip().startswith("5") for block in told)
    said = " ".join(str(block.get("Diagnostic-Code") or block.get("Status") or "") for block in told)
    return Report(_letter(message), permanent, " ".join(said.split()))


def _blocks(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [block for block in inner if isinstance(block, Message)] if isinstance(inner, list) else []


def _letter(message: Message) -> str:
    """The Message-ID of the letter, from the copy of it (or of its headers) at the end of the report."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and (inner := _blocks(part)):
            return str(inner[0].get("Message-ID", "")).strip()
        if kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            body = part.get_payload(decode=True)
            found = _ID.search(body) if isinstance(body, bytes) else None
            return found[1].decode("ascii", "replace") if found else ""
    return ""


def _messages(path: Path) -> Iterator[Message]:
    if not path.exists():
        raise BadInput(f"没有 {path}，请给出 mbox 文件或 Maildir 目录。")
    if path.is_dir() and not (path / "cur").is_dir():
        raise BadInput(f"{path} 不是 Maildir（其中没有 cur 目录）。")
    box: mailbox.Mailbox[mailbox.Message] = (
        mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    )
    try:
        if path.is_file() and path.stat().st_size and not len(box):
            raise BadInput(f"{path} 不是 mbox 文件（没有以 From 开头的行）。")
        yield from box
    finally:
        box.close()
