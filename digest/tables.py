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
PADDING = 2
"""What the blank beside a cell takes, in the same measure: without it a column of two characters breaks them apart."""
FOLD, PHONE = 25, 100
"""Rows from which the phone edition folds a table, and how many of them it shows at most: it must stay below 1 MB."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its head, the width of each column in per cent, and of the whole in ems where a page may scroll."""

    widths: list[str]
    breadth: int
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


def _measures(rows: list[list[str]], count: int) -> list[int]:
    """The width that each column asks for, by how long its cells are, in half-width characters."""
    asked = [COLUMN_NARROW] * count
    for column in range(count):
        lengths = sorted(_units(row[column]) for row in rows)
        # The ninth decile: one long remark does not decide for all.
        usual = max(lengths[len(lengths) * 9 // 10], min(_units(rows[0][column]), HEAD))
        asked[column] = min(max(usual, COLUMN_NARROW), COLUMN_BROAD) + PADDING
    return asked


def grid(table: Table) -> Grid | None:
    """Make the rows equally long; the first is the head, which every page repeats. None: there is nothing in it."""
    rows = [[clean(cell).strip() for cell in row] for row in table["rows"] if any(cell.strip() for cell in row)]
    if not rows:
        return None
    count = max(map(len, rows))
    rows = [row + [""] * (count - len(row)) for row in rows]
    head, body = (rows[0], rows[1:]) if len(rows) > 1 else ([], rows)
    size = "very-wide" if count >= VERY_WIDE else "wide" if count >= WIDE else "normal"
    asked = _measures(rows, count)
    whole = sum(asked)
    return Grid([f"{100 * width / whole:.2f}%" for width in asked], whole // 2, head, body, size)
