"""What editors say of a source: a note for each other, and whether it rests."""

from datetime import datetime

from archive.locks import writing
from archive.models import SourceNote


def say(source: str, note: str, *, resting: bool, who: str, now: datetime) -> None:
    """Write the note of a source, instead of the one before. A source that rests is crawled only by name."""
    with writing("sources"):
        SourceNote.objects.update_or_create(
            source=source,
            defaults={"note": note.strip(), "resting": resting, "made_by": who, "made_at": now},
        )


def notes() -> dict[str, SourceNote]:
    """Source → its note."""
    return {one.source: one for one in SourceNote.objects.all()}


def resting() -> frozenset[str]:
    """The sources that rest."""
    return frozenset(SourceNote.objects.filter(resting=True).values_list("source", flat=True))
