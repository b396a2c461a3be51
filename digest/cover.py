"""The picture on the cover: every market's price as one ridge, so that each issue has a cover of its own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from digest.chart import LONGEST_HOLIDAY, closed, path
from digest.lines import Line
from digest.shapes import Day, Row

LEFT, RIGHT = 58.0, 384.0
WIDEST, ROOM = 50.0, 326.0
"""The most that the foot of a ridge may be below that of the one before, and what all may take together, in points."""
OVERLAP = 1.3
"""How high a ridge stands, in such distances: it rises before the foot of the one behind it, as hills do."""
MIST = 2.2
"""How far above its foot, in heights of a ridge, the colour would be that of the house; at the foot it is white."""
MOST = 10
"""Ridges that fit the cover; the table holds all."""


@dataclass(frozen=True, slots=True)
class Ridge:
    line: Line
    base: float
    light: float
    lines: list[str]
    fills: list[str]
    end: tuple[float, float] | None


def _points(days: list[Day], start: date, span: int, place: tuple[float, float]) -> list[list[tuple[float, float]]]:
    """Stretches of (x, y); a stretch ends where data is missing."""
    traded = [
        (date.fromisoformat(day["day"]), Decimal(day["price"]))
        for day in days
        if day["price"] and day["status"] == "traded"
    ]
    if not traded:
        return []
    low, high = min(price for _, price in traded), max(price for _, price in traded)
    runs: list[list[tuple[float, float]]] = []
    before: date | None = None
    for day, price in traded:
        share = float((price - low) / (high - low)) if high > low else 0.4
        if before is None or (day - before).days > 3 * LONGEST_HOLIDAY:
            runs.append([])
        runs[-1].append(
            (LEFT + (RIGHT - LEFT) * (day - start).days / span, place[0] - (0.15 + share * 0.85) * place[1])
        )
        before = day
    return runs


def _distance(count: int) -> float:
    return min(WIDEST, ROOM / max(min(count, MOST), 1))


def height(count: int) -> float:
    """Height of the picture with `count` instruments, in points."""
    return _distance(count) * (min(count, MOST) + OVERLAP - 1) + 4


def _busiest(lines: list[tuple[Row, Line]]) -> list[tuple[Line, dict[str, Day]]]:
    """One instrument a market: of those that ever had a price the one that sold most this week."""
    chosen: dict[str, tuple[Row, Line, dict[str, Day]]] = {}
    for row, line in lines:
        days = {day["day"]: day for day in [*row["history"], *row["days"]]}
        before = chosen.get(row["market"])
        sells_more = before is None or Decimal(row["volume_t"] or 0) > Decimal(before[0]["volume_t"] or 0)
        if sells_more and any(day["price"] for day in days.values()):
            chosen[row["market"]] = (row, line, days)
    return [(line, days) for _, line, days in chosen.values()][:MOST]


def ridges(lines: list[tuple[Row, Line]]) -> list[Ridge]:
    """Lay the ridges out from the top down. Markets without any price have no ridge."""
    shown = _busiest(lines)
    if not shown:
        return []
    # Half the markets must have data where the picture begins; a longer memory of the others is cut off.
    start = date.fromisoformat(sorted(min(days) for _, days in shown)[len(shown) // 2])
    end = date.fromisoformat(max(max(days) for _, days in shown))
    distance, span = _distance(len(shown)), max((end - start).days, 1)
    rise = OVERLAP * distance
    made = []
    for number, (line, days) in enumerate(shown):
        base = distance * (number + OVERLAP)
        runs = _points([days[key] for key in sorted(days) if key >= start.isoformat()], start, span, (base, rise))
        fills = [closed(run, base) for run in runs if len(run) > 1]
        made.append(
            Ridge(line, base, base - MIST * rise, [path(run) for run in runs], fills, runs[-1][-1] if runs else None)
        )
    return made
