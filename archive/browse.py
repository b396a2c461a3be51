"""What readers see: published issues, and articles that are nobody's secret."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max, QuerySet

from archive import search
from archive.errors import Unknown
from archive.models import Article, Erratum, Issue, Item, Page, Quote
from archive.models.articles import OFFTOPIC
from archive.rights import rules

NEWEST = 40  # entries of a feed


def published_issues() -> list[Issue]:
    """Newest first, each with `faults`: how many errata it has."""
    published = Issue.objects.filter(state=Issue.State.PUBLISHED)
    return list(published.annotate(faults=Count("errata")).order_by("-number"))


def published_issue(number: int) -> Issue:
    """Raises Unknown also for a draft: readers must not learn that it exists."""
    try:
        return Issue.objects.get(number=number, state=Issue.State.PUBLISHED)
    except Issue.DoesNotExist as error:
        raise Unknown(f"没有已发布的总第 {number} 期。") from error


def errata(issue: Issue) -> list[Erratum]:
    """The issue's faults in the order they were found, each with the issue that printed its correction."""
    return list(issue.errata.select_related("printed_in").order_by("found_at", "pk"))


def contents(issue: Issue) -> list[Item]:
    """The items in print order, with their articles."""
    return list(issue.items.select_related("article").order_by("position"))


def public_articles() -> QuerySet[Article]:
    """On topic, not rejected, and (if the house wants it so) printed."""
    found = Article.objects.exclude(section=OFFTOPIC).exclude(state=Article.State.SPIKED)
    return found.filter(state=Article.State.PUBLISHED) if rules().readers_see == "published" else found


def public_article(pk: int) -> Article:
    """Raises Unknown also for one that is there but not public."""
    found = public_articles().defer("images", "raw_text", "source_text", "reasons", "flags").filter(pk=pk).first()
    if found is None:
        raise Unknown("没有这篇文章，或它不公开。")
    return found


def newest(section: str = "") -> list[Article]:
    """The NEWEST newest first tellings of their events that are public.

    By the keys of the search: SQLite sorts the whole table for the same question (0.2 s at 100,000 articles).
    """
    found: list[Article] = []
    before: int | None = None
    while len(found) < NEWEST:
        hits = search.find("", search.Filter(section=section), before=before, size=NEWEST)
        found += [one for one in hits.articles if one.original_id is None and one.published_on]
        if hits.more is None:
            break
        before = hits.more
    return found[:NEWEST]


def article(pk: int) -> Article:
    """Any article, for people of the house. Raises Unknown."""
    found = Article.objects.select_related("original", "page").filter(pk=pk).first()
    if found is None:
        raise Unknown(f"没有编号 {pk} 的文章。")
    return found


def page(pk: int) -> Page:
    """A saved page. Raises Unknown."""
    found = Page.objects.filter(pk=pk).first()
    if found is None:
        raise Unknown(f"没有编号 {pk} 的存档网页。")
    return found


def last_pages() -> dict[str, int]:
    """The id of the newest saved page of each source."""
    return dict(Page.objects.order_by("source").values_list("source").annotate(newest=Max("pk")))


def issues_of(article: Article) -> list[Issue]:
    """Published issues that print this article, oldest first."""
    printed = Issue.objects.filter(items__article=article, state=Issue.State.PUBLISHED)
    return list(printed.order_by("number"))


def reposts(article: Article, *, public: bool = True) -> Sequence[Article]:
    """Other reports of the same event."""
    found = public_articles() if public else Article.objects.all()
    return list(found.filter(original=article).order_by("published_on", "pk"))


def last_day() -> date | None:
    """The newest day that the ledger knows; None: it is empty."""
    return Quote.objects.order_by("-day").values_list("day", flat=True).first()
