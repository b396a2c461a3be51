"""The days of the window, market by market: the second table, whose figures the CSV holds too."""

from dataclasses import dataclass

from digest.figures import decimals, grouped
from digest.lines import Line
from digest.shapes import Day

MOST = 9
"""Days that fit the width; of a longer window the last are printed."""
STATES = {"no_trade": "无成交", "closed": "休市", "missing": "缺", "unknown": "不明"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of an instrument: price and volume, or in a word why there are none."""

    price: str
    volume: str
    state: str


@dataclass(frozen=True, slots=True)
class Daily:
    """`days` are the heads of the columns; `rows` pair each line of the weekly table with its cells.

    `places` is the most decimals that a price has.
    """

    days: list[str]
    rows: list[tuple[Line, list[Cell]]]

    @property
    def places(self) -> int:
        return decimals(cell.price for _, cells in self.rows for cell in cells)


def daily(lines: list[Line]) -> Daily:
    """One column for each day on which any market was open."""
    series = [{day["day"]: day for day in line.row["days"]} for line in lines]
    opened = {key for days in series for key, day in days.items() if day["status"] != "closed"}
    shown = sorted(opened)[-MOST:]
    heads = [f"{int(key[5:7])}/{int(key[8:10])}" for key in shown]
    return Daily(
        heads, [(line, [_cell(days.get(key)) for key in shown]) for line, days in zip(lines, series, strict=True)]
    )


def _cell(day: Day | None) -> Cell:
    if day is None or day["price"] is None:
        return Cell("", "", STATES.get(day["status"], "–") if day else "–")
    return Cell(grouped(day["price"]), grouped(day["volume_t"]) if day["volume_t"] else "", "")
