"""The checks of today over rows that were stored long ago, or came back from a backup without passing them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef

from archive import checks, copies, prices
from archive.errors import Unknown
from archive.models import Quote
from archive.records import FIGURES, QuoteRow
from archive.settling import shanghai_day

TAKEN_OVER = ("market", "product", "vintage", "day", *FIGURES, "status", "basis", "currency", "flags")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stored row that would be held today: its revision, who said it, the check and the reason."""

    revision: int
    market: str
    product: str
    vintage: str
    day: date
    source: str
    check: str
    reason: str


def doubts() -> Iterator[Doubt]:
    """Every row that a check holds by itself, oldest first, then those with another market's figures.

    Rows that an editor let in are left out. The checks beside other days (limit, repeated, shifted) are not run: they
    need the page a row stood on.
    """
    for price in prices.since(0):
        if "accepted" not in price.flags and (fault := _fault(price)):
            yield _doubt(price.revision, price, fault)
    yield from _copied()


def _copied() -> Iterator[Doubt]:
    """The rows that would be held as copies had the other market's been stored first.

    A feed may misfile a row before the exchange itself has spoken: nothing is known then that it contradicts.
    """
    same_day = Quote.objects.filter(day=OuterRef("day"))
    twin = same_day.filter(volume_t=OuterRef("volume_t")).exclude(market=OuterRef("market"))
    where = {name: OuterRef(name) for name in ("market", "product", "vintage", "source")}
    replaced = same_day.filter(**where, observed_at__gt=OuterRef("observed_at"))
    suspects = Quote.objects.filter(Exists(twin), ~Exists(replaced), volume_t__gte=copies.LEAST_T)
    for source, group in groupby(suspects.order_by("source", "pk").defer("raw"), key=attrgetter("source")):
        rows = list(group)
        for place, fault in sorted(copies.copied([_row(one) for one in rows], source).items()):
            yield _doubt(rows[place].pk, rows[place], fault)


def _doubt(revision: int, row: prices.Price | Quote, fault: checks.Fault) -> Doubt:
    where = (row.market, row.product, row.vintage, row.day, row.source)
    return Doubt(revision, *where, fault.check, fault.reason)


def _row(told: prices.Price | Quote) -> QuoteRow:
    return QuoteRow(**{name: getattr(told, name) for name in TAKEN_OVER})


def _fault(price: prices.Price) -> checks.Fault | None:
    try:
        return checks.fault(_row(price), shanghai_day(price.observed_at))
    except Unknown as error:
        return checks.Fault("unknown", str(error))
