"""Pages that are asked for again though no list names them any more, and articles whose page was taken away."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from archive import urls
from archive.locks import writing
from archive.models import Article, Page
from archive.settling import shanghai_day

GONE = "原网页已撤下"


@dataclass(frozen=True, slots=True)
class Known:
    """A stored article, as a list would name it."""

    url: str
    title: str
    day: date | None


def due(source: str, *, first: date, before: datetime, most: int) -> list[Known]:
    """Articles of a source from `first` on whose page was last asked for before `before`, the longest unseen first."""
    found = Article.objects.filter(source=source, published_on__gte=first).values_list("url", "title", "published_on")
    known = {url: Known(url, title, day) for url, title, day in found}
    asked = Page.objects.filter(source=source, url__in=known).values_list("url").annotate(at=Max("fetched_at"))
    return [
        known[url] for url, _ in sorted((pair for pair in asked if pair[1] < before), key=lambda pair: pair[1])[:most]
    ]


def mark(url: str, now: datetime) -> bool:
    """Flag the article of this page as removed at its source, and delete nothing. False: there is no such article.

    The flag goes by itself where a later crawl reads the page again.
    """
    with writing("articles"):
        found = list(Article.objects.filter(url_key=urls.key(url)))
        for article in found:
            if not any(str(flag).startswith(GONE) for flag in article.flags):
                article.flags = [*article.flags, f"{GONE}（{shanghai_day(now)} 发现），保留先前的正文"]
                article.save(update_fields=["flags"])
    return bool(found)
