"""When a day without a row means that nobody traded: some exchanges list only the days that had a trade."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from archive import calendar, markets
from archive.models import Quarantine, Quote, Run
from archive.settling import shanghai_day

NEAR = timedelta(days=30)  # a row within it, on either side, shows that the source was being read at the time
LOOKED = (Run.State.OK, Run.State.SHORT, Run.State.STALE, Run.State.LONG)


def quiet_days(market: str, first: date, last: date, as_of: datetime | None) -> frozenset[date]:
    """The days for which a source that lists only traded days is known to have listed all it has.

    An instrument without a row on such a day did not trade. Known is: the source has rows shortly before the day, and
    then a later row or a later good look at its page. A day with a row that is held for a check is not among them.
    """
    names = list(Quote.objects.filter(market=market).values_list("source", flat=True).distinct().order_by())
    found: set[date] = set()
    for name in names:
        if markets.source(name).days == "traded":
            found |= _covered(market, name, first, last, as_of) - _held(name, first, last)
    return frozenset(found)


def _covered(market: str, source: str, first: date, last: date, as_of: datetime | None) -> set[date]:
    seen = Q(observed_at__lte=as_of) if as_of else Q()
    rows = Quote.objects.filter(seen, market=market, source=source, day__range=(first - NEAR, last + NEAR))
    days = rows.order_by("day").values_list("day", flat=True)
    begins, ends = days.first(), days.last()
    if begins is None or ends is None:
        return set()
    looks = Run.objects.filter(source=source, state__in=LOOKED, **({"clock__lte": as_of} if as_of else {}))
    look = looks.order_by("-clock").values_list("clock", flat=True).first()
    known_until = max(ends, shanghai_day(look) - timedelta(days=1)) if look else ends
    return set(calendar.days(max(first, begins), min(last, known_until)))


def _held(source: str, first: date, last: date) -> set[date]:
    days = (first.isoformat(), last.isoformat())
    held = Quarantine.objects.filter(source=source, row__day__gte=days[0], row__day__lte=days[1])
    return {date.fromisoformat(row["day"]) for row in held.values_list("row", flat=True)}
