"""Price and volume of one instrument as a small chart: geometry only, `templates/bulletin/panel.svg` draws it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from digest.figures import grouped, plain
from digest.lines import Line
from digest.shapes import Day, Row

# In points, as the page is: two panels and a gutter are as wide as the text.
WIDTH = 235.0
LEFT, RIGHT = 27.0, 199.0
TOP, BOTTOM = 30.0, 87.0
BARS_TOP, BARS_BOTTOM = 94.0, 113.0
WORD = 36.0
"""Width of the words over the volume bars."""
MANY = 40
"""Traded days from which the highest and the lowest price are worth a label."""
LONGEST_HOLIDAY = 11
"""Days without any row that a holiday explains: seven, and the weekends around it. More is a gap in the data."""


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    label: str = ""
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart. Coordinates are points from its upper left corner."""

    line: Line
    alt: str
    runs: list[str]
    dots: list[Mark]
    last: Mark | None
    last_x: float
    high: Mark | None
    low: Mark | None
    idle: list[float]
    bars: list[tuple[float, float, float]]
    bar_width: float
    half_bar: float
    most: str
    most_x: float
    prices: list[Tick]
    days: list[Tick]
    shade: tuple[float, float]


def _days(row: Row) -> list[Day]:
    """History and window as one series; in the window the printed table's own days count."""
    days = {day["day"]: day for day in [*row["history"], *row["days"]]}
    return [days[key] for key in sorted(days)]


def _steps(low: Decimal, high: Decimal) -> list[Decimal]:
    """Three to six round price levels around low and high."""
    spread = max(high - low, abs(high) / 50, Decimal("0.04"))
    power = Decimal(10) ** (spread.adjusted() - 1)
    step = next(power * factor for factor in (1, 2, 5, 10, 20, 50, 100) if spread / (power * factor) <= 4)
    first = (low / step).to_integral_value("ROUND_FLOOR") * step
    levels = [first]
    while levels[-1] < high or len(levels) < 2:
        levels.append(levels[-1] + step)
    return levels


def _axis(start: date, end: date) -> list[tuple[date, str]]:
    """Days for the labels below: months of a long chart, days of a short one."""
    span = (end - start).days
    if span <= 45:
        step = max(1, -(-span // 5))
        days = [start + timedelta(days=offset) for offset in range(0, span + 1, step)]
        turned = next((day for day in days if day.year > start.year), None)
        return [
            (day, f"{day.year}/{day.month}/{day.day}" if day == turned else f"{day.month}/{day.day}") for day in days
        ]
    months = [
        date(start.year + number // 12, number % 12 + 1, 1)
        for number in range(start.month, start.month + span // 30 + 2)
    ]
    every = 1 if span < 200 else 2
    kept = [
        day for day in months if day <= end and (day.month - 1) % every == 0
    ]  # January, which tells the year, stays
    return [(day, f"{day.year}年1月" if day.month == 1 else f"{day.month}月") for day in kept]


def _scale(start: date, end: date) -> Callable[[date], float]:
    width = max((end - start).days, 1)
    return lambda day: LEFT + (RIGHT - LEFT) * (day - start).days / width


def _runs(points: list[tuple[Day, float, float]]) -> Iterator[list[tuple[float, float]]]:
    """Stretches of traded days with nothing between that breaks the line."""
    run: list[tuple[float, float]] = []
    before: date | None = None
    for day, x, y in points:
        today = date.fromisoformat(day["day"])
        broken = day["status"] == "missing" or (before is not None and (today - before).days > LONGEST_HOLIDAY)
        if broken and run:
            yield run
            run = []
        if day["price"] is not None and day["status"] == "traded":
            run.append((x, y))
        before = today
    if run:
        yield run


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def _volumes(days: list[Day], x: Callable[[date], float]) -> tuple[list[tuple[float, float, float]], str]:
    sold = [(date.fromisoformat(day["day"]), Decimal(day["volume_t"])) for day in days if day["volume_t"]]
    most = max((volume for _, volume in sold), default=Decimal(0))
    if not most:
        return [], ""
    bars = []
    for day, volume in sold:
        height = float(volume / most) * (BARS_BOTTOM - BARS_TOP)
        bars.append((x(day), BARS_BOTTOM - height, height))
    return (
        bars,
        f"{plain((most / 10000).quantize(Decimal('0.1')))}万吨"
        if most >= 10000
        else f"{grouped(plain(most.quantize(Decimal(1))))}吨",
    )


def _alt(line: Line, days: list[Day]) -> str:
    row = line.row
    span = f"{days[0]['day']} 至 {days[-1]['day']}" if days else "无数据"
    last = f"最新价 {row['close']} {line.unit}（{row['close_day']}）" if row["close"] else line.absence
    change = f"，较上周 {line.cells['change_pct']}" if line.cells["change_pct"] else ""
    return f"{row['market_name']} {line.name} 价格与成交量走势，{span}；{last}{change}。"


def _extreme(places: list[tuple[Day, float, float]], pick: Callable[..., tuple[Day, float, float]]) -> Mark | None:
    """The year's highest or lowest price; a chart of a few weeks has none."""
    traded = [place for place in places if place[0]["price"] is not None and place[0]["status"] == "traded"]
    if len(traded) < MANY:
        return None
    day, x, y = pick(traded, key=lambda place: Decimal(place[0]["price"] or 0))
    return Mark(x, y, day["price"] or "", "end" if x > RIGHT - 12 else "start" if x < LEFT + 12 else "middle")


def panel(row: Row, line: Line, first_day: str, last_day: str) -> Panel:
    """Lay out one chart, from the first day known to the last day of the window."""
    days = _days(row)
    end = date.fromisoformat(last_day)
    start = min([date.fromisoformat(day["day"]) for day in days] + [date.fromisoformat(first_day)])
    x = _scale(start, end)
    traded = [(day, Decimal(day["price"])) for day in days if day["price"] is not None and day["status"] == "traded"]
    bars, most = _volumes(days, x)
    levels = _steps(min(p for _, p in traded), max(p for _, p in traded)) if traded else []

    def y(value: Decimal) -> float:
        return BOTTOM - float((value - levels[0]) / (levels[-1] - levels[0])) * (BOTTOM - TOP)

    places = [
        (day, x(date.fromisoformat(day["day"])), y(Decimal(day["price"])) if day["price"] and levels else 0.0)
        for day in days
    ]
    runs = list(_runs(places))
    low = _extreme(places, min)
    bar_width = max(0.5, min(6.0, 0.62 * (RIGHT - LEFT) / max((end - start).days, 1)))
    return Panel(
        line=line,
        alt=_alt(line, days),
        runs=[_path(run) for run in runs if len(run) > 1],
        dots=[Mark(*run[0]) for run in runs if len(run) == 1],
        last=Mark(*runs[-1][-1], traded[-1][0]["price"] or "") if runs else None,
        last_x=(runs[-1][-1][0] if runs else 0.0) + 4,
        high=_extreme(places, max),
        low=low,
        idle=[at for day, at, _ in places if day["status"] == "no_trade"],
        bars=bars,
        bar_width=bar_width,
        half_bar=bar_width / 2,
        most=most,
        most_x=RIGHT - WORD if low and low.x < LEFT + WORD else LEFT + 2,  # the lowest price is written there
        prices=[Tick(y(level), plain(level)) for level in levels],
        days=[Tick(x(day), label) for day, label in _axis(start, end)],
        shade=(x(date.fromisoformat(first_day)) - 1.5, x(end) - x(date.fromisoformat(first_day)) + 3),
    )
