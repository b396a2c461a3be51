"""Pages of made quotes for the mutation bench: a walk within an exchange's rules, printed as its declaration says."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from archive import calendar, markets
from archive.records import FIGURES
from bench import notices
from crawlers.declaration import Declaration

CENT = Decimal("0.01")
DAYS = 12
ERA = timedelta(days=45)
# What the tables stand in, where it is not the plain element that the declaration's `at` names.
FRAMES = {
    "beijing_daily": '<table class="jyhq_tab">{}</table>',
    "guangdong_daily": '<table id="mytable">{}</table>',
    "shenzhen_daily": '<table class="tab_data">{}</table>',
    "tianjin_daily": '<div class="transData"><table>{}</table></div>',
    "national_tianjin": '<div class="transData"><table>{}</table></div>',
    "fujian_daily": '<table class="tb-hq">{}</table>',
    "hubei_daily": '<div class="future_table">{}</div>',
    "hubei_table": "<table>{}</table>",
    "pilots_sceex": '<table class="tan_every_table">{}</table>',
    "chongqing_notices": '<div class="content"><table>{}</table></div>',
}
FEEDS = ("chongqing_daily", "shanghai_daily", "shenzhen_api", "national_ccer", "hubei_chart", "pilots_tanjiaoyi_rows")
FEEDS += ("pilots_tanjiaoyi",)
SOURCES = (*FRAMES, *FEEDS, *notices.SINGLE)
# Where each instrument's walk starts (yuan a tonne), and the first years it can be walked in.
STARTS = {
    "BEA": ("55", 2015),
    "GDEA": ("15", 2015),
    "SZEA": ("31", 2017),
    "TJEA": ("13", 2017),
    "CEA": ("60", 2024),
    "CCER": ("85", 2025),
    "FJEA": ("32", 2017),
    "HBEA": ("18", 2015),
    "SHEA": ("36", 2017),
    "CQEA": ("8", 2017),
}
PRODUCTS = {
    "beijing_daily": "BEA",
    "guangdong_daily": "GDEA",
    "shenzhen_daily": "SZEA",
    "tianjin_daily": "TJEA",
    "national_tianjin": "CEA",
    "fujian_daily": "FJEA",
    "hubei_daily": "HBEA",
    "hubei_table": "HBEA",
    "hubei_chart": "HBEA",
    "chongqing_daily": "CQEA",
    "shanghai_daily": "SHEA",
    "shenzhen_api": "SZEA",
    "national_ccer": "CCER",
    "pilots_sceex": "FJEA",
    "pilots_tanjiaoyi_rows": "HBEA",
    "pilots_tanjiaoyi": "HBEA",
    "chongqing_notices": "CQEA",
    "cneeex_notices": "CEA",
    "national_snapshot": "CEA",
    "fujian_notices": "FJEA",
    "national_ccer_notices": "CCER",
    "national_clearing": "CEA",
}
BETWEEN = re.compile(r"/(?![^(（]*[)）])")  # the two parts of a heading, not the slash of 元/吨
PARTS = ("能源产业(可再生/不可再生资源)", "林业和其他碳汇类型", "小计")


@dataclass
class Page:
    """Headings and rows as printed, newest first; `source` says how they are framed."""

    source: Declaration
    names: list[str]
    rows: list[list[str]]
    era: int = 0
    roles: list[str] = field(default_factory=list)
    change: str = ""


def market_of(source: str) -> str:
    """The market whose instrument a source's pages are about here."""
    product = PRODUCTS[source]
    own = [m.id for m in markets.all_markets() if product in {p.id for p in m.products}]
    return "national" if product == "CCER" else own[0]


@cache
def walk(source: str, era: int, beside: str = "") -> list[dict[str, Any]]:
    """Twice DAYS trading days of an instrument, oldest first: the first half is known before the page is asked for.

    `beside`: walk on the days of that source's instrument.
    """
    chance = random.Random(f"{source} {era}")
    start, year = STARTS[PRODUCTS[source]][0], STARTS[PRODUCTS[beside or source]][1]
    market, price, day = market_of(beside or source), Decimal(start), date(year, 3, 1) + era * ERA
    found: list[dict[str, Any]] = []
    while len(found) < 2 * DAYS:
        if calendar.state(market, day) == calendar.State.OPEN:
            found.append(_day(chance, day, price))
            price = found[-1]["close"]
        day += timedelta(days=1)
    return found


