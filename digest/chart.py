"""Price and volume of one instrument as a chart: geometry only, `panel.svg` and `leading.svg` draw it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from digest.figures import grouped, plain
from digest.lines import Line
from digest.shapes import Day, Row


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart draws, in points from its upper left corner: prices above, the bars of volume below."""

    left: float
    right: float
    top: float
    bottom: float
    bars_top: float
    bars_bottom: float


SMALL = Frame(27, 199, 30, 84, 96, 113)
"""Two of them and a gutter are as wide as the text."""
WIDE = Frame(30, 446, 12, 140, 152, 188)
"""As wide as the text: the week's first chart."""
SHORT = ((10**8, "亿"), (10**4, "万"), (1, ""))
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
    fills: list[str]
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
    prices: list[Tick]
    days: list[Tick]
    shade: tuple[float, float]


def days_of(row: Row) -> list[Day]:
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
    return [(day, f"{day.year}年" if day.month == 1 else f"{day.month}月") for day in kept]


def _scale(start: date, end: date, frame: Frame) -> Callable[[date], float]:
    width = max((end - start).days, 1)
    return lambda day: frame.left + (frame.right - frame.left) * (day - start).days / width


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


def path(points: list[tuple[float, float]]) -> str:
    """Points as SVG writes them."""
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def closed(run: list[tuple[float, float]], base: float) -> str:
    """The area below a line, down to `base`."""
    return path([(run[0][0], base), *run, (run[-1][0], base)])


def _volumes(days: list[Day], x: Callable[[date], float], frame: Frame) -> tuple[list[tuple[float, float, float]], str]:
    sold = [(date.fromisoformat(day["day"]), Decimal(day["volume_t"])) for day in days if day["volume_t"]]
    most = max((volume for _, volume in sold), default=Decimal(0))
    if not most:
        return [], ""
    bars = []
    for day, volume in sold:
        height = float(volume / most) * (frame.bars_bottom - frame.bars_top)
        bars.append((x(day), frame.bars_bottom - height, height))
    return bars, tonnes(most)


def tonnes(volume: Decimal) -> str:
    """An amount as short as the scale of a chart has room for, seven characters: 2,265, 3.6万, 1,840万, 3.8亿."""
    if volume < 10:
        return plain(volume)
    unit, name = next((size, name) for size, name in SHORT if volume >= size)
    short = volume / unit
    return grouped(plain(short.quantize(Decimal("0.1") if name and short < 100 else Decimal(1)))) + name


def _alt(line: Line, days: list[Day]) -> str:
    row = line.row
    span = f"{days[0]['day']} 至 {days[-1]['day']}" if days else "无数据"
    last = f"最新价 {row['close']} {line.unit}（{row['close_day']}）" if row["close"] else line.absence
    change = f"，较上周 {line.cells['change_pct']}" if line.cells["change_pct"] else ""
    return f"{row['market_name']} {line.name} 价格与成交量走势，{span}；{last}{change}。"


def _extreme(
    places: list[tuple[Day, float, float]], pick: Callable[..., tuple[Day, float, float]], frame: Frame
) -> Mark | None:
    """The year's highest or lowest price; a chart of a few weeks has none."""
    traded = [place for place in places if place[0]["price"] is not None and place[0]["status"] == "traded"]
    if len(traded) < MANY:
        return None
    day, x, y = pick(traded, key=lambda place: Decimal(place[0]["price"] or 0))
    return Mark(
        x, y, day["price"] or "", "end" if x > frame.right - 12 else "start" if x < frame.left + 12 else "middle"
    )


def panel(row: Row, line: Line, first_day: str, last_day: str, frame: Frame = SMALL) -> Panel:
    """Lay out one chart, from the first day known to the last day of the window."""
    days = days_of(row)
    end = date.fromisoformat(last_day)
    start = min([date.fromisoformat(day["day"]) for day in days] + [date.fromisoformat(first_day)])
    x = _scale(start, end, frame)
    traded = [(day, Decimal(day["price"])) for day in days if day["price"] is not None and day["status"] == "traded"]
    bars, most = _volumes(days, x, frame)
    levels = _steps(min(p for _, p in traded), max(p for _, p in traded)) if traded else []

    def y(value: Decimal) -> float:
        return frame.bottom - float((value - levels[0]) / (levels[-1] - levels[0])) * (frame.bottom - frame.top)

    places = [
        (day, x(date.fromisoformat(day["day"])), y(Decimal(day["price"])) if day["price"] and levels else 0.0)
        for day in days
    ]
    runs = list(_runs(places))
    bar_width = max(0.5, min(6.0, 0.62 * (frame.right - frame.left) / max((end - start).days, 1)))
    return Panel(
        line=line,
        alt=_alt(line, days),
        runs=[path(run) for run in runs if len(run) > 1],
        fills=[closed(run, frame.bottom) for run in runs if len(run) > 1],
        dots=[Mark(*run[0]) for run in runs if len(run) == 1],
        last=Mark(*runs[-1][-1], traded[-1][0]["price"] or "") if runs else None,
        last_x=(runs[-1][-1][0] if runs else 0.0) + 4,
        high=_extreme(places, max, frame),
        low=_extreme(places, min, frame),
        idle=[at for day, at, _ in places if day["status"] == "no_trade"],
        bars=bars,
        bar_width=bar_width,
        half_bar=bar_width / 2,
        most=most,
        prices=[Tick(y(level), plain(level)) for level in levels],
        days=[Tick(x(day), label) for day, label in _axis(start, end)],
        shade=(x(date.fromisoformat(first_day)) - 1.5, x(end) - x(date.fromisoformat(first_day)) + 3),
    )
