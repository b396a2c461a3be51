"""Editors' corrections as the desk shows them; `archive.learning` gives them to the next fit."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from archive.models import Correction, Move

UNDONE = "撤销"
"""Why a field went back to what it was: its editor took the step back."""


def standing() -> QuerySet[Correction]:
    """The corrections that nobody took back; of a step that was undone neither it nor its undoing is left."""
    undone = Move.objects.filter(article=OuterRef("article"), made_at=OuterRef("made_at"), undone_at__isnull=False)
    return Correction.objects.filter(~Exists(undone)).exclude(why=UNDONE)


def recent(count: int = 100) -> list[Correction]:
    """The newest corrections, with their articles."""
    return list(Correction.objects.select_related("article").order_by("-made_at", "-pk")[:count])


def confusions(since: datetime) -> list[tuple[str, str, int]]:
    """(section before, section after, how often), the commonest first; confirmations and undone steps left out."""
    moved = standing().filter(field="section", made_at__gte=since).exclude(old=F("new"))
    counted = moved.values_list("old", "new").annotate(times=Count("pk")).order_by("-times", "old", "new")
    return [(old, new, times) for old, new, times in counted]


def confirmed(since: datetime) -> int:
    """How often an editor took the section that was suggested."""
    return standing().filter(field="section", made_at__gte=since, old=F("new")).count()
