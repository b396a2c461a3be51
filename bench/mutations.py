"""10,000 pages with one fault each: which check catches it, and is any figure silently wrong that a check could know?

    .venv/bin/python bench/mutations.py [--pages N] [--seed S]

Prints the table of docs/prices.md. Needs no network and no material but the project's own; uses a scratch archive.
"""

import argparse
import os
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
HTML = {"Content-Type": "text/html; charset=utf-8"}
ERAS = 5
OTHERS = ("beijing_daily", "hubei_daily", "guangdong_daily")
FIGURE_ROLES = ("open", "high", "low", "close", "average", "volume_t", "turnover_cny")
APART = ("block_volume_t", "block_turnover_cny", "auction_volume_t", "auction_turnover_cny")
NUMBER = re.compile(r"\d+(\.\d+)?")
UNITS = {"元/吨": "万元/吨", "元": "万元", "吨": "万吨"}
Mutate = Callable[[Any, random.Random], str | None]


@dataclass(frozen=True)
class Outcome:
    """What became of a page: who caught the fault ("harmless", "unknowable" or "SILENT" where nobody did)."""

    mutation: str
    source: str
    by: str
    what: str = ""


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
    theirs = pages.page(made.source, _days(made.source.name, pages.walk(other, made.era, made.source.name))).rows
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


def run(number: int, seed: int) -> list[Outcome]:
    """Try `number` pages. Needs Django, with a scratch database; every page is rolled back."""
    _know_the_past()
    return [_try(seed, each) for each in range(number)]


def _know_the_past() -> None:
    """Every instrument's days before the pages, as its source printed them."""
    from archive import ledger
    from bench import pages

    for source in pages.SOURCES:
        for era in range(ERAS):
            rows = _truth(source, pages.walk(source, era)[: pages.DAYS])
            ledger.store(rows, source=source, page=None, observed_at=_evening(rows[-1].day))


def _try(seed: int, number: int) -> Outcome:
    from bench import pages
    from crawlers.declaration import find

    chance = random.Random(f"{seed} {number}")
    name = list(MUTATIONS)[number % len(MUTATIONS)]
    source, era = chance.choice(pages.SOURCES), chance.randrange(ERAS)
    days = _days(source, pages.walk(source, era))
    truth = {_key(row): row for row in _truth(source, days)}
    made = pages.page(find(source), days, era)
    told = MUTATIONS[name](made, chance) or ""
    text = pages.render(made)
    if told.startswith("cut"):
        text = text[: int(len(text) * float(told.split()[1]))]
    return Outcome(name, source, *_outcome(made, text, truth, days[-1]["day"], mixed=name == "market mixed up"))


def _outcome(made: Any, text: str, truth: dict[Any, Any], last: date, *, mixed: bool) -> tuple[str, str]:
    from django.db import transaction

    from archive import ledger
    from archive.models import Page, Quarantine, Quote
    from bench import notices
    from crawlers.errors import ReadError
    from crawlers.reading.page import read_quotes

    source = made.source
    evening = _evening(last)
    try:
        title = notices.title(source.name, made.rows[0])
        reading = read_quotes(source.layout, text.encode(), HTML, source.start[0], title)
    except ReadError as error:
        return f"page: {type(error).__name__}", error.detail
    with transaction.atomic():
        held_before = Quarantine.objects.count()
        if mixed:  # only then can their figures matter, and they take most of the time
            _others_speak(made, last)
        shown = Page.objects.create(
            source=source.name, url=source.start[0], fetched_at=evening, status=200, sha256="", warc="made", offset=0
        )
        ledger.store(reading.quotes, source=source.name, page=shown, observed_at=evening)
        stored = list(Quote.objects.filter(page=shown))
        revised = [row for row in stored if Quote.objects.filter(_same(row), pk__lt=row.pk).exists()]
        held = list(Quarantine.objects.order_by("pk").values_list("check_name", flat=True)[held_before:])
        transaction.set_rollback(True)
    wrong = [row for row in stored if _key(row) not in truth or _said(row) != _said(truth[_key(row)])]
    unmarked = [row for row in wrong if row not in revised and not {"closed_day", "jump"} & set(row.flags)]
    if unmarked:
        return _known_or_not(source.name, unmarked[0], truth, wrong)
    if reading.refused:
        return "row: " + _kind(reading.refused[0].reason), reading.refused[0].reason
    if held:
        return f"check: {held[0]}", ""
    if wrong:
        return ("flag: " + ",".join(wrong[0].flags) if wrong[0].flags else "revision"), ""
    return _lost_or_harmless(stored, truth)


def _lost_or_harmless(stored: list[Any], truth: dict[Any, Any]) -> tuple[str, str]:
    return ("harmless", "") if len(stored) == len(truth) else ("SILENT", "rows are missing")


