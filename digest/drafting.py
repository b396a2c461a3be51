"""The first arrangement of an issue, which the editor then changes."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import takewhile

from archive import issues
from archive.issues import Place
from archive.models import Article, Issue
from archive.models.articles import OFFTOPIC, SECTIONS
from archive.selection import candidates
from digest.weight import Key, key


def next_number() -> int:
    """The number that follows the highest so far."""
    return issues.next_number()


def draft(number: int, day: date, first_day: date, last_day: date, *, now: datetime, sample: bool = False) -> Issue:
    """Draft an issue from what is on topic and not printed yet; `first_day` to `last_day` is its price table.

    Called again, it adds what has come since and keeps the editor's order, sections, titles and notes. Reports of an
    event that the issue already has stand under it as reposts. Raises BadInput if the issue is published.
    """
    issue = issues.open_draft(number, day, first_day, last_day, now=now, sample=sample)
    placed = [Place(item.article, item.section) for item in issues.items(issue) if _stays(item.article)]
    known = {place.article.pk for place in placed}
    fresh = [article for article in candidates(day, number=number) if article.pk not in known]
    issues.arrange(issue, [place for section in SECTIONS for place in _section(section, placed, fresh)])
    return issue


def _stays(article: Article) -> bool:
    """Spiked, off topic or found to be a repost: it leaves the draft."""
    return article.state != Article.State.SPIKED and article.section != OFFTOPIC and article.original_id is None


def _section(section: str, placed: Iterable[Place], fresh: Iterable[Article]) -> list[Place]:
    """The section as it was, with each new article before the first one that weighs less."""
    order = [place for place in placed if place.section == section]
    for article in sorted((article for article in fresh if article.section == section), key=key):
        order.insert(_heavier(order, key(article)), Place(article, section))
    return order


def _heavier(order: list[Place], mine: Key) -> int:
    """How many of the first places weigh more."""
    return len(list(takewhile(lambda place: key(place.article) < mine, order)))
