"""What a row must satisfy before it is stored. Each check has a name; a row that fails is held with it and a reason.

The reasons are read by editors. Numbers in comments were counted in real data (2013 to 2019, nine sources).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive import calendar, definitions, markets
from archive.errors import Unknown
from archive.models import Quote
from archive.records import QuoteRow
from archive.settling import PRICES

CENT = Decimal("0.01")
LIMIT_SLACK = Decimal("0.005")  # exchanges round the limit price itself
# Days with block trades in them: turnover ÷ volume is 0.18 to 1.50 of the close but for 3 of 1,238 days at Guangzhou
# and Shenzhen (1.27 on a close of 15.31, 9 October 2018). A decimal point that moved always leaves that band.
BLOCK_LEAST, BLOCK_MOST = Decimal(1) / 6, Decimal("1.6")
FAR = Decimal(3)  # turnover ÷ volume that is three times the close, or a third of it, is a slip of a digit or a column
NEARLY = Decimal("0.9")
VINTAGES_FAR = Decimal(2)  # of one composite price, where each vintage has a daily limit of its own
# Block trades that are published apart: 0.50 to 1.07 of the day's listed price on 99 days at Tianjin and of the CEA.
APART_LEAST, APART_MOST = Decimal("0.4"), Decimal("1.6")
FARTHEST = 2  # from one price to the next within a month, whatever the daily limit adds up to
HIGHEST_PRICE, LARGEST_VOLUME, LARGEST_TURNOVER = Decimal(10**5), Decimal(10**9), Decimal(10**12)


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


def price_of(row: QuoteRow | Quote) -> Decimal | None:
    """The price that the day is known by: the close, else the average."""
    return row.close if row.close is not None else row.average


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
        if name in PRICES and (value == 0 or value > HIGHEST_PRICE):
            return f"{name} 为 {value} 元/吨，不像价格"
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
    known = _definition(row)
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


def _turnover(row: QuoteRow, _today: date) -> str:
    volume, turnover = row.volume_t, row.turnover_cny
    if turnover and volume is None:
        return f"有成交额 {turnover} 元，却没有成交量"
    if volume is None or turnover is None:
        return ""
    if not volume or not turnover:
        return f"成交量 {volume} 吨与成交额 {turnover} 元只有一个为零" if volume or turnover else ""
    known, price = _definition(row), price_of(row)
    vwap = turnover / volume
    if known.may_hold_block(volume):
        least, most = _block_band(row, BLOCK_LEAST, BLOCK_MOST)
        far = price and not price * least <= vwap <= price * most
        return f"成交额 ÷ 成交量 = {vwap:.2f}，与价格 {price} 不是一个量级" if far else ""
    if row.average is not None:
        off = abs(turnover - volume * row.average)
        # An average printed as 1.2 may stand for 1.15 to 1.25.
        if off > max(Decimal(known.share) / 100 * turnover, volume * _half_a_digit(row.average)):
            return f"成交额 {turnover} 与成交量 {volume} × 均价 {row.average} 相差 {off / turnover:.1%}"
    return _vwap(row, vwap, known)


def _vwap(row: QuoteRow, vwap: Decimal, known: definitions.Definition) -> str:
    if row.average is None and row.low is not None and row.high is not None and "vwap" not in known.outside:
        share = Decimal(known.share) / 100
        if not row.low * (1 - share) - CENT <= vwap <= row.high * (1 + share) + CENT:
            return f"成交额 ÷ 成交量 = {vwap:.2f}，在最低 {row.low} 与最高 {row.high} 之外"
    price, far = price_of(row), FAR
    limit = markets.product(row.market, row.product).limit
    if limit is not None and row.average is None:
        # Every listed trade of the day lies within its limits.
        far = VINTAGES_FAR if "vwap" in known.outside else (100 + Decimal(limit)) / (100 - Decimal(limit)) + LIMIT_SLACK
    if price and not price / far - CENT <= vwap <= price * far + CENT:
        return f"成交额 ÷ 成交量 = {vwap:.2f}，与价格 {price} 相差太远"
    return ""


def _block(row: QuoteRow, _today: date) -> str:
    return _apart(row, "block", "大宗", *_block_band(row, APART_LEAST, APART_MOST))


def _block_band(row: QuoteRow, least: Decimal, most: Decimal) -> tuple[Decimal, Decimal]:
    """Between which parts of the listed price block trades can be; `least` and `most` where no limit is known.

    Both limits are set against the close of the day before; the vintages of one composite price differ a little more.
    """
    product = markets.product(row.market, row.product)
    if product.limit is None or product.block_limit is None:
        return least, most
    listed, block = Decimal(product.limit) / 100 + LIMIT_SLACK, Decimal(product.block_limit) / 100 + LIMIT_SLACK
    return (1 - block) / (1 + listed) * NEARLY, (1 + block) / (1 - listed) / NEARLY


def _auction(row: QuoteRow, _today: date) -> str:
    return _apart(row, "auction", "单向竞价", APART_LEAST, APART_MOST)


def _apart(row: QuoteRow, name: str, way: str, least: Decimal, most: Decimal) -> str:
    """What is wrong with trades published apart; their price is `least` to `most` of the listed one."""
    volume, turnover = getattr(row, f"{name}_volume_t"), getattr(row, f"{name}_turnover_cny")
    price = price_of(row)
    if turnover and volume is None:
        return f"有{way}成交额 {turnover} 元，却没有{way}成交量"
    if volume is None or turnover is None:
        return ""
    if not volume or not turnover:
        return f"{way}成交量 {volume} 吨与成交额 {turnover} 元只有一个为零" if volume or turnover else ""
    if price and not price * least <= turnover / volume <= price * most:
        return f"{way}均价 {turnover / volume:.2f} 与挂牌价 {price} 不是一个量级"
    return ""


def _definition(row: QuoteRow) -> definitions.Definition:
    """What bounds the row's figures; a row without a definition is held to what listed trading is held to."""
    return definitions.definition(row.basis or "listed")


def _half_a_digit(value: Decimal) -> Decimal:
    return Decimal(5).scaleb(min(int(value.as_tuple().exponent), 0) - 1)


CHECKS: tuple[Callable[[QuoteRow, date], str], ...] = (
    _status,
    _basis,
    _currency,
    _digits,
    _future,
    _life,
    _range,
    _spread,
    _turnover,
    _block,
    _auction,
)
"""In this order: what a row says of itself comes before what its figures say of each other."""
