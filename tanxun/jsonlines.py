"""JSON lines in, JSON lines out: the form of every command that judges text."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Row = dict[str, Any]


def read() -> Iterator[Row]:
    """Yield one object a line of standard input, in order; a bad line yields `{"id": …, "error": …}`."""
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except (ValueError, RecursionError) as error:  # a line of 100,000 brackets is nested too deep to be read
            yield {"id": None, "error": f"line {number} is not JSON in UTF-8: {error}"}
            continue
        if isinstance(row, dict):
            yield row
        else:
            yield {"id": None, "error": f"line {number} is {type(row).__name__}, not an object like {{…}}"}


def text_of(row: Row, name: str) -> str:
    """A field's text, "" where it is null or not there (`text` must be there). Raises ValueError for anything else."""
    value = row[name] if name == "text" else row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {type(value).__name__}, not a string")  # noqa: TRY004  (`answer` takes ValueError)
    return value


def day_of(row: Row) -> date | None:
    """The line's `published_on`, None where it has none. Raises ValueError for what is no day."""
    value = row.get("published_on")
    if not value:
        return None
    from nlp.dates import parse_date

    day = parse_date(value) if isinstance(value, str) else None
    if day is None and isinstance(value, str) and "T" in value:
        day = parse_date(value.split("T")[0])
    if day is None:
        raise ValueError(f"published_on {value!r} is not a day like 2017-05-19")
    return day


def write(row: Row) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def answer(function: Callable[[Row], Row]) -> None:
    """Answer each line of standard input by `function`, in order and in constant memory.

    `function` raises ValueError (or KeyError for a field that is missing) for a line that it cannot answer.
    """
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for row in read():
        if "error" in row and "text" not in row:
            write(row)
            continue
        try:
            write(function(row))
        except KeyError as error:
            write({"id": row.get("id"), "error": f"the field {error} is missing"})
        except ValueError as error:
            write({"id": row.get("id"), "error": str(error)})
