"""Prices that people want to hear of: the conditions of `data/alerts.toml`, looked at on the newest day known."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from archive import markets, prices
from archive.errors import BadInput
from archive.prices import Price
from archive.tables import DATA, build, read

FILE = DATA / "alerts.toml"
KINDS = ("below", "above", "moved", "record_days")
FRESH = timedelta(days=14)  # a day that is older than that is no news
BACK = timedelta(days=366)
EDGE = timedelta(days=14)  # a record of a year needs a year that is known, but it may begin in a holiday
MOST = 1_000_000
MOST_DAYS = 3650
LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One `[[price]]`. Exactly one of: `below`, `above` (price per tonne in the market's currency), `moved` (per cent
    against the day of trade before), `record_days` (highest or lowest of so many days)."""

    title: str
    market: str
    product: str
    vintage: str = ""
    below: Decimal | None = None
    above: Decimal | None = None
    moved: Decimal | None = None
    record_days: int | None = None

    @property
    def event(self) -> bool:
        """Whether it is about one day; `below` and `above` are a state that goes on."""
        return self.moved is not None or self.record_days is not None


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition on the newest day with a price; `before` is the price of the day of trade before, where known."""

    condition: Condition
    price: Price
    before: Price | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What people want to hear of. `patience`: how long a source must be in trouble before it is told."""

    patience: timedelta
    prices: tuple[Condition, ...]


def load(file: Path = FILE) -> Wanted:
    """Read the file. Raises BadInput naming the entry and what is wrong with it, Unknown for a market or product."""
    told = read(file)
    if told.keys() - {"price"} != {"patience_hours"}:
        raise BadInput(f"{file.name} 应有 patience_hours，以及任意个 [[price]]。")
    hours = _figure(f"{file.name} 的 patience_hours", told["patience_hours"])
    entries = told.get("price", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(f"{file.name}：每个价格条件要单独写在 [[price]] 之下（两层方括号），可以有任意个 [[price]]。")
    found = tuple(_condition(file.name, *entry) for entry in enumerate(entries, 1))
    # What was told of a condition is kept under its title.
    if twice := [title for title, count in Counter(one.title for one in found).items() if count > 1]:
        raise BadInput(f"{file.name} 有同名的 [[price]]：{'、'.join(twice)}；请各取一个 title。")
    return Wanted(timedelta(hours=float(hours)), found)


def _condition(name: str, number: int, entry: dict[str, Any]) -> Condition:
    where = f"{name} 第 {number} 个 [[price]]"
    figures = {kind: _figure(f"{where} 的 {kind}", entry[kind]) for kind in KINDS if kind in entry}
    if len(figures) != 1:
        raise BadInput(f"{where}：{'、'.join(KINDS)} 中应有一个，只有一个。")
    days = {"record_days": _days(where, figures.pop("record_days"))} if "record_days" in figures else {}
    words = {key: value for key, value in entry.items() if key not in KINDS}
    found = build(Condition, words, where, **figures, **days)
    if wrong := [key for key, value in words.items() if not isinstance(value, str)]:
        raise BadInput(f"{where}：{'、'.join(wrong)} 应是文字，请加引号。")
    if not 0 < len(found.title.strip()) <= LONGEST_TITLE:
        raise BadInput(f"{where}：title 应有 1 至 {LONGEST_TITLE} 个字。")
    markets.product(found.market, found.product)
    return replace(found, vintage=markets.instrument(found.product, found.market, found.vintage)[1])


def _figure(where: str, value: object) -> Decimal:
    try:
        figure = Decimal(str(value))
    except InvalidOperation as error:
        raise BadInput(f"{where} 不是数字：{value!r}。") from error
    if not figure.is_finite() or not 0 < figure < MOST:
        raise BadInput(f"{where} 应大于 0、小于 {MOST}：{value!r}。")
    return figure


def _days(where: str, figure: Decimal) -> int:
    if figure != int(figure) or figure > MOST_DAYS:
        raise BadInput(f"{where} 的 record_days 应是 1 至 {MOST_DAYS} 的整数：{figure}。")
    return int(figure)


def judge(condition: Condition, today: date) -> Finding | None:
    """How it stands; None where no price is known, or where the newest day is too old to be an event."""
    span = timedelta(days=condition.record_days or 0)
    asked = prices.quotes(market=condition.market, product=condition.product, start=today - BACK - span, end=today)
    known = [row for row in asked if row.vintage == condition.vintage and row.status == "traded" and row.price]
    if not known or (condition.event and known[-1].day < today - FRESH):
        return None
    last = known[-1]
    # A close and an average are not compared with each other.
    alike = [row for row in known[:-1] if (row.close is None) == (last.close is None)]
    before = alike[-1] if alike else None
    return Finding(condition, last, before, _holds(condition, last, before, alike))


def _holds(condition: Condition, last: Price, before: Price | None, alike: list[Price]) -> bool:
    price = _price(last)
    if condition.below is not None:
        return price < condition.below
    if condition.above is not None:
        return price > condition.above
    if condition.moved is not None:
        return before is not None and abs(price / _price(before) - 1) * 100 >= condition.moved
    return _record(price, last.day - timedelta(days=condition.record_days or 0), alike)


def _record(price: Decimal, first: date, alike: list[Price]) -> bool:
    within = [row for row in alike if row.day >= first]
    if not within or not any(first - EDGE <= row.day <= first for row in alike):
        return False
    return price > max(map(_price, within)) or price < min(map(_price, within))


def _price(row: Price) -> Decimal:
    if row.price is None:
        raise ValueError(f"{row.market} {row.day} has no price")
    return row.price
