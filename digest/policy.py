"""What a document binds whom to, by when: its card, and the days ahead that all texts of the issue name."""

from collections.abc import Iterable
from datetime import date, timedelta

from archive.models import Article, Item
from archive.selection import LASTING
from digest.markup import mask_mobiles
from digest.shapes import Card, Due, Duty
from nlp import cards, deadlines

DUTIES = 4
"""Duties that a card shows; the text says the rest."""
AHEAD = timedelta(days=120)
"""How far the calendar looks: the surrender of June is announced in March."""
ALWAYS = {"surrender", "verification", "report", "auction", "comment", "objection", "application", "closing", "effect"}


def card(item: Item) -> Card | None:
    """The card of a document, None for anything else. What an editor wrote on it stands."""
    article = item.article
    if item.section not in LASTING or not (article.doc_number or article.issuers or article.signed_on):
        return None
    return {**read(article), **(article.card or {})}


def read(article: Article) -> Card:
    """The card as the text alone gives it."""
    found = cards.card(article.title, article.text, article.published_on)
    return {
        "effective_on": _iso(found.effective_on),
        "comments_until": _iso(found.comments_until),
        "region": found.region,
        "sectors": list(found.sectors),
        "duties": [_duty(duty) for duty in found.duties if duty.by is not None][:DUTIES],
    }


def _duty(duty: cards.Duty) -> Duty:
    return {"who": duty.who, "what": mask_mobiles(duty.what), "by": _iso(duty.by)}


def calendar(placed: Iterable[Item], issue_day: date) -> list[Due]:
    """Deadlines and events from the issue's day on, each day and kind of an article once, in order of day."""
    found = [due for item in placed for due in _of(item.article, issue_day)]
    return sorted(found, key=lambda due: (due["day"], due["item"], due["kind"]))


def _of(article: Article, issue_day: date) -> Iterable[Due]:
    for event in deadlines.find(article.text, article.published_on):
        if issue_day <= event.day <= issue_day + AHEAD and event.kind in ALWAYS:
            yield {
                "day": event.day.isoformat(),
                "first": _iso(event.first),
                "kind": deadlines.LABELS[event.kind],
                "until": event.until,
                "item": article.pk,
                "sentence": mask_mobiles(event.sentence),
            }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
