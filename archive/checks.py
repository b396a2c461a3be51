"""What a row must satisfy before it is stored. Each check has a name; a row that fails is held with it and a reason.

The reasons are read by editors. Numbers in comments were counted in real data (2013 to 2019, nine sources).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive import amounts, calendar, definitions, markets
from archive.amounts import CENT, LIMIT_SLACK, price_of
from archive.errors import Unknown
from archive.models import Quote
from archive.records import QuoteRow
from archive.settling import PRICES

FARTHEST = 2  # from one price to the next within a month, whatever the daily limit adds up to
LARGEST_VOLUME, LARGEST_TURNOVER = Decimal(10**9), Decimal(10**12)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is held: the check's name, and one sentence."""

    check: str
    reason: str


def fault(row: QuoteRow, today: date) -> Fault | None:
    """The first check that a settled row fails by itself. `today`: the Shanghai day it was observed on."""
    for check in CHECKS:
        if reason := check(row, today):
            return Fault(check.__name__.strip("_"), reason)
    return None


def beyond_limit(row: QuoteRow, day: date, price: Decimal) -> Decimal | None:
    """The first of the row's prices that is too far from the price of an earlier day; None: all are near enough.

    The limit compounds over the trading days between, for closes move without trades (Shenzhen, 16 to 21 October 2019:
    -19 % = two days of -10 %). An average gets one day more: the limit is set against a close that is not published.
    Where no limit is known, a price beyond the product's `swing` is a question.
    """
    product = markets.product(row.market, row.product)
    shown = [value for value in (price_of(row), row.open, row.high, row.low) if value is not None]
    if product.limit is not None:
        between = (d for d in calendar.days(day, row.day) if calendar.state(row.market, d) != calendar.State.CLOSED)
        days = max(1, sum(1 for _ in between) - 1) + (row.close is None)
        share = Decimal(product.limit) / 100 + LIMIT_SLACK
        least = max(price * (1 - share) ** days, price / FARTHEST) - CENT
        most = min(price * (1 + share) ** days, price * FARTHEST) + CENT
    elif product.swing is not None:
        least, most = price / product.swing, price * product.swing
    else:
        return None
    return next((value for value in shown if not least <= value <= most), None)


def _status(row: QuoteRow, _today: date) -> str:
    if row.status not in Quote.Status.values:
        return f"状态 {row.status!r} 不存在，可用的有 {'、'.join(Quote.Status.values)}"
    figures = row.figures()
    if row.status == "traded" and all(value is None for value in figures.values()):
        return "一个数字也没有，却标为有成交"
    if row.status != "traded" and any(figures[name] for name in figures):
        return f"标为 {Quote.Status(row.status).label}，却有价格或成交"
    return ""


def _basis(row: QuoteRow, _today: date) -> str:
    if not row.basis:
        return ""
    try:
        found = definitions.definition(row.basis)
    except Unknown as error:
        return str(error)
    if found.market and (found.market, found.product) != (row.market, row.product):
        return f"口径 {row.basis} 不是 {row.market} {row.product} 的"
    return ""


def _currency(row: QuoteRow, _today: date) -> str:
    expected = markets.product(row.market, row.product).currency
    return f"币种应为 {expected}，实为 {row.currency}" if row.currency != expected else ""


def _digits(row: QuoteRow, _today: date) -> str:
    for name, value in row.figures().items():
        if value is None:
            continue
        if not value.is_finite() or value < 0:
            return f"{name} 为 {value}，不是可用的数"
        if name in PRICES and not amounts.is_price(value, row.currency):
            return f"{name} 为 {value} {row.currency}/吨，不像价格，请核对单位和小数点"
        if value > (LARGEST_VOLUME if "volume" in name else LARGEST_TURNOVER):
            return f"{name} 为 {value}，超出量级"
        if "volume" in name and value % 1 and row.currency == "CNY":
            return f"{name} 为 {value} 吨，不是整数：各交易所都按整吨成交"
    return ""


def _future(row: QuoteRow, today: date) -> str:
    return f"交易日 {row.day} 晚于抓取日 {today}" if row.day > today else ""


def _life(row: QuoteRow, _today: date) -> str:
    product = markets.product(row.market, row.product)
    alive = product.alive(row.vintage, row.day)
    return "" if alive else f"{row.day} 不在 {product.printed(row.vintage)} 的存续期内"


def _range(row: QuoteRow, _today: date) -> str:
    low, high = row.low, row.high
    if low is None or high is None:
        return ""
    if low > high:
        return f"最低价 {low} 高于最高价 {high}"
    known = amounts.definition(row)
    named = {"open": ("开盘价", row.open), "close": ("收盘价", row.close), "average": ("均价", row.average)}
    if known.may_hold_block(row.volume_t):
        del named["average"]
    for name, (printed, value) in named.items():
        slack = CENT if name == "average" else 0  # an average is rounded, the other prices are those of trades
        if value is not None and name not in known.outside and not low - slack <= value <= high + slack:
            return f"{printed} {value} 在最低 {low} 与最高 {high} 之外"
    return ""


def _spread(row: QuoteRow, _today: date) -> str:
    """All prices of a day lie within the limit around one close that we may not know (at most 1.2245 at 10 %)."""
    shown = [value for value in (row.open, row.high, row.low, row.close) if value is not None]
    limit = markets.product(row.market, row.product).limit
    if limit is None or len(shown) < 2:
        return ""
    share = Decimal(limit) / 100 + LIMIT_SLACK
    if max(shown) - CENT > (min(shown) + CENT) * (1 + share) / (1 - share):
        return f"同一天的价格从 {min(shown)} 到 {max(shown)}，超出涨跌幅限制所能容许的范围"
    return ""


CHECKS: tuple[Callable[[QuoteRow, date], str], ...] = (
    _status,
    _basis,
    _currency,
    _digits,
    _future,
    _life,
    _range,
    _spread,
    amounts.turnover,
    amounts.block,
    amounts.auction,
)
"""In this order: what a row says of itself comes before what its figures say of each other."""
