"""`tanxun duplicates`: which documents tell one story."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tanxun.jsonlines import Row


def _day(row: "Row") -> "tuple[date | None, Row]":
    """The line's day, or a warning: a document whose day cannot be read still has a text to compare."""
    from tanxun.jsonlines import day_of

    try:
        return day_of(row), {}
    except ValueError as error:
        return None, {"warning": f"{error}: left out of account"}


@click.command()
def command() -> None:
    """Read JSON lines of documents, answer the cluster of each and the id of the cluster's original.

    \b
    in   {"id", "title", "text", "published_on"?}
    out  {"id", "cluster", "original"}     in the order of input, when all is read
    """
    from nlp.duplicates import Entry, cluster
    from tanxun.jsonlines import read, text_of, write

    answers: list[Row] = []
    places: list[int] = []

    def entries() -> Iterator[Entry]:
        for row in read():
            missing = next((f"the field '{name}' is missing" for name in ("id", "text") if row.get(name) is None), "")
            if missing or "error" in row:
                answers.append({"id": row.get("id"), "error": row.get("error") or missing})
                continue
            try:
                title, text = text_of(row, "title"), text_of(row, "text")
            except ValueError as error:
                answers.append({"id": row["id"], "error": str(error)})
                continue
            day, note = _day(row)
            places.append(len(answers))
            answers.append({"id": row["id"], **note})
            yield Entry(str(len(answers) - 1), title, text, day)

    for (_, group, original), place in zip(cluster(entries()), places, strict=True):
        answers[place] |= {"cluster": answers[int(group)]["id"], "original": answers[int(original)]["id"]}
    for row in answers:
        write(row)
