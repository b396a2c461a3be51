"""The records that judging text takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One article or notice as text; `title` may be empty, `text` is plain paragraphs."""

    title: str
    text: str
    publisher: str = ""
    url: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a document belongs.

    `confidence` is the calibrated probability (0 to 1) that `section` is right; `abstain` asks for an editor's eyes
    (the section is still the best guess); `reasons` are short Chinese phrases, the strongest first.
    """

    section: str
    confidence: float
    abstain: bool
    reasons: tuple[str, ...]
