"""The week's first chart: the national market as wide as the page, with the range of its year in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from digest.chart import WIDE, Panel, days_of, panel
from digest.figures import grouped, header_day
from digest.lines import Line
from digest.shapes import Day, Row

NATIONAL = ("national", "CEA", "")
"""Market, product and vintage of the composite price of the national market."""
YEAR = 350
"""Days of memory from which the range is called that of a year."""


@dataclass(frozen=True, slots=True)
class Leading:
    """`facts` are (name, figure, day or remark) as printed beside the price."""

    panel: Panel
    line: Line
    facts: list[tuple[str, str, str]]


def leading(lines: Sequence[Line], first_day: str, last_day: str) -> Leading | None:
    """The national price; in a week without one, what sold most. None: nothing was traded at all."""
    priced = [line for line in lines if line.row["close"]]
    if not priced:
        return None
    national = [line for line in priced if _key(line.row) == NATIONAL]
    chosen = national[0] if national else max(priced, key=lambda line: Decimal(line.row["volume_t"] or 0))
    return Leading(panel(chosen.row, chosen, first_day, last_day, WIDE), chosen, _facts(chosen, first_day))


def _key(row: Row) -> tuple[str, str, str]:
    return row["market"], row["product"], row["vintage"]


def _facts(line: Line, first_day: str) -> list[tuple[str, str, str]]:
    """Highest and lowest of all days drawn, and what was sold this week."""
    row = line.row
    days = days_of(row)
    priced = [(Decimal(day["price"]), day) for day in days if day["price"] is not None and day["status"] == "traded"]
    begins = min([days[0]["day"], first_day]) if days else first_day
    span = (date.fromisoformat(days[-1]["day"]) - date.fromisoformat(begins)).days if days else 0
    since = "近一年" if span >= YEAR else f"{header_day(begins)}以来"
    facts = []
    for word, pick in (("最高", max), ("最低", min)):
        if priced:
            day: Day = pick(priced, key=lambda one: one[0])[1]
            facts.append((since + word, grouped(day["price"] or ""), header_day(day["day"])))
    if row["volume_t"]:
        facts.append(("本周成交量", grouped(row["volume_t"]), "吨"))
    return facts