def _day(chance: random.Random, day: date, before: Decimal) -> dict[str, Any]:
    def near(low: float, high: float) -> Decimal:
        return (before * Decimal(str(round(chance.uniform(low, high), 4)))).quantize(CENT, ROUND_HALF_UP)

    prices = sorted(near(0.96, 1.04) for _ in range(5))
    volume = Decimal(chance.randrange(1013, 9973))
    inner = prices[1:4]
    chance.shuffle(inner)
    turnover = (inner[2] * volume).quantize(CENT)
    return {
        "day": day,
        "open": inner[0],
        "high": prices[4],
        "low": prices[0],
        "close": inner[1],
        "average": inner[2],
        "volume_t": volume,
        "turnover_cny": turnover,
        "previous": before,
        "change": inner[1] - before,
        "change_pct": ((inner[1] / before - 1) * 100).quantize(CENT, ROUND_HALF_UP),
    }


def page(source: Declaration, days: list[dict[str, Any]], era: int = 0) -> Page:
    """The days as the source prints them."""
    if source.name in notices.ROLES:
        (told,) = days
        roles = notices.ROLES[source.name]
        return Page(
            source, notices.names(source.name), [notices.cells(source.name, told)], era, roles, notices.moved(told)
        )
    layout = source.layout
    rule = layout.table.row if layout.table else layout.rule.row
    names = list(rule.columns)
    rows = [[_cell(source, name, rule.columns[name], told) for name in names] for told in reversed(days)]
    if source.name == "national_ccer":
        rows = [
            [part if name == "profession_name" else cell for name, cell in zip(names, row, strict=True)]
            for row in rows
            for part in PARTS
        ]
        for place, row in enumerate(rows):
            if place % 3 == 1:
                row[:] = [
                    "-" if rule.columns[n] not in ("day", "product") else c for n, c in zip(names, row, strict=True)
                ]
    return Page(source, names, rows, era)


def _cell(source: Declaration, name: str, role: str, told: dict[str, Any]) -> str:
    figure, _, product = role.partition("+")
    if source.name == "national_snapshot" and (said := notices.in_ten_thousands(told).get(figure)):
        return said
    if "万元" in name and figure == "turnover_cny":
        return f"{told[figure] / 10_000:f}"
    if figure == "day":
        return str(told["day"].isoformat())
    if figure == "market":
        return markets.market(market_of(source.name)).zh
    if figure == "product":
        return {"SZEA": "SZA-2016", "TJEA": "TJEA16"}.get(PRODUCTS[source.name], PRODUCTS[source.name])
    if figure == "change_pct":
        return f"{told[figure]}%"
    if figure == "=1":
        return "1"
    if figure not in told or (figure in FIGURES and figure.startswith("block")):
        return "-" if figure in FIGURES else ""
    return f"{told[figure]}" + (f"({PRODUCTS[source.name]})" if product else "")


def render(made: Page) -> str:
    """The page's text."""
    if made.source.name in notices.ROLES:
        return notices.render(made.source.name, made.names, made.rows[0], made.roles, made.change)
    if made.source.name not in FRAMES:
        return _feed(made)
    table = made.source.layout.table
    assert table
    lists = table.rows == "./ul"
    row, cell = ("ul", "li") if lists else ("tr", "td")
    lines = [_tags(row, cell, line) for line in (*_headings(made.names, table.headings), *made.rows)]
    body = FRAMES[made.source.name].format("\n".join(lines))
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _tags(row: str, cell: str, line: list[str]) -> str:
    return f"<{row}>" + "".join(f"<{cell}>{text}</{cell}>" for text in line) + f"</{row}>"


def _headings(names: list[str], lines: int) -> Iterator[list[str]]:
    """One line of headings, or two where a heading is printed in two parts."""
    for line in range(lines):
        yield [parts[min(line, len(parts) - 1)] for parts in map(BETWEEN.split, names)] if lines > 1 else names


def _record(names: list[str], row: list[str]) -> dict[str, str]:
    """A record of a feed; a cell too many has a key of its own, a cell too few leaves one out."""
    return dict(zip([*names, "extra"], row, strict=False))


def _feed(made: Page) -> str:
    rule = made.source.layout.rule
    records: list[Any] = [row if rule.lists else _record(made.names, row) for row in made.rows]
    steps = [] if rule.records == "." else rule.records.split("/")
    answer: Any = records if steps else records[0]
    for step in reversed(steps[:-1]):
        answer = [answer] if step == "*" else {step: answer}
    text = json.dumps(answer, ensure_ascii=False)
    if rule.inside:
        return f"<!DOCTYPE html>\n<html><body><script>\n{rule.inside} = '{text}';\n</script></body></html>"
    return text
