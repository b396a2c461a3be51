"""Tables from the web, made ready for a page of fixed width."""

import unicodedata
from dataclasses import dataclass

from digest.markup import clean
from digest.shapes import Table

WIDE, VERY_WIDE = 8, 13
"""Columns from which the type gets smaller, and smaller again."""
COLUMN_NARROW, HEAD, COLUMN_BROAD = 4, 10, 30
"""Bounds of a column's share, in half-width characters: a sentence in one cell must not starve the others, and a
head of five Chinese characters stays on one line."""
FOLD, PHONE = 25, 100
"""Rows from which the phone edition folds a table, and how many of them it shows at most: it must stay below 1 MB."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its head and the width of each column."""

    widths: list[str]
    head: list[str]
    rows: list[list[str]]
    size: str

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def folds(self) -> bool:
        return self.total > FOLD

    @property
    def first_rows(self) -> list[list[str]]:
        return self.rows[:PHONE]

    @property
    def left_out(self) -> bool:
        return self.total > PHONE


def _units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _shares(rows: list[list[str]], count: int) -> list[str]:
    """Per cent of the width for each column, by how long its cells are."""
    sums = [COLUMN_NARROW] * count
    for column in range(count):
        lengths = sorted(_units(row[column]) for row in rows)
        # The ninth decile: one long remark does not decide for all.
        usual = max(lengths[len(lengths) * 9 // 10], min(_units(rows[0][column]), HEAD))
        sums[column] = min(max(usual, COLUMN_NARROW), COLUMN_BROAD)
    return [f"{100 * share / sum(sums):.2f}%" for share in sums]


def grid(table: Table) -> Grid | None:
    """Make the rows equally long; the first is the head, which every page repeats. None: there is nothing in it."""
    rows = [[clean(cell).strip() for cell in row] for row in table["rows"] if any(cell.strip() for cell in row)]
    if not rows:
        return None
    count = max(map(len, rows))
    rows = [row + [""] * (count - len(row)) for row in rows]
    head, body = (rows[0], rows[1:]) if len(rows) > 1 else ([], rows)
    size = "very-wide" if count >= VERY_WIDE else "wide" if count >= WIDE else "normal"
    return Grid(_shares(rows, count), head, body, size)
