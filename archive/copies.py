"""The check that no market has another one's figures: a row typed, or filed, under the wrong exchange."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from archive import markets
from archive.amounts import CENT
from archive.checks import Fault
from archive.models import Quote
from archive.records import QuoteRow

LEAST_T, ODD = Decimal(1000), 100
BATCH = 400
Figures = tuple[date, Decimal, Decimal]
"""Day, volume, and turnover to the yuan; where a source prints no turnover, the price in its place, to the cent."""


def copied(rows: list[QuoteRow], source: str) -> dict[int, Fault]:
    """Place in `rows` → fault, for rows with the very volume and turnover of another market's on the same day.

    Both rows are held where one page prints both. A stored row counts only where its source stands as high: an exchange
    is not doubted because a feed misfiled its figures. Round lots may agree by chance and are passed over.
    """
    by_figures: dict[Figures, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if (figures := _figures(row)) and "accepted" not in row.flags:
            by_figures[figures].append(place)
    found: dict[int, Fault] = {}
    for figures, places in by_figures.items():
        if len(names := {rows[place].market for place in places}) > 1:
            found |= {place: _fault(figures, names - {rows[place].market}) for place in places}
    for figures, market, other in _stored(by_figures):
        if markets.source(other).rank <= markets.source(source).rank:
            found |= {p: _fault(figures, {market}) for p in by_figures[figures] if rows[p].market != market}
    return found


def _stored(wanted: Iterable[Figures]) -> Iterable[tuple[Figures, str, str]]:
    """(figures, market, source) of every stored row that has them."""
    keys = sorted(wanted)
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = Quote.objects.filter(day__in={day for day, _, _ in part}, volume_t__in={volume for _, volume, _ in part})
        for row in rows.only("day", "volume_t", "turnover_cny", "close", "average", "market", "source"):
            for second in _seconds(row):
                if row.volume_t and (key := (row.day, row.volume_t.normalize(), second)) in part:
                    yield key, row.market, row.source


def _figures(row: QuoteRow) -> Figures | None:
    volume = row.volume_t
    if volume is None or volume < LEAST_T or not volume % ODD or not (seconds := _seconds(row)):
        return None
    return row.day, volume.normalize(), seconds[0]


def _seconds(row: QuoteRow | Quote) -> list[Decimal]:
    """What may stand beside the volume, the surest first: feeds round turnover to the yuan, and some print none."""
    prices = [price.quantize(CENT) for price in (row.average, row.close) if price is not None]
    if row.turnover_cny is None or not row.volume_t:
        return prices
    return [row.turnover_cny.quantize(Decimal(1)), *prices, (row.turnover_cny / row.volume_t).quantize(CENT)]


def _fault(figures: Figures, others: set[str]) -> Fault:
    day, volume, second = figures
    names = "、".join(markets.market(other).zh for other in sorted(others))
    return Fault(
        "copied", f"{day} 的成交量 {volume:f} 吨、成交额（或价格）{second:f} 与{names}的完全相同，可能放错了市场"
    )
