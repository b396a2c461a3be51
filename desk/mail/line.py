"""Handing one message over to the mail server, and knowing afterwards whether it was taken."""

import re
import smtplib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import get_connection

from archive.errors import BadInput
from archive.models import Delivery

State = Delivery.State
GONE = re.compile(
    r"\b5\.1\.[0-36]\b|user (?:unknown|not found)|no such (?:user|mailbox)|mailbox (?:not found|unavailable)", re.I
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: sent, refused, unclear, or waiting (surely not taken, so it may be tried again).

    `gone`: the server says there is no such mailbox.
    """

    state: str
    told: str
    gone: bool = False


def open_line() -> smtplib.SMTP:
    """A line to the server that the settings name, signed in. Raises BadInput."""
    if not settings.EMAIL_HOST:
        raise BadInput("没有设置邮件服务器：请设环境变量 TANXUN_SMTP_URL，例如 smtps://用户:密码@mail.example:465。")
    if not settings.DEFAULT_FROM_EMAIL:
        raise BadInput("没有设置发件人：请设环境变量 TANXUN_MAIL_FROM，例如 碳讯 <weekly@mail.example>。")
    backend: Any = get_connection()
    try:
        backend.open()
    except (OSError, smtplib.SMTPException) as error:
        raise BadInput(f"邮件服务器 {settings.EMAIL_HOST} 连不上（{error}），其余的信还没有发，请稍后再来。") from error
    line: smtplib.SMTP = backend.connection
    return line


def hand_over(line: smtplib.SMTP, sender: str, email: str, message: bytes) -> Outcome:
    """Give one message to the server. Only an answer after the last byte counts as taken or refused.

    Where the line breaks before the text was sent, nothing was taken; where it breaks later, nobody can know.
    """
    try:
        if early := _envelope(line, sender, email):
            return early
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(State.WAITING, f"连接中断：{error}")
    try:
        # Not smtplib's data(): it does not tell whether the line broke before or after the text was sent.
        lines = re.sub(rb"\r?\n", b"\r\n", message)
        line.send(re.sub(rb"(?m)^\.", b"..", lines).rstrip(b"\r\n") + b"\r\n.\r\n")
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(State.UNCLEAR, f"交信途中连接中断，不知道是否已收下：{error}")
    return _judged(line, code, said) or Outcome(State.SENT, _words(code, said))


def _envelope(line: smtplib.SMTP, sender: str, email: str) -> Outcome | None:
    """From whom, to whom, may I: what the server says against it, or None."""
    line.ehlo_or_helo_if_needed()
    for code, said in (line.mail(sender), line.rcpt(email)):
        if code not in {250, 251}:
            line.rset()
            return _judged(line, code, said)
    line.putcmd("data")
    code, said = line.getreply()
    return None if code == 354 else _judged(line, code, said)


def _judged(line: smtplib.SMTP, code: int, said: bytes) -> Outcome | None:
    words = _words(code, said)
    if code == 421:  # the server closes the line after this
        line.close()
    if 200 <= code < 300:
        return None
    return Outcome(State.REFUSED, words, bool(GONE.search(words))) if code >= 500 else Outcome(State.WAITING, words)


def _words(code: int, said: bytes) -> str:
    return f"{code} {said.decode('utf-8', 'replace')}"[:500]
