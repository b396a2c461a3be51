"""The weekly table of all markets: the one table that every edition prints. Formulas: docs/week-table.md."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TypedDict

from archive import daylines, definitions, markets, prices, silence
from archive.daylines import DayLine
from archive.markets import Market, Product
from archive.prices import Price
from archive.records import APART

LOOK_BACK = timedelta(days=30)  # a vintage that was listed within it is alive
THIN_T = Decimal(1000)  # tonnes a week; below, one order makes the price
HUNDREDTH, FINE = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One instrument's week. Prices in `currency` per tonne; None: not published, or nobody traded.

    `close_day` is the last day with a trade in the window, `last_day` the last one known at all; `previous` is the last
    traded price before the window.
    """

    market: str
    market_name: str
    product: str
    product_name: str
    vintage: str
    printed: str
    currency: str
    basis: str
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal | None
    close_day: date | None
    average: Decimal | None
    volume_t: Decimal | None
    turnover_cny: Decimal | None
    block_volume_t: Decimal | None
    block_turnover_cny: Decimal | None
    auction_volume_t: Decimal | None
    auction_turnover_cny: Decimal | None
    previous: Decimal | None
    previous_day: date | None
    change: Decimal | None
    change_pct: Decimal | None
    ytd_pct: Decimal | None
    last_day: date | None
    traded_days: int
    no_trade_days: int
    missing_days: int
    unknown_days: int
    thin: bool
    sources: tuple[str, ...]
    dispute: str
    days: tuple[DayLine, ...]
    history: tuple[DayLine, ...]


def table(
    first_day: date, last_day: date, as_of: datetime | None = None, *, history: timedelta = timedelta(days=90)
) -> list[WeekRow]:
    """The rows of all instruments alive between two days (both included), in the bulletin's order.

    `as_of` asks what was known then. `history` is how far each row's series goes back before the window.
    """
    rows: list[WeekRow] = []
    for market in markets.all_markets():
        # The last price of the year before is needed for the change since then.
        known = list(prices.quotes(market=market.id, start=date(first_day.year - 1, 1, 1), end=last_day, as_of=as_of))
        quiet = silence.quiet_days(market.id, first_day, last_day, as_of)
        for product in market.products:
            if product.alive("", first_day) or product.alive("", last_day):
                mine = [row for row in known if row.product == product.id]
                rows += _product_rows(market, product, mine, _Window(first_day, last_day, first_day - history, quiet))
    return rows


@dataclass(frozen=True, slots=True)
class _Window:
    """The days of the table, where the series begins, and the days that count as quiet though nothing says so."""

    first: date
    last: date
    history: date
    quiet: frozenset[date]


def _product_rows(market: Market, product: Product, known: list[Price], window: _Window) -> list[WeekRow]:
    series = {vintage: list(rows) for vintage, rows in groupby(known, key=lambda row: row.vintage)}
    found = [
        _row(market, product, vintage, series.get(vintage, []), window)
        for vintage in _vintages(product, series, window)
    ]
    return [row for row in found if product.bulletin or row.traded_days]


def _vintages(product: Product, series: dict[str, list[Price]], window: _Window) -> list[str]:
    """The vintages alive in the window. A price over all vintages steps back behind them, unless it is a quote too."""
    listed = [
        v for v, rows in series.items() if rows[-1].day >= window.first - LOOK_BACK and product.alive(v, window.last)
    ]
    if product.split and not product.composite and any(listed):
        listed = [vintage for vintage in listed if vintage]
    return sorted(listed) or [""]


