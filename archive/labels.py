"""Editors' decisions as training labels: what was changed most, and all of it for the next fit."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from django.db.models import Count, F

from archive.models import Correction


class Label(TypedDict):
    """One decided article, in the shape that `tanxun import` and the training texts have."""

    title: str
    text: str
    publisher: str
    section: str


def recent(count: int = 100) -> list[Correction]:
    """The newest corrections, with their articles."""
    return list(Correction.objects.select_related("article").order_by("-made_at", "-pk")[:count])


def confusions(since: datetime) -> list[tuple[str, str, int]]:
    """(section before, section after, how often), the commonest first; confirmations and undone steps left out."""
    moved = Correction.objects.filter(field="section", made_at__gte=since).exclude(old=F("new")).exclude(why="撤销")
    counted = moved.values_list("old", "new").annotate(times=Count("pk")).order_by("-times", "old", "new")
    return [(old, new, times) for old, new, times in counted]


def confirmed(since: datetime) -> int:
    """How often an editor took the section that was suggested."""
    return Correction.objects.filter(field="section", made_at__gte=since, old=F("new")).count()


def decided() -> Iterator[Label]:
    """Every article whose section an editor decided, oldest decision first, with that section."""
    found = Correction.objects.filter(field="section", article__section_by="editor").select_related("article")
    seen: set[int] = set()
    for row in found.order_by("made_at", "pk").iterator(chunk_size=500):
        if row.article_id not in seen:
            seen.add(row.article_id)
            one = row.article
            yield Label(title=one.title, text=one.text, publisher=one.publisher, section=one.section)
