"""Asking the ledger: what is known now, what was known then, what is new. Everything streams."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple, Self

from django.db.models import QuerySet

from archive import cells, markets, said
from archive.errors import Unknown
from archive.models import Quote
from archive.said import Said


class Price(NamedTuple):
    """One row of the ledger, in the order of its columns (`archive.columns`): millions of them are made for one export.

    `revision` grows with every row that is stored; `dispute` names who says otherwise.
    """

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
    auction_volume_t: Decimal | None
    auction_turnover_cny: Decimal | None
    status: str
    basis: str
    currency: str
    source: str
    observed_at: datetime
    revision: int
    flags: tuple[str, ...]
    dispute: str = ""

    @property
    def price(self) -> Decimal | None:
        """The price that the day is known by: the close, else the average."""
        return self.close if self.close is not None else self.average


class Rows(Iterator[Price]):
    """Rows of the ledger as they are asked for; or, for a file, as lines of text that no figure is made for."""

    def __init__(self, rows: Iterator[tuple[Said, str]]) -> None:
        self._rows = rows

    def __next__(self) -> Price:
        row, dispute = next(self._rows)
        return Price._make((*said.values(row), dispute))

    def __iter__(self) -> Self:
        return self

    def lines(self) -> Iterator[str]:
        """The rows as lines of CSV in the order of the ledger's columns, the same as their values would give."""
        for row, dispute in self._rows:
            yield f"{said.line(row)},{cells.csv_text(dispute) if dispute else ''}\n"


def quotes(
    *,
    market: str = "",
    product: str = "",
    start: date | None = None,
    end: date | None = None,
    as_of: datetime | None = None,
    source: str = "",
) -> Rows:
    """One row for each instrument and day, in the bulletin's order and by day: the newest word of the best source.

    Empty arguments ask for everything; `as_of` asks what was known at that moment. Raises Unknown.
    """
    wanted = [markets.market(market)] if market else list(markets.all_markets())
    known = dict.fromkeys(p.id for found in wanted for p in found.products)
    if product and product not in known:
        raise Unknown(f"没有品种 {product!r}，可用的有 {'、'.join(known)}。")
    narrow = {"product": product, "source": source, "day__gte": start, "day__lte": end, "observed_at__lte": as_of}
    return Rows(_winners([found.id for found in wanted], _narrowed(Quote.objects.all(), narrow)))


def _winners(wanted: list[str], rows: QuerySet[Quote]) -> Iterator[tuple[Said, str]]:
    for market in wanted:
        # The order is the index's own, so nothing is sorted and nothing is held.
        ordered = rows.filter(market=market).order_by("market", "product", "vintage", "day", "source", "pk")
        for _, group in groupby(said.stream(ordered), key=said.INSTRUMENT_DAY):
            yield said.winner(group)


def since(revision: int, *, market: str = "", product: str = "") -> Rows:
    """Every row stored after that revision, oldest first: the change feed, with rows that a later one replaced."""
    where = markets.market(market).id if market else ""
    rows = _narrowed(Quote.objects.filter(pk__gt=revision), {"product": product, "market": where})
    return Rows((row, "") for row in said.stream(rows.order_by("pk")))


def newest_revision() -> int:
    """The revision to ask `since` for next time; 0 in an empty ledger."""
    return Quote.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _narrowed(rows: QuerySet[Quote], asked: Mapping[str, object]) -> QuerySet[Quote]:
    return rows.filter(**{name: value for name, value in asked.items() if value})
