"""From one row of named cells to one quote: the step that tables, feeds and notices share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Literal

from archive import markets
from archive.errors import ArchiveError
from archive.records import FIGURES, PUBLISHED_CHANGE, QuoteRow
from crawlers.reading.numbers import BadCell, day, figure, heading, plain, signed, suffixed, witnessed
from crawlers.reading.order import in_order

PRICES = ("open", "high", "low", "close", "average")
_OWN = (*PRICES, "turnover_cny")
PLACES = ("market", "product", "vintage", "day")
WITNESSES = ("previous", "change", "change_pct")
ROLES = frozenset({*FIGURES, *PLACES, *(f"{name}+product" for name in FIGURES), *WITNESSES, "=1", ""})
"""What a column may be: a figure, `turnover_cny+product` (the cell ends in the product's name in brackets),
`previous`, `change`, `change_pct` (not kept, but the close must go with them), `=1` (must be 1, else the row is no
quote of one instrument), or "": seen, and ignored on purpose."""

NoTrade = Literal["absent", "dash", "zero", "carried"]
NO_TRADE = ("absent", "dash", "zero", "carried")
"""How a source prints a day without trade: no row, dashes, zeros, or the last price again with no volume."""

Average = Literal["printed", "derived"]
AVERAGES = ("printed", "derived")
"""Whether a source prints its averages, or only what they follow from; a derived one is rounded to cents."""
_CENT = Decimal("0.01")
_ORDER = "这一行的日期不在上下两行之间，可能写错了一天"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """What holds for every row of a source. `units`: figure → unit word.

    `products`: the source's name of a product → ours, where it uses names of its own; "" is seen, and ignored on
    purpose. `parts`: the ignored rows of a day are the parts of its named one, and must sum up to it. `blank`: figures
    that may be empty on a day with trades; any other that the source prints must be there.
    """

    columns: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    market: str = ""
    product: str = ""
    products: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    no_trade: NoTrade = "absent"
    basis: str = ""
    currency: str = "CNY"
    average: Average = "printed"
    parts: bool = False
    blank: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is no quote: why, its cells as printed, and of which instrument and day it is, where that is sure."""

    reason: str
    raw: Mapping[str, str]
    row: QuoteRow | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page holds: quotes, and the rows that were refused."""

    quotes: tuple[QuoteRow, ...]
    refused: tuple[Refused, ...] = ()


def read_rows(rows: Sequence[Mapping[str, str]], rule: RowRule) -> Reading:
    """Read every row; a bad one is refused with its reason, the others stay."""
    quotes, refused = [], []
    parts = [raw for raw in rows if _ignored(raw, rule)]
    for raw in rows:
        if raw in parts:
            continue
        try:
            read = quote(raw, rule)
            if rule.parts:
                _sum(read, parts, rule)
            quotes.append(read)
        except BadCell as error:
            refused.append(Refused(str(error), raw, _rest(raw, rule)))
    kept, out_of_order = in_order(quotes)
    return Reading(tuple(kept), (*refused, *(Refused(_ORDER, row.raw, row) for row in out_of_order)))


def _ignored(raw: Mapping[str, str], rule: RowRule) -> bool:
    """Whether the row is of a product that the declaration ignores on purpose."""
    if "" not in rule.products.values():
        return False
    return rule.products.get(heading(_cells(raw, rule).get("product", ""))) == ""


def _sum(whole: QuoteRow, parts: Sequence[Mapping[str, str]], rule: RowRule) -> None:
    """Refuse a row whose parts of the same day do not sum up to it."""
    told = [_cells(raw, rule) for raw in parts]
    same_day = [cells for cells in told if plain(cells["day"]) and day(cells["day"]) == whole.day]
    for name in ("volume_t", "turnover_cny"):
        found = [figure(cells[name], name, rule.units.get(name, "")) for cells in same_day if name in cells]
        total = sum((value for value in found if value is not None), Decimal(0))
        if total != (getattr(whole, name) or 0):
            raise BadCell(f"{name} 各部分之和为 {total}，合计却是 {getattr(whole, name)}")


def quote(raw: Mapping[str, str], rule: RowRule) -> QuoteRow:
    """Read one row (heading → cell as printed). Raises BadCell with the reason."""
    cells = _cells(raw, rule)
    units = rule.units
    if "=1" in cells and plain(cells["=1"]) != "1":
        raise BadCell(f"价格是 {plain(cells['=1'])} 个品种的合计或平均，不是单一品种的行情")
    figures: dict[str, Any] = {
        name: _placed(figure(cells[name], name, units.get(name, "")), name, rule) for name in FIGURES if name in cells
    }
    if rule.average == "derived" and figures.get("volume_t") and figures.get("turnover_cny"):
        figures["average"] = (figures["turnover_cny"] / figures["volume_t"]).quantize(_CENT, ROUND_HALF_UP)
    if figures.get("close") is not None and figures.get("volume_t"):
        witnessed(figures["close"], {name: cells[name] for name in WITNESSES if name in cells})
    row = QuoteRow(
        **_instrument(cells, rule),
        day=day(cells["day"]),
        basis=rule.basis,
        currency=rule.currency,
        raw={**raw, **_change(cells)},
        **figures,
    )
    row = _status(row, rule.no_trade)
    gone = [name for name in _OWN if name in figures and figures[name] is None and name not in rule.blank]
    if row.volume_t and gone:
        raise BadCell(f"有成交量 {row.volume_t} 吨，{'、'.join(gone)} 却是空的")
    return row


def _change(cells: Mapping[str, str]) -> dict[str, str]:
    """The printed change, where nothing beside it says against which price: the ledger knows the day before."""
    alone = "change_pct" in cells and not {"change", "previous"} & set(cells)
    value = signed(cells["change_pct"]) if alone else None
    return {} if value is None else {PUBLISHED_CHANGE: str(value)}


def _cells(raw: Mapping[str, str], rule: RowRule) -> dict[str, str]:
    """The cells by their role; a product in brackets cut from the figure before it."""
    cells: dict[str, str] = {}
    for name, cell in raw.items():
        role, _, more = rule.columns[name].partition("+")
        cells[role] = cell
        if more:
            cells[role], cells[more] = suffixed(cell)
    return cells


def _rest(raw: Mapping[str, str], rule: RowRule) -> QuoteRow | None:
    """What is sure of a row that is no quote, for the editor who looks at it."""
    try:
        cells = _cells(raw, rule)
        return QuoteRow(**_instrument(cells, rule), day=day(cells["day"]), status="missing", raw=dict(raw))
    except BadCell:
        return None


def _placed(value: Decimal | None, name: str, rule: RowRule) -> Decimal | None:
    """Round a figure that the source carries as a short float ("29.420000076293945") to its declared places."""
    if value is None or name not in rule.places:
        return value
    return value.quantize(Decimal(1).scaleb(-rule.places[name]))


def _instrument(cells: Mapping[str, str], rule: RowRule) -> dict[str, Any]:
    place = heading(cells.get("market", ""))
    product = heading(cells.get("product", "")) or rule.product or place
    if not product and "product" in cells and rule.market:
        product = markets.unnamed_product(rule.market, day(cells["day"]))
    if rule.products and product not in rule.products:
        raise BadCell(f"「{product}」不是已声明的品种：请写进 source.toml 的 products")
    product = rule.products.get(product, product)
    if not product:
        raise BadCell("这一行没有写明品种")
    if not (place or rule.market):
        raise BadCell("这一行没有写明交易机构")
    try:
        market = markets.market_of(place) if place else rule.market
        found, vintage = markets.instrument(product, market)
    except ArchiveError as error:
        raise BadCell(str(error)) from error
    return {"market": market, "product": found, "vintage": vintage}


def _status(row: QuoteRow, convention: NoTrade) -> QuoteRow:
    """Tell a day without trade from a quote. A price that was only carried forward is not kept as a figure."""
    prices = {name: getattr(row, name) for name in PRICES if getattr(row, name) is not None}
    volume = row.volume_t
    if volume:
        if not prices:
            raise BadCell(f"有成交量 {volume} 吨，却没有价格")
        return row
    blank: dict[str, Any] = dict.fromkeys(prices)
    if row.block_volume_t or row.auction_volume_t:
        return replace(row, **blank)
    silent = volume is None and not prices and not row.turnover_cny
    zero = volume == 0 and not any(prices.values()) and not row.turnover_cny
    carried = volume == 0 and not row.turnover_cny
    if not {"absent": False, "dash": silent or zero, "zero": zero, "carried": carried}[convention]:
        raise BadCell("这一行没有成交量，而该来源不这样表示无成交")
    return replace(row, status="no_trade", **blank)
