"""What the model learns from editors: their standing decisions, and the candidates that a new model would judge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from archive import labels
from archive.locks import writing
from archive.models import Article


@dataclass(frozen=True, slots=True)
class Decided:
    """An article whose section an editor set or confirmed, at the moment of the last word on it."""

    article: int
    title: str
    text: str
    publisher: str
    published_on: date | None
    section: str
    story: int
    made_at: datetime
    moved: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that waits at the desk, with the section that a model gave it."""

    article: int
    title: str
    text: str
    publisher: str
    published_on: date | None
    section: str


def decisions() -> Iterator[Decided]:
    """Every standing decision on a section, oldest first; a step that was taken back is none.

    `story` is the article that told the event first, so that reprints stay together.
    """
    said = labels.standing().filter(field="section", article=OuterRef("pk")).order_by("-made_at")
    found = (
        Article.objects.filter(section_by=Article.By.EDITOR)
        .annotate(decided_at=Subquery(said.values("made_at")[:1]))
        .exclude(decided_at=None)
        .order_by("decided_at", "pk")
    )
    moved = _moved()
    for one in found.iterator(chunk_size=500):
        yield Decided(
            article=one.pk,
            title=one.title,
            text=one.text,
            publisher=one.publisher,
            published_on=one.published_on,
            section=one.section,
            story=one.original_id or one.pk,
            made_at=one.decided_at,
            moved=one.pk in moved,
        )


def waiting() -> Iterator[Candidate]:
    """Articles that no editor has looked at, as the model filed them, newest first."""
    found = Article.objects.filter(state=Article.State.NEW, section_by=Article.By.MODEL).order_by(
        "-first_seen_at", "pk"
    )
    for one in found.iterator(chunk_size=500):
        yield Candidate(one.pk, one.title, one.text, one.publisher, one.published_on, one.section)


@dataclass(frozen=True, slots=True)
class Filed:
    """What a model says of a waiting article now."""

    article: int
    section: str
    confidence: float
    abstain: bool
    reasons: list[str]


def refile(filed: Iterable[Filed]) -> int:
    """File waiting articles anew, those that no editor has meanwhile taken up. Answers how many changed."""
    waiting = Article.objects.filter(state=Article.State.NEW, section_by=Article.By.MODEL)
    with writing("articles"):
        return sum(
            waiting.filter(pk=one.article).update(
                section=one.section, confidence=one.confidence, abstain=one.abstain, reasons=one.reasons
            )
            for one in filed
        )


def _moved() -> set[int]:
    """Articles where an editor chose another section than the model had."""
    rows = labels.standing().filter(field="section").values_list("article_id", "old", "new")
    return {article for article, old, new in rows if old and old != new}
