"""The ledger of what people were told: each thing once when it has begun, and once when it is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from archive.locks import writing
from archive.models import Alert

NONE = timedelta(0)
NEWS = timedelta(days=7)  # an event that reached nobody for so long: the first address that is set up is not flooded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What one look saw. `holds`: it is so; else `text` says how it is well; None: it cannot be told now, and what went
    on before goes on. `event`: it happened, and is never over.

    `patience`: how long it must go on before anybody is told, so that a passing fault wakes nobody.
    """

    key: str
    text: str
    holds: bool | None = True
    event: bool = False
    patience: timedelta = NONE


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told now."""

    begun: list[Alert]
    over: list[Alert]

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)


def look(signs: Iterable[Sign], now: datetime, *, dry: bool = False) -> News:
    """Note what was seen, and answer what nobody was told of yet. A thing nobody looks at any more ends unsaid.

    `dry`: answer the same, and note nothing.
    """
    seen = {sign.key: sign for sign in signs}
    with writing("alerts"):
        going = {alert.key: alert for alert in Alert.objects.filter(over_at=None, event=False)}
        for sign in seen.values():
            _note(sign, going.pop(sign.key, None), now)
        Alert.objects.filter(pk__in=[alert.pk for alert in going.values()]).update(over_at=now, over_told_at=now)
        over = Alert.objects.filter(told_at__isnull=False, over_at__isnull=False, over_told_at=None)
        news = News(_begun(seen, now), list(over.order_by("over_at", "pk")))
        transaction.set_rollback(dry)
    return news


def told(news: News, now: datetime) -> None:
    """Somebody has been told."""
    Alert.objects.filter(pk__in=[alert.pk for alert in news.begun]).update(told_at=now)
    Alert.objects.filter(pk__in=[alert.pk for alert in news.over]).update(over_told_at=now)


def _note(sign: Sign, going: Alert | None, now: datetime) -> None:
    if sign.event:
        newest = {"text": sign.text}
        Alert.objects.update_or_create(
            key=sign.key, event=True, defaults=newest, create_defaults={**newest, "began_at": now}
        )
    elif sign.holds is None:
        return
    elif sign.holds and going is None:
        Alert.objects.create(key=sign.key, text=sign.text, began_at=now)
    elif going is not None:
        going.text = sign.text
        going.over_at = None if sign.holds else now
        going.save()


def _begun(seen: Mapping[str, Sign], now: datetime) -> list[Alert]:
    """What goes on for long enough, and every event that is still news, the oldest first."""
    untold = Alert.objects.filter(Q(event=False) | Q(began_at__gt=now - NEWS), told_at=None, over_at=None)
    return [one for one in untold.order_by("began_at", "pk") if one.event or _lasts(one, seen[one.key], now)]


def _lasts(alert: Alert, sign: Sign, now: datetime) -> bool:
    return bool(sign.holds) and alert.began_at + sign.patience <= now
