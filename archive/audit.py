"""Who did what at the desk, and who was refused."""

from datetime import datetime, timedelta

from django.db.models import Q

from archive.models import AuditEntry

SIGN_IN_FAILED = "sign_in_failed"


def note(now: datetime, who: str, what: str, *, about: str = "", detail: str = "", address: str = "") -> None:
    """Add one line. Nothing ever changes or removes one."""
    AuditEntry.objects.create(
        at=now, who=who[:150], what=what, about=about[:200], detail=detail[:2000], address=address[:64]
    )


def failures(now: datetime, who: str, address: str, within: timedelta) -> tuple[int, int]:
    """How many sign-ins failed lately: for this name, and from this address."""
    late = AuditEntry.objects.filter(what=SIGN_IN_FAILED, at__gt=now - within)
    last = AuditEntry.objects.filter(what="signed_in", who=who, address=address).order_by("-at").first()
    named = late.filter(who=who[:150])
    if last:  # where the person has been let in before, strangers elsewhere cannot lock the door with wrong guesses
        named = named.filter(at__gt=last.at, address=address)
    return named.count(), late.filter(address=address).count()


def newest(count: int = 200, text: str = "") -> list[AuditEntry]:
    """The last lines, perhaps only those that name `text`."""
    lines = AuditEntry.objects.order_by("-at", "-pk")
    if text:
        lines = lines.filter(Q(who=text) | Q(what=text) | Q(about=text))
    return list(lines[:count])


def last(what: str, about: str) -> str:
    """Who did this to that most recently; empty: nobody."""
    found = AuditEntry.objects.filter(what=what, about=about).order_by("-pk").values_list("who", flat=True).first()
    return found or ""
