"""When a day without a row means that nobody traded: some exchanges list only the days that had a trade."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from archive import calendar, markets
from archive.models import Quote, Run
from archive.settling import shanghai_day

NEAR = timedelta(days=30)  # a row within it, on either side, shows that the source was being read at the time
LOOKED = (Run.State.OK, Run.State.SHORT, Run.State.STALE, Run.State.LONG)


def quiet_days(market: str, first: date, last: date, as_of: datetime | None) -> frozenset[date]:
    """The days between two days on which a source that lists only traded days is known to have listed none.

    Known is: the source has rows shortly before the day, and then a later row or a later good look at its page.
    """
    names = list(Quote.objects.filter(market=market).values_list("source", flat=True).distinct().order_by())
    found: set[date] = set()
    for name in names:
        if markets.source(name).days == "traded":
            found |= _quiet(market, name, first, last, as_of)
    return frozenset(found)


def _quiet(market: str, source: str, first: date, last: date, as_of: datetime | None) -> set[date]:
    seen = Q(observed_at__lte=as_of) if as_of else Q()
    rows = Quote.objects.filter(seen, market=market, source=source, day__range=(first - NEAR, last + NEAR))
    days = sorted(set(rows.values_list("day", flat=True)))
    if not days:
        return set()
    looks = Run.objects.filter(source=source, state__in=LOOKED, **({"clock__lte": as_of} if as_of else {}))
    look = looks.order_by("-clock").values_list("clock", flat=True).first()
    known_until = max(days[-1], shanghai_day(look) - timedelta(days=1) if look else days[-1])
    asked = calendar.days(max(first, days[0]), min(last, known_until))
    return {day for day in asked if day not in days}
