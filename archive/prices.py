"""Asking the ledger: what is known now, what was known then, what is new. Everything streams."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from archive import definitions, markets
from archive.models import Quote
from archive.records import FIGURES

CHUNK = 2000
NAMES = (
    *("market", "product", "vintage", "day", *FIGURES),
    *("status", "basis", "currency", "source", "observed_at", "pk", "flags"),
)
SAME = Decimal("0.005")
"""Two sources that differ by more than this share say different things: feeds round to 6 digits, or to a cent."""
CENT, TONNE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True)
class Price:
    """One row of the ledger. `revision` grows with every row that is stored; `dispute` names who says otherwise."""

    market: str
    product: str
    vintage: str
    day: date
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal | None
    average: Decimal | None
    volume_t: Decimal | None
    turnover_cny: Decimal | None
    block_volume_t: Decimal | None
    block_turnover_cny: Decimal | None
    status: str
    basis: str
    currency: str
    source: str
    observed_at: datetime
    revision: int
    flags: list[str]
    dispute: str = ""

    @property
    def price(self) -> Decimal | None:
        """The price that the day is known by: the close, else the average."""
        return self.close if self.close is not None else self.average


def quotes(
    *,
    market: str = "",
    product: str = "",
    start: date | None = None,
    end: date | None = None,
    as_of: datetime | None = None,
    source: str = "",
) -> Iterator[Price]:
    """One row for each instrument and day, in the bulletin's order and by day: the newest word of the best source.

    Empty arguments ask for everything; `as_of` asks what was known at that moment. Raises Unknown.
    """
    wanted = [markets.market(market)] if market else list(markets.all_markets())
    if product and not any(product in {p.id for p in found.products} for found in wanted):
        markets.product(wanted[0].id, product)
    for found in wanted:
        rows = Quote.objects.filter(market=found.id)
        rows = _narrowed(rows, product=product, start=start, end=end, source=source)
        if as_of:
            rows = rows.filter(observed_at__lte=as_of)
        # The order is the index's own, so nothing is sorted and nothing is held.
        ordered = rows.order_by("market", "product", "vintage", "day", "source", "pk")
        for _, said in groupby(_stream(ordered), key=lambda row: (row.product, row.vintage, row.day)):
            yield _winner(said)


def since(revision: int, *, market: str = "", product: str = "") -> Iterator[Price]:
    """Every row stored after that revision, oldest first: the change feed, with rows that a later one replaced."""
    rows = _narrowed(Quote.objects.filter(pk__gt=revision), product=product)
    if market:
        rows = rows.filter(market=markets.market(market).id)
    return _stream(rows.order_by("pk"))


def newest_revision() -> int:
    """The revision to ask `since` for next time; 0 in an empty ledger."""
    return Quote.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _narrowed(
    rows: QuerySet[Quote], *, product: str, start: date | None = None, end: date | None = None, source: str = ""
) -> QuerySet[Quote]:
    asked = {"product": product, "source": source, "day__gte": start, "day__lte": end}
    return rows.filter(**{name: value for name, value in asked.items() if value})


def _stream(rows: QuerySet[Quote]) -> Iterator[Price]:
    for values in rows.values_list(*NAMES).iterator(chunk_size=CHUNK):
        yield Price(*values)


def _winner(said: Iterable[Price]) -> Price:
    """The newest row of each source, then the best source; the others are compared with it."""
    newest: dict[str, Price] = {}
    for row in said:
        before = newest.get(row.source)
        if before is None or (row.observed_at, row.revision) >= (before.observed_at, before.revision):
            newest[row.source] = row
    first, *others = sorted(newest.values(), key=_standing)
    if not others:
        return first
    return replace(first, dispute="；".join(filter(None, (_difference(first, other) for other in others))))


def _standing(row: Price) -> tuple[bool, int, str]:
    """A source that says nothing of a day never stands before one that does."""
    return row.status == Quote.Status.MISSING, markets.source(row.source).rank, row.source


def _difference(ours: Price, theirs: Price) -> str:
    """How another source contradicts the row, in one phrase; a close is compared with a close only."""
    if theirs.status != ours.status and Quote.Status.MISSING not in {ours.status, theirs.status}:
        return f"{theirs.source} {theirs.status}≠{ours.status}"
    compared = [("close", CENT), ("average", CENT)]
    if definitions.same_scope(ours.basis, theirs.basis):
        compared += [("volume_t", TONNE), ("turnover_cny", TONNE)]
    for name, least in compared:
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine is not None and other is not None and abs(mine - other) > max(least, SAME * mine):
            return f"{theirs.source} {name} {other.normalize():f}≠{mine.normalize():f}"
    return ""
