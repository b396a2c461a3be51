"""The checks of today over rows that were stored long ago, or came back from a backup without passing them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive import checks, prices
from archive.errors import Unknown
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
    """Every row that a check holds by itself, oldest first; without those that an editor let in.

    The checks beside other days (limit, repeated, copied, shifted) are not run: they need the page a row stood on.
    """
    for price in prices.since(0):
        if "accepted" not in price.flags and (fault := _fault(price)):
            where = (price.revision, price.market, price.product, price.vintage, price.day, price.source)
            yield Doubt(*where, fault.check, fault.reason)


def _fault(price: prices.Price) -> checks.Fault | None:
    row = QuoteRow(**{name: getattr(price, name) for name in TAKEN_OVER})
    try:
        return checks.fault(row, shanghai_day(price.observed_at))
    except Unknown as error:
        return checks.Fault("unknown", str(error))
