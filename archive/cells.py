"""One value as the cell of a file: exact figures, ISO days and moments, and no text that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any) -> Any:
    """A figure without needless zeros, a day or moment as ISO text, a list as words; everything else as it is."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000", "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value


def safe(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets a quote before it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(value: Any) -> Any:
    """Any record as JSON has it; figures become numbers, whose digits JSON keeps (15 at most, see `Quote`)."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return plain(value)


def csv_cell(kind: str) -> Callable[[Any], str | None]:
    """What makes a cell of CSV out of a value of such a column (`archive.columns`); nothing stays nothing."""
    cells: dict[str, Callable[[Any], str | None]] = {"price": _figure, "amount": _figure, "day": _day, "count": _count}
    return cells.get(kind, _text)


def csv_text(text: str) -> str:
    """A text as a cell of CSV, in quotes where it needs them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([safe(text), ""])  # a lone empty cell would be quoted
    return out.getvalue().removesuffix(",")


def xlsx_cell(value: Any) -> Any:
    """Figures and days with their type. Excel has no time zones, so moments are ISO text."""
    if isinstance(value, Decimal | bool) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return safe(shown) if isinstance(shown := plain(value), str) else shown


def _figure(value: Decimal | None) -> str | None:
    """`plain`, without its arithmetic."""
    if value is None:
        return None
    shown = str(value)
    if "E" in shown:
        return str(plain(value))
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _count(value: int | None) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4096, typed=True)  # names, states and moments come again in every row
def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return safe(shown) if isinstance(shown := plain(value), str) else shown
