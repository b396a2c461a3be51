"""Which articles an issue may be drafted from."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from archive.models import Article, Item
from archive.models.articles import OFFTOPIC
from archive.settling import SHANGHAI

LASTING = ("policy", "notice")  # documents keep their worth: issue 108 printed policies of 10 to 23 days
NEWS, LATE_NEWS = timedelta(days=7), timedelta(days=30)
POLICY, LATE_POLICY = timedelta(days=30), timedelta(days=180)


def candidates(day: date, *, number: int | None = None) -> Iterator[Article]:
    """What an issue of that day may print, newest first: on topic, not spiked, no repost, in no issue but `number`.

    The window is soft: NEWS, and POLICY for what is LASTING. An article is in it by its day, or by the day it was first
    seen when it came late: news up to 30 days old, policy and notices up to 180. One first seen after `day` counts as
    seen: old issues can be redrafted.
    """
    printed = Item.objects.filter(article=OuterRef("pk")).exclude(issue__number=number if number is not None else -1)
    found = (
        Article.objects.exclude(section=OFFTOPIC)
        .exclude(state=Article.State.SPIKED)
        .filter(original=None)
        .filter(_window(day, NEWS, LATE_NEWS) & ~Q(section__in=LASTING) | _lasting(day))
        .exclude(Exists(printed))
        .order_by("-published_on", "pk")
    )
    return found.iterator(chunk_size=500)


def _lasting(day: date) -> Q:
    return _window(day, POLICY, LATE_POLICY) & Q(section__in=LASTING)


def _window(day: date, length: timedelta, late: timedelta) -> Q:
    first = day - length
    seen = Q(first_seen_at__gte=datetime.combine(first, time.min, SHANGHAI))
    undated = Q(published_on=None, first_seen_at__lt=datetime.combine(day, time.max, SHANGHAI))
    return Q(published_on__range=(first, day)) | seen & (Q(published_on__range=(day - late, day)) | undated)
