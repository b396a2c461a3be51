"""The check that no market has another one's figures: a row typed, or filed, under the wrong exchange."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from archive import markets
from archive.checks import Fault
from archive.models import Quote
from archive.records import QuoteRow

LEAST_T, ODD = Decimal(1000), 100
BATCH = 400
Figures = tuple[date, Decimal, Decimal]


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
    """(figures, market, source) of every stored row that has them; turnover to the yuan, as feeds round it."""
    keys = sorted(wanted)
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = Quote.objects.filter(day__in={day for day, _, _ in part}, volume_t__in={volume for _, volume, _ in part})
        for day, volume, turnover, market, source in rows.values_list(
            "day", "volume_t", "turnover_cny", "market", "source"
        ):
            if volume is None or turnover is None:
                continue
            if (key := (day, volume.normalize(), turnover.quantize(Decimal(1)))) in part:
                yield key, market, source


def _figures(row: QuoteRow) -> Figures | None:
    volume, turnover = row.volume_t, row.turnover_cny
    if volume is None or turnover is None or volume < LEAST_T or not volume % ODD:
        return None
    return row.day, volume.normalize(), turnover.quantize(Decimal(1))


def _fault(figures: Figures, others: set[str]) -> Fault:
    day, volume, turnover = figures
    names = "、".join(markets.market(other).zh for other in sorted(others))
    return Fault("copied", f"{day} 的成交量 {volume:f} 吨、成交额 {turnover:f} 元与{names}的完全相同，可能放错了市场")