def _known_or_not(source: str, row: Any, truth: dict[Any, Any], wrong: list[Any]) -> tuple[str, str]:
    """Whether what stands in the ledger contradicts anything: the oracle is written apart from the checks."""
    same_day = truth.get(_key(row))
    shown = {
        n: (getattr(same_day, n), getattr(row, n))
        for n in (*FIGURE_ROLES, *APART)
        if same_day and getattr(same_day, n) != getattr(row, n)
    }
    what = f"{source} {row.day} {shown or 'wrong day'}"
    prices = [v for v in (row.open, row.high, row.low, row.close) if v is not None]
    contradicts = [
        row.high is not None
        and row.low is not None
        and (max(prices) > row.high or min(prices) < row.low)
        and "open" not in _outside(row),
        row.average is not None
        and row.basis != "feed.mixed"  # its average is a close on some days
        and row.volume_t
        and row.turnover_cny
        and abs(row.turnover_cny / row.volume_t - row.average) > Decimal("0.02") * row.average,
        row.volume_t
        and row.turnover_cny
        and row.close is not None
        and row.average is None
        and not row.close / 2 < row.turnover_cny / row.volume_t < row.close * 2,
        any(not v * Decimal("0.5") < p < v * Decimal(2) for p in prices for v in _levels(truth)),
        any(_far_apart(row, way) for way in ("block", "auction")),
        row.day not in {day for _, day in truth} and len(wrong) == 1 and _breaks_order(row, truth),
    ]
    return ("SILENT" if any(contradicts) else "unknowable"), what


def _far_apart(row: Any, way: str) -> bool:
    """Whether trades apart from the listed ones have a price that no rule allows: half, or twice, the listed one."""
    volume, turnover = getattr(row, f"{way}_volume_t"), getattr(row, f"{way}_turnover_cny")
    if not (volume and turnover and row.close):
        return bool(volume) != bool(turnover)
    return not row.close / 2 < turnover / volume < row.close * 2


def _breaks_order(row: Any, truth: dict[Any, Any]) -> bool:
    days = sorted(day for _, day in truth)
    return not days[0] - timedelta(days=4) <= row.day <= days[-1]


def _levels(truth: dict[Any, Any]) -> list[Decimal]:
    return [price for row in truth.values() if (price := row.close if row.close is not None else row.average)]


def _outside(row: Any) -> tuple[str, ...]:
    from archive import definitions

    return definitions.definition(row.basis).outside if row.basis else ()


def _truth(source: str, days: list[dict[str, Any]]) -> list[Any]:
    """The quotes of an unharmed page, in the ledger's terms, oldest first."""
    from archive.settling import settle
    from bench import notices, pages
    from crawlers.declaration import find
    from crawlers.reading.page import read_quotes

    declared = find(source)
    rows = []
    for part in [[day] for day in days] if source in notices.SINGLE else [days]:
        made = pages.page(declared, part)
        title = notices.title(source, made.rows[0])
        rows += read_quotes(declared.layout, pages.render(made).encode(), HTML, declared.start[0], title).quotes
    return sorted((settle(row) for row in rows), key=lambda row: row.day)


def _days(source: str, walked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days that a page tells of, behind those that are known."""
    from bench import notices, pages

    return walked[pages.DAYS : pages.DAYS + 1] if source in notices.SINGLE else walked[pages.DAYS :]


def _others_speak(made: Any, last: date) -> None:
    """What the other exchanges printed of the same days is known by then."""
    from archive import ledger
    from bench import pages

    product = pages.PRODUCTS[made.source.name]
    for other in (name for name in OTHERS if pages.PRODUCTS[name] != product):
        rows = _truth(other, pages.walk(other, made.era, made.source.name)[pages.DAYS :])
        ledger.store(rows, source=other, page=None, observed_at=_evening(last))


def _same(row: Any) -> Any:
    """What finds the rows that the source had stored of the same instrument and day."""
    from django.db.models import Q

    return Q(source=row.source, market=row.market, product=row.product, vintage=row.vintage, day=row.day)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _key(row: Any) -> tuple[str, date]:
    return f"{row.market} {row.product} {row.vintage}", row.day


def _said(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in (*FIGURE_ROLES, *APART, "status"))


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


def _kind(reason: str) -> str:
    words = {"错位": "ragged", "不在上下": "order", "不合": "change", "之和": "sum", "品种": "product", "单位": "unit"}
    return next((kind for word, kind in words.items() if word in reason), "cell")


def table(outcomes: list[Outcome]) -> str:
    """The outcomes by mutation as a table in Markdown, and what nobody could know."""
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        by[one.mutation][one.by] += 1
    lines = ["| fault | pages | caught by | nothing changed | unknowable | silent |", "|---|--:|---|--:|--:|--:|"]
    for name, counts in by.items():
        caught = [f"{who} {n:,}" for who, n in counts.most_common() if who not in ("harmless", "unknowable", "SILENT")]
        rest = " | ".join(f"{counts[who]:,}" for who in ("harmless", "unknowable", "SILENT"))
        lines.append(f"| {name} | {sum(counts.values()):,} | {', '.join(caught)} | {rest} |")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--show", default="", help="print what came out so: SILENT, unknowable")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TANXUN_HOME": home, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
        from tanxun import setup

        setup.archive()
        outcomes = run(told.pages, told.seed)
    for one in outcomes:
        if told.show and one.by == told.show:
            print(one)
    print(table(outcomes))
    sys.exit(any(one.by == "SILENT" for one in outcomes))


if __name__ == "__main__":
    main()
