"""The prices page: markets and days → chart and table, and the addresses of the same figures as files."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import islice

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from archive import browse, markets, prices
from archive.prices import Price
from desk import sources
from desk.api.access import Caller
from desk.api.prices import KINDS, visible
from desk.errors import told
from digest import figures

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, NAMES = 960, 340, 52, 12, 26, 124
SHOWN = 400
LINES = 20
MOST = 20_000  # rows of figures that one page reads: ten years of all pilots are about as many
READER = Caller("page", frozenset(), 0)
Point = tuple[float, float, Price]


@dataclass(frozen=True, slots=True)
class Line:
    """One instrument as a polyline; `runs` are broken where a day has no price."""

    label: str
    colour: int
    dash: int
    runs: list[str]
    last: str
    end: tuple[float, float]
    name_at: float = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis at a place."""

    at: float
    text: str


@require_safe
@told
def page(request: HttpRequest) -> HttpResponseBase:
    """Chart and table of the markets and days that were asked; the last quarter that the ledger knows otherwise."""
    known = [market.id for market in markets.all_markets()]
    chosen = [name for name in request.GET.getlist("market") if name in known][:10]
    end = _day(request.GET.get("to", "")) or browse.last_day() or date(2017, 5, 18)
    start = _day(request.GET.get("from", "")) or end - timedelta(days=91)
    wrong = "开始日期应不晚于结束日期。" if start > end else ""
    rows = [] if wrong else _rows(chosen or known, start, end)
    if len(rows) > MOST:
        rows, wrong = [], f"这段日子的行情超过 {MOST} 行，画不下：请少选几个市场、缩短日期，或直接下载文件。"
    priced = [row for row in rows if row.price is not None and row.status == "traded"]
    context = {
        "markets": markets.all_markets(),
        "titles": sources.titles(),
        "chosen": chosen,
        "start": start,
        "end": end,
        "wrong": wrong,
        "chart": _chart(priced),
        "rows": [(row, _instrument(row)) for row in sorted(rows, key=lambda row: row.day, reverse=True)[:SHOWN]],
        "hidden": max(len(rows) - SHOWN, 0),
        "files": {kind: _address(kind, chosen, start, end) for kind in KINDS},
        "names": {market.id: market.zh for market in markets.all_markets()},
    }
    return render(request, "desk/prices.html", context)


def _rows(names: list[str], start: date, end: date) -> list[Price]:
    """The figures of these markets; one more than MOST says that there are too many for a page."""
    found = (row for name in names for row in visible(prices.quotes(market=name, start=start, end=end), READER))
    return list(islice(found, MOST + 1))


def _instrument(row: Price) -> str:
    return markets.product(row.market, row.product).printed(row.vintage)


def _day(text: str) -> date | None:
    """A day that a market may have had; None for anything else."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def _address(kind: str, chosen: list[str], start: date, end: date) -> str:
    query = {"from": start.isoformat(), "to": end.isoformat()} | ({"market": ",".join(chosen)} if chosen else {})
    return f"/api/prices.{kind}?{urlencode(query)}"


def _chart(rows: list[Price]) -> dict[str, object] | None:
    """Places of lines and labels, in the picture's own units."""
    if not rows:
        return None
    tops = [row.price for row in rows if row.price is not None]
    low, high = min(tops), max(tops)
    step = _step(high - low)
    low = (low / step).to_integral_value(ROUND_FLOOR) * step
    high = max((high / step).to_integral_value(ROUND_CEILING) * step, low + step)
    start, end = min(row.day for row in rows), max(row.day for row in rows)
    days = max((end - start).days, 1)

    def place(day: date, price: Decimal) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - NAMES) * (day - start).days / days
        down = TOP + (HEIGHT - TOP - BOTTOM) * float((high - price) / (high - low))
        return round(across, 1), round(down, 1)

    series: dict[str, list[Point]] = {}
    for row in rows:
        if row.price is not None:
            found = markets.market(row.market)
            label = f"{found.zh} {_instrument(row)}"
            series.setdefault(label, []).append((*place(row.day, row.price), row))
    kept = _recent(series)
    ticks = [start + timedelta(days=days * part // 4) for part in range(5)]
    steps = [low + step * part for part in range(int((high - low) / step) + 1)]
    return {
        "lines": _named([_line(label, number, points) for number, (label, points) in enumerate(kept)]),
        "left_out": len(series) - len(kept),
        "across": [Mark(place(day, high)[0], f"{day:%m-%d}") for day in ticks],
        "down": [Mark(place(start, one)[1], f"{one.normalize():f}") for one in steps],
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - NAMES,
        "floor": HEIGHT - BOTTOM,
    }


def _step(span: Decimal) -> Decimal:
    """The distance of the lines behind a chart: 1, 2 or 5 times a power of ten, for three to seven of them."""
    rough = span / 5 or Decimal(1)
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if rough <= power * times)


def _recent(series: dict[str, list[Point]]) -> list[tuple[str, list[Point]]]:
    """Those that were traded last: more names than `LINES` would run out of the picture."""
    last = {label: max(row.day for *_, row in points) for label, points in series.items()}
    stay = set(sorted(last, key=lambda label: last[label], reverse=True)[:LINES])
    return [(label, points) for label, points in series.items() if label in stay]


def _named(lines: list[Line]) -> list[Line]:
    """Names at the right end, pushed apart so that none covers another."""
    placed: list[Line] = []
    floor = TOP
    for line in sorted(lines, key=lambda one: one.end[1]):
        at = max(line.end[1], floor)
        floor = round(at + 14)
        placed.append(replace(line, name_at=at))
    return placed


def _style(number: int) -> tuple[int, int]:
    """Eight colours with four dashes: of 32 lines no two look alike."""
    return number % 8, (number // 4 + number // 16) % 4


def _line(label: str, number: int, points: list[Point]) -> Line:
    """Days further apart than a long holiday are not joined: a line would claim prices that nobody paid."""
    runs: list[list[str]] = []
    before: date | None = None
    for x, y, row in sorted(points, key=lambda point: point[2].day):
        if before is None or row.day - before > timedelta(days=12):
            runs.append([])
        runs[-1].append(f"{x},{y}")
        before = row.day
    last = max(points, key=lambda point: point[2].day)
    shown = [" ".join(run) for run in runs]
    return Line(label, *_style(number), shown, figures.price(last[2].price) or "", last[:2])
