"""Do the days add up to the cumulative volume that an exchange publishes? A gap says between which days a row is wrong.

On the mirror of the national market it found the row of 9 November 2022, whose figures stand one column too far right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive import markets, prices
from archive.models import Quote
from archive.records import PUBLISHED_TOTAL


@dataclass(frozen=True, slots=True)
class Span:
    """From the day after `after` (None: the first day) to `until`: what was published, and what our days add up to."""

    market: str
    product: str
    vintage: str
    after: date | None
    until: date
    published_t: Decimal
    summed_t: Decimal

    @property
    def gap_t(self) -> Decimal:
        return self.published_t - self.summed_t


def running(market: str, product: str, until: date, vintage: str = "") -> Decimal:
    """Tonnes of all days up to one, listed and block trades together."""
    rows = prices.quotes(market=market, product=product, end=until)
    return sum((_traded(row) for row in rows if row.vintage == vintage), Decimal(0))


def spans(market: str, product: str, vintage: str = "") -> Iterator[Span]:
    """Every stretch between two published cumulative volumes, oldest first; `gap_t` is 0 where the days reach it."""
    published = _published(market, product, vintage)
    after, before, summed = None, Decimal(0), Decimal(0)
    for row in prices.quotes(market=market, product=product):
        if row.vintage != vintage:
            continue
        summed += _traded(row)
        if row.day in published:
            yield Span(market, product, vintage, after, row.day, published[row.day] - before, summed)
            after, before, summed = row.day, published[row.day], Decimal(0)


def instruments() -> list[tuple[str, str, str]]:
    """(market, product, vintage) of everything whose cumulative volume somebody published."""
    found = Quote.objects.filter(raw__has_key=PUBLISHED_TOTAL).values_list("market", "product", "vintage")
    return sorted(found.distinct().order_by(), key=lambda one: markets.order(*one))


def _traded(row: prices.Price) -> Decimal:
    return sum((part or Decimal(0) for part in (row.volume_t, row.block_volume_t, row.auction_volume_t)), Decimal(0))


def _published(market: str, product: str, vintage: str) -> dict[date, Decimal]:
    rows = Quote.objects.filter(market=market, product=product, vintage=vintage, raw__has_key=PUBLISHED_TOTAL)
    return {day: Decimal(raw[PUBLISHED_TOTAL]) for day, raw in rows.order_by("pk").values_list("day", "raw")}
