"""What is here already: which pages need no second look, and the articles that a new one may repeat."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from archive import urls as addresses
from archive.models import Article, Page, Quarantine, Quote, Run

RECENT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A detail page whose record is stored. `title`: "" for a page of quotes. `read_at`: when it was last fetched."""

    title: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An article as the comparison of texts needs it."""

    id: int
    title: str
    text: str
    published_on: date | None


def pages(source: str, wanted: Iterable[str]) -> Mapping[str, KnownPage]:
    """Those of the addresses whose record is stored, and when they were last fetched.

    A page that was kept but whose record is not stored (a crawl was killed in between) is not among them. An address
    that leads to another one is known where the record of that other one is stored.
    """
    wanted = set(wanted)
    answers = Page.objects.filter(Q(url__in=wanted) | Q(asked__in=wanted), source=source, status=200)
    kept = list(answers.values_list("asked", "url").annotate(at=Max("fetched_at")).order_by("at"))
    # Quotes are stored under the address that answered, an article under the one that its list names.
    titles = _titles(source, {address for asked, url, _ in kept for address in (asked, url) if address})
    return {
        address: KnownPage(titles[name], at)
        for asked, url, at in kept
        for address in {asked, url} & wanted
        for name in (address, url)
        if name in titles
    }


def answered(source: str, url: str) -> bool:
    """Whether the source ever had a page from this address."""
    return Page.objects.filter(Q(url=url) | Q(asked=url), source=source, status=200).exists()


def _titles(source: str, urls: set[str]) -> dict[str, str]:
    """The addresses whose record is stored, with the title of an article or "" for quotes."""
    keys = {url: addresses.key(url) for url in urls}
    told = dict(Article.objects.filter(url_key__in=keys.values()).values_list("url_key", "title"))
    titles = {url: told[key] for url, key in keys.items() if key in told}
    for model in (Quote, Quarantine):
        found = model.objects.filter(source=source, page__url__in=urls).values_list("page__url", flat=True)
        titles.update(dict.fromkeys(found.distinct(), ""))
    return titles


def recent(now: datetime) -> Iterator[Told]:
    """The articles of the last RECENT, by their own day or by when they were first seen, the oldest first."""
    first = now - RECENT
    found = Article.objects.filter(Q(published_on__gte=first.date()) | Q(first_seen_at__gte=first))
    rows = found.order_by("pk").values_list("pk", "title", "text", "published_on")
    return (Told(*row) for row in rows.iterator(chunk_size=500))


def runs(ids: Iterable[int]) -> dict[str, Run]:
    """The runs with these ids, by source."""
    return {run.source: run for run in Run.objects.filter(pk__in=list(ids))}
