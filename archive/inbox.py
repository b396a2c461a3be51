"""What waits for an editor: events, each with its first telling and the reports that repeat it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from archive.models import Article
from archive.models.articles import OFFTOPIC, SECTIONS

SIZE = 50
TABS = {"new": "待审", "asks": "模型拿不准", "kept": "已选", "offtopic": "判为离题", "spiked": "弃用"}


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of events, newest first; `more`: where the next page begins, or None."""

    events: list[Article]
    more: tuple[datetime, int] | None
    waiting: dict[str, int]


def show(tab: str, section: str = "", after: tuple[datetime, int] | None = None) -> Inbox:
    """The events of one tab. Reports that repeat an event come with it (`article.reposts`)."""
    found = _tab(tab).filter(original=None)
    if section:
        found = found.filter(section=section)
    if after:
        found = found.filter(_older(*after))
    events = list(found.order_by("-first_seen_at", "-pk").prefetch_related("reposts")[: SIZE + 1])
    more = (events[SIZE - 1].first_seen_at, events[SIZE - 1].pk) if len(events) > SIZE else None
    return Inbox(events[:SIZE], more, waiting())


def following(article: Article) -> Article | None:
    """The event that stands below this one among those that wait."""
    below = _tab("new").filter(_older(article.first_seen_at, article.pk), original=None)
    return below.order_by("-first_seen_at", "-pk").first()


def waiting() -> dict[str, int]:
    """How many events each section has waiting, and how many the model asks about."""
    new = _tab("new").filter(original=None)
    found = dict(new.order_by("section").values_list("section").annotate(count=Count("pk")))
    counts = dict.fromkeys(SECTIONS, 0) | found
    return {**counts, "new": sum(counts.values()), "asks": _tab("asks").filter(original=None).count()}


def _older(at: datetime, pk: int) -> Q:
    return Q(first_seen_at__lt=at) | Q(first_seen_at=at, pk__lt=pk)


def _tab(tab: str) -> QuerySet[Article]:
    new = Article.objects.filter(state=Article.State.NEW)
    if tab == "offtopic":
        return new.filter(section=OFFTOPIC)
    if tab == "asks":
        return new.filter(abstain=True)
    if tab in {Article.State.KEPT, Article.State.SPIKED}:
        return Article.objects.filter(state=tab)
    return new.exclude(section=OFFTOPIC)
