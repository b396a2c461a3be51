"""Which articles an issue may be drafted from."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from archive.models import Article, Item
from archive.models.articles import OFFTOPIC
from archive.settling import SHANGHAI

LASTING = ("policy", "notice")  # documents keep their worth: issue 108 printed policies of 10 to 23 days
LATE_NEWS, LATE_POLICY = timedelta(days=30), timedelta(days=180)


def candidates(day: date, news_days: int = 7, policy_days: int = 30, *, number: int | None = None) -> Iterator[Article]:
    """What an issue of that day may print, newest first: on topic, not spiked, no repost, in no issue but `number`.

    The window is soft. An article is in it by its day, or by the day it was first seen when it came late: news up to
    30 days old, policy and notices up to 180. One first seen after `day` counts as seen: old issues can be redrafted.
    """
    printed = Item.objects.filter(article=OuterRef("pk")).exclude(issue__number=number if number is not None else -1)
    found = (
        Article.objects.exclude(section=OFFTOPIC)
        .exclude(state=Article.State.SPIKED)
        .filter(original=None)
        .filter(_window(day, news_days, LATE_NEWS) & ~Q(section__in=LASTING) | _lasting(day, policy_days))
        .exclude(Exists(printed))
        .order_by("-published_on", "pk")
    )
    return found.iterator(chunk_size=500)


def _lasting(day: date, days: int) -> Q:
    return _window(day, days, LATE_POLICY) & Q(section__in=LASTING)


def _window(day: date, days: int, late: timedelta) -> Q:
    first = day - timedelta(days=days)
    seen = Q(first_seen_at__gte=datetime.combine(first, time.min, SHANGHAI))
    undated = Q(published_on=None, first_seen_at__lt=datetime.combine(day, time.max, SHANGHAI))
    return Q(published_on__range=(first, day)) | seen & (Q(published_on__range=(day - late, day)) | undated)
