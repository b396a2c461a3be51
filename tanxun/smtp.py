"""TANXUN_SMTP_URL → Django's settings of the mail server."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

LOCAL = {"localhost", "127.0.0.1", "::1"}
SECONDS = 30


class BadAddress(ValueError):
    """The variable is not an address of a mail server; the message says what is wrong."""


def settings(url: str) -> dict[str, Any]:
    """`smtps://user:password@host` (TLS), `smtp://…` (STARTTLS, required), `smtp://127.0.0.1:25` (this machine, plain).

    `?tls=no` sends unprotected to another machine, which must be said; never with a password. "" means no mail.
    Raises BadAddress.
    """
    if not url:
        return {"EMAIL_HOST": "", "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port or {"smtp": 587, "smtps": 465}.get(parts.scheme)
    except ValueError as error:
        raise BadAddress(f"TANXUN_SMTP_URL: {error}") from error
    if port is None or not parts.hostname:
        raise BadAddress("TANXUN_SMTP_URL must look like smtps://user:password@mail.example:465")
    local = parts.hostname in LOCAL
    plain = local or parse_qs(parts.query).get("tls") == ["no"]
    secure = parts.scheme == "smtp" and not plain
    if parts.username and plain and parts.scheme == "smtp" and not local:
        raise BadAddress("TANXUN_SMTP_URL: a password is never sent without TLS; leave out tls=no")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": secure,
        "EMAIL_TIMEOUT": SECONDS,
    }
