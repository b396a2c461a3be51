"""`tanxun classify`: which section an article belongs to."""

from datetime import date
from typing import Any

import click


@click.command()
def command() -> None:
    """Judge articles: JSON lines in (id, title, text), sections out.

    Each line is answered with id, section, confidence (0 to 1), abstain (true asks an editor) and reasons.
    The sections are market, policy, domestic, international, reading, notice and offtopic.
    """
    from tanxun.jsonlines import answer

    answer(classify)


def classify(row: dict[str, Any]) -> dict[str, Any]:
    """Judge one line. Raises ValueError (KeyError for a missing field) that says what is wrong with it."""
    from nlp.records import Document
    from nlp.sections import judge

    document = Document(_text(row, "title"), _text(row, "text"), _text(row, "publisher"), _text(row, "url"), _day(row))
    judged = judge(document)
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
