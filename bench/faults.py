"""The ten faults that `bench/mutations.py` makes on a page: each changes one made page, in place."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench.oracle import APART, FIGURE_ROLES, days_told

OTHERS = ("beijing_daily", "hubei_daily", "guangdong_daily")
NUMBER = re.compile(r"\d+(\.\d+)?")
UNITS = {"元/吨": "万元/吨", "元": "万元", "吨": "万吨"}
Mutate = Callable[[Any, random.Random], str | None]
"""Changes a made page in place; answers "cut 0.5" where the page has to end early."""


def columns_swapped(made: Any, chance: random.Random) -> None:
    places = [place for place, role in enumerate(_roles(made)) if role]
    one, other = chance.sample(places, 2)
    for row in made.rows:
        row[one], row[other] = row[other], row[one]


def headings_renamed(made: Any, chance: random.Random) -> None:
    place = chance.randrange(len(made.names))
    made.names[place] = chance.choice(["结算价", made.names[place] + "2", made.names[place - 1]])


def unit_changed(made: Any, chance: random.Random) -> None:
    """In the heading, in the cells' own words, or only in the figures."""
    place = chance.choice(_figures(made))
    role = _roles(made)[place].partition("+")[0]
    unit = "吨" if role.endswith("volume_t") else "元" if role.endswith("turnover_cny") else "元/吨"
    way = chance.randrange(3)
    if way == 0:
        made.names[place] = made.names[place].split("(")[0] + f"({UNITS[unit]})"
    for row in made.rows if way else ():
        row[place] = (
            _scaled(row[place], Decimal("0.0001")) if way == 1 else row[place] + chance.choice(["亿", "千克", "$"])
        )


def decimal_moved(made: Any, chance: random.Random) -> None:
    row, place = _one_cell(made, chance)
    row[place] = _scaled(row[place], Decimal(chance.choice(["0.01", "0.1", "10", "100"])))


def digit_dropped(made: Any, chance: random.Random) -> None:
    row, place = _one_cell(made, chance)
    digits = [at for at, letter in enumerate(row[place].split("(")[0]) if letter.isdigit()]
    at = chance.choice(digits)
    row[place] = row[place][:at] + row[place][at + 1 :]


def day_shifted(made: Any, chance: random.Random) -> None:
    place = _roles(made).index("day")
    by = timedelta(days=chance.choice([-3, -2, -1, 1, 2, 3]))
    rows = made.rows if chance.random() < 1 / 3 else [chance.choice(made.rows)]
    for row in rows:
        row[place] = (date.fromisoformat(row[place]) + by).isoformat()


def market_mixed_up(made: Any, chance: random.Random) -> None:
    """One row, or the page, has the figures of another exchange, which prints them too."""
    from bench import pages

    product = pages.PRODUCTS[made.source.name]
    other = chance.choice([name for name in OTHERS if pages.PRODUCTS[name] != product])
    theirs = pages.page(made.source, days_told(made.source.name, pages.walk(other, made.era, made.source.name))).rows
    for place in range(len(made.rows)) if chance.random() < 1 / 2 else [chance.randrange(len(made.rows))]:
        for column in _figures(made):
            made.rows[place][column] = theirs[place][column]


def rows_shifted(made: Any, chance: random.Random) -> None:
    row = chance.choice(made.rows)
    if chance.random() < 1 / 2:
        row.insert(chance.randrange(len(row)), "")
        if chance.random() < 1 / 2:
            row.pop()
    else:
        row.pop(chance.randrange(len(row)))


def currency_changed(made: Any, chance: random.Random) -> None:
    """In a heading or a cell, or only in the figures: yuan become dollars, or euro."""
    places = [place for place in _figures(made) if _roles(made)[place].partition("+")[0].endswith("volume_t") is False]
    place = chance.choice(places)
    way = chance.randrange(3)
    if way == 0:
        made.names[place] = made.names[place].replace("元", "美元") if "元" in made.names[place] else "美元"
    for row in made.rows if way else ():
        if way == 1:
            row[place] = "€" + row[place]
        else:
            for each in places:
                row[each] = _scaled(row[each], Decimal("0.14"))


def page_truncated(_made: Any, chance: random.Random) -> str:
    return f"cut {chance.uniform(0.3, 0.999)}"


MUTATIONS: dict[str, Mutate] = {
    "columns swapped": columns_swapped,
    "headings renamed": headings_renamed,
    "unit changed": unit_changed,
    "decimal moved": decimal_moved,
    "digit dropped": digit_dropped,
    "day shifted": day_shifted,
    "market mixed up": market_mixed_up,
    "rows shifted by a cell": rows_shifted,
    "currency changed": currency_changed,
    "page truncated": page_truncated,
}


def _roles(made: Any) -> list[str]:
    if made.roles:
        return list(made.roles)
    layout = made.source.layout
    return list((layout.table.row if layout.table else layout.rule.row).columns.values())


def _figures(made: Any) -> list[int]:
    """The columns whose cells hold figures on this page."""
    roles = [role.partition("+")[0] for role in _roles(made)]
    return [
        place for place, role in enumerate(roles) if role in (*FIGURE_ROLES, *APART) and made.rows[-1][place] != "-"
    ]


def _one_cell(made: Any, chance: random.Random) -> tuple[list[str], int]:
    place = chance.choice(_figures(made))
    return chance.choice([row for row in made.rows if row[place] != "-"]), place


def _scaled(cell: str, by: Decimal) -> str:
    return NUMBER.sub(lambda found: f"{(Decimal(found[0]) * by).normalize():f}", cell, count=1)
