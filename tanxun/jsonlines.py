"""JSON lines in, JSON lines out: the form of every command that judges text."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]


def read() -> Iterator[Row]:
    """Yield one object a line of standard input, in order; a bad line yields `{"id": …, "error": …}`."""
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except ValueError as error:
            yield {"id": None, "error": f"line {number} is not JSON in UTF-8: {error}"}
            continue
        if isinstance(row, dict):
            yield row
        else:
            yield {"id": None, "error": f"line {number} is {type(row).__name__}, not an object like {{…}}"}


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