def _row(market: Market, product: Product, vintage: str, known: list[Price], window: _Window) -> WeekRow:
    inside = [row for row in known if window.first <= row.day]
    traded = [row for row in inside if row.status == "traded"]
    priced = [row for row in traded if row.price is not None]
    last = priced[-1] if priced else None
    before = _before(known, window.first, like=last)
    days = tuple(daylines.lines(market.id, inside, window.first, window.last, window.quiet))
    counts = Counter(line.status for line in days)
    mixed = _mixed(traded)
    sums = _sums([] if mixed else traded)
    return WeekRow(
        market=market.id,
        market_name=market.zh,
        product=product.id,
        product_name=product.zh,
        vintage=vintage,
        printed=product.printed(vintage),
        currency=product.currency,
        basis=last.basis if last else "",
        **_range(priced),
        close_day=last.day if last else None,
        **sums,
        **{name: _known_total(getattr(row, name) for row in traded) for name in APART},
        previous=before.price if before else None,
        previous_day=before.day if before else None,
        **_change(last, before),
        ytd_pct=_percent(last, _before(known, date(window.last.year, 1, 1), like=last)),
        last_day=max((row.day for row in known if row.status == "traded"), default=None),
        traded_days=len(traded),
        no_trade_days=counts["no_trade"],
        missing_days=counts["missing"],
        unknown_days=counts["unknown"],
        thin=bool(traded) and (len(traded) == 1 or (sums["volume_t"] is not None and sums["volume_t"] < THIN_T)),
        sources=tuple(dict.fromkeys(row.source for row in inside)),
        dispute="；".join([*(f"{row.day} {row.dispute}" for row in inside if row.dispute), *mixed]),
        days=days,
        history=tuple(daylines.known(row) for row in known if row.day >= window.history),
    )


class _Change(TypedDict):
    change: Decimal | None
    change_pct: Decimal | None


def _change(last: Price | None, before: Price | None) -> _Change:
    moved = _sure(last) - _sure(before) if last and before else None
    return {"change": moved, "change_pct": _percent(last, before)}


class _Range(TypedDict):
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal | None


def _range(priced: Sequence[Price]) -> _Range:
    """Open, high, low and close of the week; a source that prints one price a day gives it for each of them."""
    return {
        "open": priced[0].open if priced and priced[0].open is not None else _price(priced, 0),
        "high": max((row.high if row.high is not None else _sure(row) for row in priced), default=None),
        "low": min((row.low if row.low is not None else _sure(row) for row in priced), default=None),
        "close": _price(priced, -1),
    }


def _before(known: Sequence[Price], day: date, like: Price | None) -> Price | None:
    """The last traded row before a day that gives the same kind of price: a close is never set against an average."""
    for row in reversed(known):
        same_kind = like is None or (row.close is None) == (like.close is None)
        if row.day < day and row.status == "traded" and row.price is not None and same_kind:
            return row
    return None


def _sure(row: Price) -> Decimal:
    if row.price is None:
        raise ValueError(f"{row.market} {row.product} {row.day} has no price")
    return row.price


def _price(priced: Sequence[Price], place: int) -> Decimal | None:
    return _sure(priced[place]) if priced else None


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where a traded day does not publish the figure: a part is never shown as the whole."""
    listed = list(values)
    if not listed or None in listed:
        return None
    return sum((value for value in listed if value is not None), Decimal(0))


def _known_total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what was published: block trades are printed only on the days that have them."""
    listed = [value for value in values if value is not None]
    return sum(listed, Decimal(0)) if listed else None


class _Sums(TypedDict):
    average: Decimal | None
    volume_t: Decimal | None
    turnover_cny: Decimal | None


def _sums(traded: Sequence[Price]) -> _Sums:
    volume, turnover = _total(row.volume_t for row in traded), _total(row.turnover_cny for row in traded)
    return {"average": _average(traded), "volume_t": volume, "turnover_cny": turnover}


def _mixed(traded: Sequence[Price]) -> list[str]:
    """The days whose volume counts all trades beside days that count listed ones; none: they can be summed."""
    scopes = {row: definitions.scope(row.basis) for row in traded if row.volume_t}
    if not {"listed", "all"} <= set(scopes.values()):
        return []
    days = "、".join(f"{row.day} {row.source}" for row, scope in scopes.items() if scope == "all")
    return [f"{days} 的成交量含大宗等全部交易方式，其余各日只计挂牌，未合计"]


def _average(traded: Sequence[Price]) -> Decimal | None:
    """Turnover ÷ volume of the week; where no turnover is published, the days' averages weighted by volume."""
    volume, turnover = _total(row.volume_t for row in traded), _total(row.turnover_cny for row in traded)
    if turnover is None:
        turnover = _total(
            None if row.average is None or row.volume_t is None else row.average * row.volume_t for row in traded
        )
    return (turnover / volume).quantize(FINE, ROUND_HALF_UP) if volume and turnover else None


def _percent(last: Price | None, before: Price | None) -> Decimal | None:
    if last is None or before is None:
        return None
    return ((_sure(last) / _sure(before) - 1) * 100).quantize(HUNDREDTH, ROUND_HALF_UP)
