"""The check of a price that its own source has nothing before: what stands beside it, from anybody as trustworthy?

A first row, a file typed by hand and an old day filled in later have no price before them to be held to.
"""

from datetime import timedelta

from archive import checks, markets
from archive.amounts import price_of
from archive.checks import Fault
from archive.models import Quote
from archive.records import QuoteRow

NEAR = timedelta(days=30)  # a price further away says nothing


def fault(row: QuoteRow, source: str) -> Fault | None:
    """Why the row cannot stand beside the nearest price of the instrument, within a month before it or after.

    Only what the source itself or one that ranks as high said counts. Sources differ in what their price is, so the
    daily limit is no measure here; twice the price, or the product's `swing`, is.
    """
    price, beside = price_of(row), _nearest(row, source)
    if price is None or beside is None:
        return None
    product = markets.product(row.market, row.product)
    factor = product.swing if product.limit is None else checks.FARTHEST
    told = price_of(beside)
    if factor is None or told is None or told / factor <= price <= told * factor:
        return None
    return Fault(
        "limit",
        f"{row.day} 的 {price} 与 {beside.source} {beside.day} 的 {told} 相差 {factor} 倍以上，请核对单位和小数点",
    )


def _nearest(row: QuoteRow, source: str) -> Quote | None:
    """The quote with a price of another day or source that is nearest in days, the best source's first."""
    found = Quote.objects.filter(
        market=row.market,
        product=row.product,
        vintage=row.vintage,
        day__range=(row.day - NEAR, row.day + NEAR),
        status=Quote.Status.TRADED,
    ).exclude(close=None, average=None)
    rank = markets.source(source).rank
    # What the source itself said of that day is what the row corrects.
    others = found.exclude(source=source, day=row.day).defer("raw")
    told = [one for one in others if markets.source(one.source).rank <= rank]
    return min(told, key=lambda one: (abs(one.day - row.day), markets.source(one.source).rank, -one.pk), default=None)
