"""Editors' corrections as the desk shows them; `archive.learning` gives them to the next fit."""

from datetime import datetime

from django.db.models import Count, F

from archive.models import Correction


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
