"""Pages list days in one direction; a row whose day breaks it has a wrong day."""

from collections.abc import Sequence
from itertools import pairwise

from archive.records import QuoteRow

_FEWEST = 3  # of two rows nobody can say which way the page runs


def in_order(rows: Sequence[QuoteRow]) -> tuple[list[QuoteRow], list[QuoteRow]]:
    """(rows in the page's direction, rows out of it), instrument by instrument.

    Where one row alone breaks the order, that row goes; where it could be several, all that took part go.
    """
    series: dict[tuple[str, str, str], list[QuoteRow]] = {}
    for row in rows:
        series.setdefault((row.market, row.product, row.vintage), []).append(row)
    out = {id(row) for one in series.values() for row in _strays(one)}
    return [row for row in rows if id(row) not in out], [row for row in rows if id(row) in out]


def _strays(rows: list[QuoteRow]) -> list[QuoteRow]:
    steps = [(one.day > other.day) - (one.day < other.day) for one, other in pairwise(rows)]
    ways = sum(steps)
    if len(rows) < _FEWEST or ways == 0 or all(step * ways >= 0 for step in steps):
        return []
    way = 1 if ways > 0 else -1
    breaks = {place for place, step in enumerate(steps) if step * way < 0}
    suspects = sorted(breaks | {place + 1 for place in breaks})
    alone = [place for place in suspects if _ordered(rows[:place] + rows[place + 1 :], way)]
    return [rows[place] for place in (alone if len(alone) == 1 else suspects)]


def _ordered(rows: list[QuoteRow], way: int) -> bool:
    return all((one.day > other.day) - (one.day < other.day) in (0, way) for one, other in pairwise(rows))
