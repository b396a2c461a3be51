"""Signed addresses in letters: whoever holds one may confirm, or leave. They end, and nobody can make one up."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from archive.errors import BadInput, Unknown
from archive.models import Subscriber

CONFIRM_SECONDS = 3 * 86400
LEAVE_SECONDS = 400 * 86400  # a letter is read again after a year
CONFIRM, LEAVE = "tanxun.confirm", "tanxun.leave"


def confirm(subscriber: Subscriber) -> str:
    """The address that confirms this asking, and no earlier or later one."""
    token = signing.dumps([subscriber.pk, subscriber.asked_at.isoformat()], salt=CONFIRM)
    return absolute(reverse("subscribe-confirm", args=[token]))


def leave(subscriber: Subscriber) -> str:
    """The address that ends the subscription by one click, and where it may be changed."""
    return absolute(reverse("subscribe-leave", args=[signing.dumps(subscriber.pk, salt=LEAVE)]))


def read_confirm(token: str) -> tuple[int, datetime]:
    """Whose, and which asking. Raises Unknown."""
    pk, asked_at = _read(token, CONFIRM, CONFIRM_SECONDS)
    return pk, datetime.fromisoformat(asked_at)


def read_leave(token: str) -> int:
    """Whose. Raises Unknown."""
    return int(_read(token, LEAVE, LEAVE_SECONDS))


def _read(token: str, salt: str, seconds: int) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=seconds)
    except signing.SignatureExpired as error:
        raise Unknown("这个链接已过期，请重新订阅。") from error
    except signing.BadSignature as error:
        raise Unknown("这个链接不完整，请从邮件中完整复制。") from error


def absolute(path: str) -> str:
    """A path as readers can follow it from a mailbox. Raises BadInput where nobody said what the site's address is."""
    if not settings.TANXUN_ORIGIN:
        raise BadInput("没有设置 TANXUN_ORIGIN，邮件里的链接无处可去：请设为读者所用的网址。")
    return f"{settings.TANXUN_ORIGIN}{path}"
