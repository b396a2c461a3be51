"""`tanxun classify`: which section an article belongs to."""

from datetime import date
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

    try:
        taught = model.live(var() / "models")
    except model.ModelError as error:
        raise click.ClickException(str(error)) from error
    answer(lambda row: classify(row, taught))


def classify(row: dict[str, Any], model: "Model | None" = None) -> dict[str, Any]:
    """Judge one line, by the shipped model or a taught one. Raises ValueError or KeyError that says what is wrong."""
    from nlp.records import Document
    from nlp.sections import judge

    document = Document(_text(row, "title"), _text(row, "text"), _text(row, "publisher"), _text(row, "url"), _day(row))
    judged = judge(document, model)
    return {
        "id": row["id"],
        "section": judged.section,
        "confidence": judged.confidence,
        "abstain": judged.abstain,
        "reasons": list(judged.reasons),
    }


def _text(row: dict[str, Any], name: str) -> str:
    value = row[name] if name == "text" else row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {type(value).__name__}, not a string")  # noqa: TRY004  (jsonlines answers ValueError)
    return value


def _day(row: dict[str, Any]) -> date | None:
    value = row.get("published_on")
    if not value:
        return None
    if not isinstance(value, str):
        raise ValueError(f"published_on is {type(value).__name__}, not a day like 2017-05-19")  # noqa: TRY004
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise ValueError(f"published_on {value!r} is not a day like 2017-05-19") from error
