"""The instrument master: markets, products, vintages and sources, from `data/markets.toml`.

What an exchange or a feed prints is matched after NFKC, without white space and without case.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from archive.errors import BadInput, Unknown
from archive.tables import DATA, build, read

OFFICIAL_RANK, OTHER_RANK = 10, 70
YEARS = re.compile(r"[-_]?((?:20)?\d\d)(?:-((?:20)?\d\d))?")
"""A vintage as printed behind a product's code: 2016, -2016, 16, 19-20."""
FIRST_VINTAGE, AHEAD = 2013, 3
"""The first year with allowances in China; how many years ahead of its own one may be traded (SHEA15 in 2013)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """One vintage of a product, where its printed form or its life is known."""

    id: str
    code: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is traded at one market. `limit` is in per cent of the previous price; None: no limit is known.

    `block_limit`: the same for block trades, where they are published apart.

    `swing`: where no limit is known, the factor from one price to the next beyond which a person should look.
    """

    id: str
    zh: str
    en: str
    codes: tuple[str, ...]
    split: bool = False
    composite: bool = False
    code: str = ""
    currency: str = "CNY"
    limit: int | None = None
    block_limit: int | None = None
    swing: Decimal | None = None
    bulletin: bool = True
    first_day: date | None = None
    last_day: date | None = None
    vintages: tuple[Vintage, ...] = ()

    def printed(self, vintage: str = "") -> str:
        """The instrument as its exchange prints it: SZA-2016, TJEA16, CEA19-20, BEA."""
        if not vintage:
            return self.id
        known = next((v.code for v in self.vintages if v.id == vintage and v.code), "")
        return known or (self.code or "{id}{year}").format(id=self.id, year=vintage, yy=vintage[-2:])

    def alive(self, vintage: str, day: date) -> bool:
        """Whether the instrument could be traded on that day, as far as is known."""
        years = [int(year) for year in vintage.split("-") if year]
        if years and not (years == sorted(set(years)) and years[0] >= FIRST_VINTAGE and years[-1] <= day.year + AHEAD):
            return False
        lives = [(self.first_day, self.last_day)]
        lives += [(v.first_day, v.last_day) for v in self.vintages if v.id == vintage]
        return all((not first or first <= day) and (not last or day <= last) for first, last in lives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """What a row that names no product is about at an exchange that printed none in those days."""

    product: str
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One market; `order` is its place in the bulletin, from 0."""

    id: str
    zh: str
    full: str
    en: str
    order: int
    calendar: str
    aliases: tuple[str, ...]
    products: tuple[Product, ...]
    unnamed: tuple[Unnamed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so. `days`: "all" trading days are listed, or only those "traded"."""

    name: str
    rank: int
    days: str = "all"


def fold(name: str) -> str:
    """A printed name as it is matched."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).upper()


@cache
def _tables() -> dict[str, Any]:
    return read(DATA / "markets.toml")


@cache
def all_markets() -> tuple[Market, ...]:
    """Every market in the bulletin's order."""
    return tuple(_market(order, table) for order, table in enumerate(_tables()["market"]))


def _market(order: int, table: dict[str, Any]) -> Market:
    where = f"markets.toml 市场 {table.get('id')}"
    products = tuple(_product(where, entry) for entry in table.pop("product", []))
    unnamed = tuple(build(Unnamed, entry, f"{where} unnamed") for entry in table.pop("unnamed", []))
    return build(Market, table, where, order=order, products=products, unnamed=unnamed)


def _product(where: str, table: dict[str, Any]) -> Product:
    where = f"{where} 品种 {table.get('id')}"
    vintages = tuple(build(Vintage, entry, f"{where} 年份") for entry in table.pop("vintage", []))
    swing = table.pop("swing", None)
    return build(Product, table, where, vintages=vintages, swing=None if swing is None else Decimal(str(swing)))


@cache
def sources() -> dict[str, Source]:
    """The sources that markets.toml ranks, by name."""
    found = {table["name"]: build(Source, table, "markets.toml 来源") for table in _tables()["source"]}
    if bad := [s.name for s in found.values() if s.days not in {"all", "traded"}]:
        raise BadInput(f"markets.toml：来源 {'、'.join(bad)} 的 days 只能是 all 或 traded。")
    return found


@cache
def source(name: str) -> Source:
    """A source's rank and habits; one that is not listed and begins with a market's id is that exchange's own."""
    if name in sources():
        return sources()[name]
    own = any(name.startswith(f"{market.id}_") for market in all_markets())
    return Source(name=name, rank=OFFICIAL_RANK if own else OTHER_RANK)


@cache
def market(market_id: str) -> Market:
    """The market of that id. Raises Unknown."""
    for found in all_markets():
        if found.id == market_id:
            return found
    raise Unknown(f"没有市场 {market_id!r}，可用的有 {'、'.join(m.id for m in all_markets())}。")


@cache
def product(market_id: str, product_id: str) -> Product:
    """The product of that id at a market. Raises Unknown."""
    products = market(market_id).products
    for found in products:
        if found.id == product_id:
            return found
    raise Unknown(f"{market_id} 没有品种 {product_id!r}，可用的有 {'、'.join(p.id for p in products)}。")


@cache
def market_of(exchange_name: str) -> str:
    """The market's id from an exchange as printed, a place (北京), or an id. Raises Unknown."""
    asked = fold(exchange_name)
    for found in all_markets():
        if asked in {fold(name) for name in (found.id, found.zh, found.full, found.en, *found.aliases)}:
            return found.id
    known = "、".join(found.id for found in all_markets())
    raise Unknown(f"不认识交易机构“{exchange_name}”：已有 {known}；新的名称请在 data/markets.toml 的 aliases 中补上。")


@cache
def instrument(printed_product: str, market_id: str, vintage: str = "") -> tuple[str, str]:
    """(product id, vintage) from a product as printed at a market: ("SZA-2016", "shenzhen") → ("SZEA", "2016").

    The vintage is four digits ("2016"), two years ("2019-2020"), or empty; it may stand in the product's name or beside
    it. Raises Unknown.
    """
    asked = fold(printed_product)
    for found in market(market_id).products:
        codes = [fold(code) for code in found.codes]
        if asked in codes:
            return found.id, _vintage(found, vintage)
        for code in codes if found.split else ():
            if asked.startswith(code) and (years := YEARS.fullmatch(asked.removeprefix(code))):
                inside = _years(years)
                if vintage and _vintage(found, vintage) != inside:
                    raise Unknown(f"“{printed_product}”与年份 {vintage!r} 不一致，请只写其一。")
                return found.id, inside
    raise Unknown(
        f"{market(market_id).zh}没有品种“{printed_product}”，已知的有 "
        f"{'、'.join(p.id for p in market(market_id).products)}；新品种请补到 data/markets.toml。"
    )


def unnamed_product(market_id: str, day: date) -> str:
    """The product that a row of that day is about when it names none; "": nobody has written it down."""
    for found in market(market_id).unnamed:
        if (not found.first_day or found.first_day <= day) and (not found.last_day or day <= found.last_day):
            return found.product
    return ""


def _vintage(found: Product, printed: str) -> str:
    years = YEARS.fullmatch(fold(printed))
    if printed and not (years and found.split):
        raise Unknown(f"{found.id} 没有年份 {printed!r}；分年份的品种写四位年份，其余留空。")
    return _years(years) if years else ""


def _years(match: re.Match[str]) -> str:
    return "-".join(f"20{year[-2:]}" for year in match.groups() if year)


def order(market_id: str, product_id: str, vintage: str) -> tuple[int, int, str]:
    """Where an instrument stands in the bulletin, as a key to sort by."""
    found = market(market_id)
    return found.order, [p.id for p in found.products].index(product_id), vintage
