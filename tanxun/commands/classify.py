"""`tanxun classify`: which section an article belongs to."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nlp.sections.model import Model


@click.command()
def command() -> None:
    """Judge articles: JSON lines in (id, title, text), sections out.

    Each line is answered with id, section, confidence (0 to 1), abstain (true asks an editor) and reasons.
    The sections are market, policy, domestic, international, reading, notice and offtopic.
    """
    from nlp.sections import model
    from tanxun.home import var
    from tanxun.jsonlines import answer

    taught = model.live(var() / "models")
    answer(lambda row: classify(row, taught))


TEXTS = ("title", "text", "publisher", "url")


def classify(row: dict[str, Any], model: "Model | None" = None) -> dict[str, Any]:
    """Judge one line, by the shipped model or a taught one. Raises ValueError or KeyError that says what is wrong."""
    from nlp.records import Document
    from nlp.sections import judge
    from tanxun.jsonlines import day_of, text_of

    document = Document(**{name: text_of(row, name) for name in TEXTS}, published_on=day_of(row))
    judged = judge(document, model)
    return {
        "id": row["id"],
        "section": judged.section,
        "confidence": judged.confidence,
        "abstain": judged.abstain,
        "reasons": list(judged.reasons),
    }
