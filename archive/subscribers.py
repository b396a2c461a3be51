"""Addresses that asked for the bulletin: asked, confirmed by a second step, left, or forgotten."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count
from django.utils.crypto import salted_hmac

from archive.errors import BadInput, Unknown
from archive.locks import writing
from archive.models import Subscriber

PAUSE = timedelta(minutes=15)
"""Between two letters that somebody asks for one address, so that nobody's mailbox is filled by strangers."""
KEPT = timedelta(days=7)
"""How long an address waits for its confirmation; then it is forgotten."""
State = Subscriber.State


def clean(email: str) -> str:
    """The address as it is kept. Raises BadInput."""
    name, at, domain = email.strip().lower().rpartition("@")
    try:
        found = f"{name}{at}{domain.encode('idna').decode()}"
        validate_email(found)
    except (ValidationError, UnicodeError) as error:
        raise BadInput("这不像一个邮箱地址，请写成 name@example.cn。") from error
    if len(found) > 254:
        raise BadInput("邮箱地址太长，请核对。")
    return found


def digest(email: str) -> str:
    """A hash of the address under the site's key: without the key nobody can try addresses on it."""
    return salted_hmac("tanxun.subscriber", email, algorithm="sha256").hexdigest()


def find(pk: int) -> Subscriber:
    """Raises Unknown, in words that do not tell whether there ever was one."""
    try:
        return Subscriber.objects.get(pk=pk)
    except Subscriber.DoesNotExist as error:
        raise Unknown("这个链接已失效。") from error


def by_email(email: str) -> Subscriber:
    """Raises Unknown."""
    found = Subscriber.objects.filter(email=clean(email)).first()
    if found is None:
        raise Unknown("没有这个地址。")
    return found


def ask(email: str, now: datetime) -> Subscriber | None:
    """Note that somebody asked for this address; None: somebody did a moment ago, so no other letter is due."""
    email = clean(email)
    with writing("subscribers"):
        _forget_unconfirmed(now)
        found = Subscriber.objects.filter(digest=digest(email)).first() or Subscriber(digest=digest(email))
        if found.pk and now - found.asked_at < PAUSE:
            return None
        found.email, found.asked_at = email, now
        if found.state != State.ACTIVE:
            found.state, found.changed_at = State.ASKED, now
        found.save()
    return found


def confirm(pk: int, asked_at: datetime, now: datetime) -> Subscriber:
    """The second step. Raises Unknown for a link that is not of the last time it was asked for."""
    with writing("subscribers"):
        found = find(pk)
        if found.state == State.ASKED and found.asked_at == asked_at:
            found.state, found.changed_at = State.ACTIVE, now
            found.save()
        if found.state != State.ACTIVE:
            raise Unknown("这个链接已失效，请重新订阅。")
    return found


def leave(pk: int, now: datetime) -> None:
    """No more letters. Leaving twice is leaving."""
    gone = Subscriber.objects.exclude(state=State.LEFT).filter(pk=pk)
    gone.update(state=State.LEFT, changed_at=now)


def prefer(pk: int, *, pdf: bool) -> None:
    """Whether the PDF comes with the letter."""
    Subscriber.objects.filter(pk=pk).update(pdf=pdf)


def erase(pk: int, now: datetime) -> None:
    """Remove the address. What remains is a hash and which letters were sent."""
    Subscriber.objects.filter(pk=pk).update(email=None, state=State.LEFT, changed_at=now)


def counts() -> dict[str, int]:
    """How many there are, by state."""
    found = Subscriber.objects.order_by().values_list("state").annotate(count=Count("pk"))
    return {state: count for state, count in found if count}


def _forget_unconfirmed(now: datetime) -> None:
    late = Subscriber.objects.filter(state=State.ASKED, asked_at__lt=now - KEPT)
    late.filter(deliveries=None).delete()
    late.update(email=None, state=State.LEFT, changed_at=now)
