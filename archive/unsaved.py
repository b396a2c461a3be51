"""What editors have typed and not saved yet. It is kept for each person apart, and says who else is at an article."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from archive.locks import writing
from archive.models import Unsaved

PRESENT = timedelta(minutes=15)
"""Whoever typed within this time is taken to be still at it."""


def keep(article: int, who: str, seen: str, values: Mapping[str, str], now: datetime) -> None:
    """Remember what the person has typed over the version `seen`, instead of what was remembered before."""
    with writing("unsaved"):
        Unsaved.objects.update_or_create(
            article_id=article, who=who, defaults={"at": now, "seen": seen, "values": dict(values)}
        )


def find(article: int, who: str) -> Unsaved | None:
    """What the person left there, if anything."""
    return Unsaved.objects.filter(article_id=article, who=who).first()


def drop(article: int, who: str) -> None:
    """Forget it: it was saved, or is not wanted."""
    Unsaved.objects.filter(article_id=article, who=who).delete()


def others(article: int, who: str, now: datetime) -> list[Unsaved]:
    """Other people who are at the same article now, the latest first."""
    found = Unsaved.objects.filter(article_id=article, at__gte=now - PRESENT).exclude(who=who)
    return list(found.order_by("-at"))
