"""Bringing a row as printed into the ledger's own terms, before it is checked."""

from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from archive import calendar, definitions, markets
from archive.models.quotes import AMOUNT_PLACES, PRICE_PLACES
from archive.records import FIGURES, QuoteRow

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRICES = FIGURES[:5]
LARGEST = 15  # powers of ten: more is no figure of a market, and the check `digits` says so
PLACES = {name: PRICE_PLACES if name in PRICES else AMOUNT_PLACES for name in FIGURES}


def settle(row: QuoteRow) -> QuoteRow:
    """The row with ids for names, ledger decimals, a definition, and a status that says whether anybody traded.

    Raises Unknown for a market or product that is not in the instrument master. A price on a day without volume was
    carried over from the day before: it is dropped, and the flag `carried` (or `block_only`, `auction_only`) says so.
    """
    market = markets.market_of(row.market)
    product, vintage = markets.instrument(row.product, market, row.vintage)
    row = _traded(_rounded(replace(row, market=market, product=product, vintage=vintage)))
    return _flagged(row if row.basis else _defined(row))


def shanghai_day(moment: datetime) -> date:
    """The trading day that a moment falls on."""
    return moment.astimezone(SHANGHAI).date()


def flag(row: QuoteRow, *names: str) -> QuoteRow:
    return replace(row, flags=tuple(dict.fromkeys([*row.flags, *names])))


def _rounded(row: QuoteRow) -> QuoteRow:
    """Decimals beyond the ledger's are rounded half to even and flagged: feeds print 29.420000076293945 for 29.42."""
    changes: dict[str, Any] = {}
    for name, value in row.figures().items():
        if value is None or not value.is_finite() or value.adjusted() > LARGEST:
            continue
        if -int(value.as_tuple().exponent) > PLACES[name]:
            rounded = value.quantize(Decimal(1).scaleb(-PLACES[name]), ROUND_HALF_EVEN)
            if rounded != value:
                changes[name] = rounded
    return flag(replace(row, **changes), "rounded") if changes else row


def _traded(row: QuoteRow) -> QuoteRow:
    if row.status != "traded" or row.volume_t != 0:
        return row
    apart = "block_only" if row.block_volume_t else "auction_only" if row.auction_volume_t else ""
    carried = any(getattr(row, name) for name in PRICES)
    dropped: dict[str, Any] = dict.fromkeys(PRICES)
    row = replace(row, status="traded" if apart else "no_trade", **dropped)
    said = apart or ("carried" if carried else "")
    return flag(row, said) if said else row


def _defined(row: QuoteRow) -> QuoteRow:
    prices = {name for name in PRICES if getattr(row, name) is not None}
    found = definitions.of_row(row.market, row.product, row.day, prices)
    return replace(row, basis=found.id) if found else row


def _flagged(row: QuoteRow) -> QuoteRow:
    closed = calendar.state(row.market, row.day) == calendar.State.CLOSED
    return flag(row, "closed_day") if closed and row.status == "traded" else row
