"""Sending a letter to everybody who is to get it: once each, from where the last call ended."""

import fcntl
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import make_msgid, parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from archive import mailings
from archive.errors import BadInput
from archive.models import Delivery, Issue, Mailing
from desk import clock
from desk.mail import letters
from desk.mail.letters import Letter
from desk.mail.line import Outcome, hand_over, open_line

IN_A_ROW = 5
"""Refusals one after another that stop a run: then the server has something against us, not against a mailbox."""
Tell = Callable[[int, int], None]


def prepared(number_of: Issue, *, correction: bool) -> tuple[Mailing, Letter]:
    """The letter about an issue, or about its faults that no letter has told yet. Raises BadInput."""
    if not correction:
        return mailings.letter(number_of), letters.of_issue(number_of)
    errata = mailings.untold(number_of)
    return mailings.letter(number_of, errata[-1].pk), letters.of_errata(number_of, errata)


def test(mailing: Mailing, letter: Letter, email: str) -> None:
    """Send the letter to one person of the house, and note that it was looked at. Raises BadInput."""
    message = letters.message(letter, email, {"Auto-Submitted": "auto-generated"}, letter.files, letters.LEAVE)
    message.subject = f"【试寄】{letter.subject}"
    ended = deliver(message, email)
    if ended.state != Delivery.State.SENT:
        raise BadInput(f"试寄没有成功：{ended.told}")
    mailings.tested(mailing, letter.sha256)


def deliver(message: EmailMessage, email: str) -> Outcome:
    """Hand over one message that is in no ledger."""
    line = open_line()
    try:
        return hand_over(line, _sender(), email, message.message().as_bytes())
    finally:
        _close(line)


def send(mailing: Mailing, letter: Letter, tell: Tell = lambda *_: None) -> dict[str, int]:
    """Send to all who wait, and answer how many deliveries stand how. `tell` is given (done, all).

    May be killed and called again at any moment. Raises BadInput where another process is sending, the letter was not
    tested, or the server does not take mail; those who wait then go on waiting.
    """
    with _alone():
        mailings.abandoned(mailing)
        mailings.start(mailing, letter.sha256, clock.now())
        _run(mailing, letter, tell)
    return mailings.counts(mailing)


def _run(mailing: Mailing, letter: Letter, tell: Tell) -> None:
    waiting = mailings.counts(mailing).get(Delivery.State.WAITING, 0)
    if not waiting:
        return
    line, done, refused, after = open_line(), 0, 0, 0
    domain = _sender().rpartition("@")[2]
    try:
        while found := mailings.claim(mailing, after, make_msgid(domain=domain), clock.now()):
            after, done = found.pk, done + 1
            message = letters.to(letter, found.subscriber, found.message_id).message().as_bytes()
            outcome = hand_over(line, _sender(), str(found.subscriber.email), message)
            mailings.ended(found.pk, outcome.state, outcome.told, dead=outcome.gone)
            refused = refused + 1 if outcome.state == Delivery.State.REFUSED and not outcome.gone else 0
            if refused == IN_A_ROW:
                raise BadInput(f"邮件服务器连续拒收 {IN_A_ROW} 封（{outcome.told}），已停止，请先弄清原因再继续。")
            tell(done, waiting)
            if line.sock is None or outcome.state == Delivery.State.UNCLEAR:
                _close(line)
                line = open_line()
    finally:
        _close(line)


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _close(line: smtplib.SMTP) -> None:
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    line.close()


@contextmanager
def _alone() -> Iterator[None]:
    """One sender at a time on this machine; the lock ends with its process, however that ends. Raises BadInput."""
    with (Path(settings.TANXUN_VAR) / "mail.lock").open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadInput("另一个进程正在寄信，请等它结束。") from error
        yield
