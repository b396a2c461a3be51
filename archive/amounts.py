"""Checks of amounts: turnover against volume and price, of listed trades and of those that are published apart.

Each answers why a row is held, or "". Numbers in comments were counted in real data (2013 to 2019, nine sources).
"""

from datetime import date
from decimal import Decimal

from archive import definitions, markets
from archive.models import Quote
from archive.records import QuoteRow

CENT = Decimal("0.01")
LIMIT_SLACK = Decimal("0.005")  # exchanges round the limit price itself
# Yuan a tonne of anything traded in China up to 2026: 0.37 (an offset at Beijing) to 149. Beyond, it is another unit.
LOWEST_PRICE, HIGHEST_PRICE = Decimal("0.1"), Decimal(1000)
# Days with block trades in them: turnover ÷ volume is 0.18 to 1.50 of the close but for 3 of 1,238 days at Guangzhou
# and Shenzhen (1.27 on a close of 15.31, 9 October 2018). A decimal point that moved always leaves that band.
BLOCK_LEAST, BLOCK_MOST = Decimal(1) / 6, Decimal("1.6")
FAR = Decimal(3)  # turnover ÷ volume that is three times the close, or a third of it, is a slip of a digit or a column
NEARLY = Decimal("0.9")
VINTAGES_FAR = Decimal(2)  # of one composite price, where each vintage has a daily limit of its own
# Block trades that are published apart: 0.50 to 1.07 of the day's listed price on 99 days at Tianjin and of the CEA.
APART_LEAST, APART_MOST = Decimal("0.4"), Decimal("1.6")


def price_of(row: QuoteRow | Quote) -> Decimal | None:
    """The price that the day is known by: the close, else the average."""
    return row.close if row.close is not None else row.average


def is_price(value: Decimal, currency: str) -> bool:
    """Whether anything could cost so much a tonne. EU allowances once cost two cents, so yuan only have a floor."""
    return (LOWEST_PRICE if currency == "CNY" else 0) < value <= HIGHEST_PRICE


def turnover(row: QuoteRow, _today: date) -> str:
    """Listed trades, or all where the exchange mixes block trades in: then only the order of magnitude is sure."""
    volume, turnover = row.volume_t, row.turnover_cny
    if turnover and volume is None:
        return f"有成交额 {turnover} 元，却没有成交量"
    if volume is None or turnover is None:
        return ""
    if not volume or not turnover:
        return f"成交量 {volume} 吨与成交额 {turnover} 元只有一个为零" if volume or turnover else ""
    known, price = definition(row), price_of(row)
    vwap = turnover / volume
    if price is None and not is_price(vwap, row.currency):
        return f"成交额 ÷ 成交量 = {vwap:.4f}，不像价格：两栏可能互换，或单位不是吨和元"
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


def block(row: QuoteRow, _today: date) -> str:
    """Block trades that are published apart."""
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


def auction(row: QuoteRow, _today: date) -> str:
    """One-way auctions that are published apart."""
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
    if price is None and not is_price(turnover / volume, row.currency):
        return f"{way}均价 {turnover / volume:.4f} 不像价格：成交量与成交额可能互换，或单位不是吨和元"
    if price and not price * least <= turnover / volume <= price * most:
        return f"{way}均价 {turnover / volume:.2f} 与挂牌价 {price} 不是一个量级"
    return ""


def definition(row: QuoteRow) -> definitions.Definition:
    """What bounds the row's figures; a row without a definition is held to what listed trading is held to."""
    return definitions.definition(row.basis or "listed")


def _half_a_digit(value: Decimal) -> Decimal:
    return Decimal(5).scaleb(min(int(value.as_tuple().exponent), 0) - 1)
