"""When a day without a row means that nobody traded: some exchanges list only the days that had a trade."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from archive import calendar, markets
from archive.errors import Unknown
from archive.models import Quarantine, Quote, Run
from archive.settling import shanghai_day

NEAR = timedelta(days=30)  # a row within it, on either side, shows that the source was being read at the time
LOOKED = (Run.State.OK, Run.State.SHORT, Run.State.STALE, Run.State.LONG)


def quiet_days(market: str, first: date, last: date, as_of: datetime | None) -> frozenset[date]:
    """The days for which a source that lists only traded days is known to have listed all it has.

    An instrument without a row on such a day did not trade. Known is: the source has rows shortly before the day, and
    then a later row or a later good look at its page, in a run that could read all of it. A day with a row that is held
    for a check is not among them.
    """
    names = list(Quote.objects.filter(market=market).values_list("source", flat=True).distinct().order_by())
    found: set[date] = set()
    for name in names:
        if markets.source(name).days == "traded":
            found |= _covered(market, name, first, last, as_of) - _held(market, name, first, last, as_of)
    return frozenset(found)


def _covered(market: str, source: str, first: date, last: date, as_of: datetime | None) -> set[date]:
    seen = Q(observed_at__lte=as_of) if as_of else Q()
    clean, spoilt = _looks(source, as_of)
    if spoilt:
        seen &= Q(observed_at__lt=spoilt.clock)
    rows = Quote.objects.filter(seen, market=market, source=source, day__range=(first - NEAR, last + NEAR))
    days = rows.order_by("day").values_list("day", flat=True)
    begins, ends = days.first(), days.last()
    if begins is None or ends is None:
        return set()
    known_until = max(ends, shanghai_day(clean.clock) - timedelta(days=1)) if clean else ends
    return set(calendar.days(max(first, begins), min(last, known_until)))


def _looks(source: str, as_of: datetime | None) -> tuple[Run | None, Run | None]:
    """The last good look that read everything, and the first run after it that left something unread.

    What could not be read may be the row of any day: later rows of such a run do not show that the days before them
    were quiet.
    """
    runs = Run.objects.filter(source=source, **({"clock__lte": as_of} if as_of else {})).order_by("clock", "pk")
    clean = runs.filter(state__in=LOOKED, unread=0).last()
    after = Q(clock__gt=clean.clock) | Q(clock=clean.clock, pk__gt=clean.pk) if clean else Q()
    return clean, runs.filter(after, unread__gt=0).first()


def _held(market: str, source: str, first: date, last: date, as_of: datetime | None) -> set[date]:
    days = (first.isoformat(), last.isoformat())
    seen = Q(held_at__lte=as_of) if as_of else Q()
    held = Quarantine.objects.filter(seen, source=source, row__day__gte=days[0], row__day__lte=days[1])
    return {date.fromisoformat(row["day"]) for row in held.values_list("row", flat=True) if _may_be_of(row, market)}


def _may_be_of(row: Mapping[str, Any], market: str) -> bool:
    """Whether a held row is of the market. One whose market nobody knows may be of any."""
    try:
        return markets.market_of(row["market"]) == market
    except Unknown:
        return True
