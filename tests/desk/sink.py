"""A mail server that keeps what it is given; it refuses, delays or falls silent as a test wants."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """`answers`: address → what RCPT answers; `data`: address → what the end of the text answers."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.hold = threading.Event()
        self.held: str = ""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if address == self.held:
            self.hold.set()
            await asyncio.sleep(600)
        if address in self.data:
            if self.data[address] == "break":
                server.transport.close()
                return "250 nobody hears this"
            return self.data[address]
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        self.mails.append((address, message))  # type: ignore[arg-type]
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for whom, message in self.mails if whom == address]


class Server(Controller):
    """Listens on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@contextmanager
def served() -> Iterator[tuple[Sink, str]]:
    """The sink, and its address as TANXUN_SMTP_URL has it."""
    sink = Sink()
    server = Server(sink, hostname="127.0.0.1", port=0)
    server.start()
    try:
        yield sink, f"smtp://127.0.0.1:{server.port}"
    finally:
        server.stop(no_assert=True)
