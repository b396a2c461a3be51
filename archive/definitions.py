"""What a price means, by market, product and day: `data/definitions.toml`."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from archive.errors import BadInput, Unknown
from archive.tables import DATA, build, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What "close" or "average" means somewhere; the file's head explains the fields."""

    id: str
    market: str
    product: str
    price: str
    scope: str
    zh: str
    en: str
    known: str
    default: bool = False
    block_from: int = 0
    outside: tuple[str, ...] = ()
    share: str = "2"
    first_day: date | None = None
    last_day: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the definition was in force."""
        return (not self.first_day or self.first_day <= day) and (not self.last_day or day <= self.last_day)

    def may_hold_block(self, volume_t: Decimal | None) -> bool:
        """Whether a day's volume may have block trades in it, whose prices no listed price bounds."""
        return self.scope == "all" and (volume_t is None or volume_t >= self.block_from)


@cache
def all_definitions() -> dict[str, Definition]:
    """Every definition, by id."""
    tables = read(DATA / "definitions.toml")["definition"]
    found = {table["id"]: build(Definition, table, f"definitions.toml {table.get('id')}") for table in tables}
    if bad := [d.id for d in found.values() if d.price not in {"close", "average"} or d.scope not in {"listed", "all"}]:
        raise BadInput(f"definitions.toml：{'、'.join(bad)} 的 price 或 scope 不在规定的写法之内。")
    return found


def definition(basis: str) -> Definition:
    """The definition of that id. Raises Unknown."""
    try:
        return all_definitions()[basis]
    except KeyError as error:
        raise Unknown(f"没有价格口径 {basis!r}，可用的有 {'、'.join(all_definitions())}。") from error


def scope(basis: str) -> str:
    """Which trades a row's volume counts: "listed", "all", or "" where only a feed said so, of any market."""
    found = all_definitions().get(basis)
    return found.scope if found and found.market else ""


@cache
def same_scope(one: str, other: str) -> bool:
    """Whether two rows' volumes count the same trades, as far as is known: listed ones, or all."""
    known = [all_definitions()[basis].scope for basis in (one, other) if basis in all_definitions()]
    return len(set(known)) < 2


def default(market: str, product: str, day: date) -> Definition | None:
    """What the market's own price of that product meant on that day; None: nobody has written it down."""
    for found in all_definitions().values():
        if found.default and (found.market, found.product) == (market, product) and found.covers(day):
            return found
    return None


def of_row(market: str, product: str, day: date, prices: Set[str]) -> Definition | None:
    """The definition of a row that names none: the market's default, or the one that fits the price the row has."""
    usual = default(market, product, day)
    if usual is None or not prices or usual.price in prices:
        return usual
    others = (d for d in all_definitions().values() if (d.market, d.product) == (market, product) and d.covers(day))
    return next((d for d in others if d.price in prices), None)
