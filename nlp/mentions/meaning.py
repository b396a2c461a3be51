"""What a figure is about: the words around it, and what the text said before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlp.dates import FoundDate
from nlp.mentions.figures import Figure
from nlp.mentions.kinds import Kind, kind_of
from nlp.mentions.line import Line, last
from nlp.mentions.sentence import CONDITION, alone, carried, part, tonnes_traded, traded
from nlp.mentions.words import load

_NOW = re.compile(r"截至目前|至今|目前|迄今|已达")
# 二氧化碳 and 碳酸 are goods, 碳捕集 and 碳达峰 no market.
_CARBON = re.compile(r"(?<!氧化)碳(?!酸|纤维|钢|化|捕|达峰|中和|封存|税|足迹|氢)")
_COMPARED = ("较", "比")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A figure (None: the statement that nothing was traded) with all that the text says about it."""

    figure: Figure | None
    market: str | None
    product: str | None
    day: date | None
    kind: Kind
    part: str
    basis: str | None
    start: int
    end: int
    listed: bool = False
    alone: bool = False

    def same_deal(self, before: Meaning) -> bool:
        """True where this figure may belong to the mention of the figure before it."""
        mine = (self.market, self.product, self.kind, self.part)
        theirs = (before.market, before.product, before.kind, before.part)
        # “3万吨, 将于6月15日竞价, 底价9元”: the day of an auction may stand between its terms.
        same_day = self.day == before.day or (self.kind == "auction" and before.day is None)
        return before.figure is not None and mine == theirs and same_day


class Sense:
    """Reads sentence after sentence and remembers the market, the product and the day that the last one spoke of."""

    def __init__(self, dates: list[FoundDate], published_on: date | None) -> None:
        self._dates = dates
        self._published_on = published_on
        self._market: str | None = None
        self._product: str | None = None
        self._day: date | None = None
        self._lead_day: date | None = None
        self._kind: Kind | None = None  # of the figure before

    def read(self, sentence: str, offset: int, *, opens: bool = False) -> Iterator[Meaning]:
        """Give the figures of one narrowed sentence that are about carbon trade; `offset` is its place in the text.

        `opens`: it is the first of a paragraph. One that turns to another market goes back to the day of the lead:
        the day before may have looked back ("16日该市场…").
        """
        line = Line(sentence, offset)
        if opens and line.markets and line.markets[0].name != self._market:
            self._day = self._lead_day
        about_carbon = bool(line.markets or line.products or _CARBON.search(sentence) or self._market)
        for place, end, figure, basis in sorted([*traded(line), *self._silences(line)], key=lambda one: one[0]):
            if figure and carried(line, figure):
                continue
            if figure is None and (together := line.side_by_side(place))[1:]:
                yield from (self._silent(line, place, end, word.name) for word in together)
                self._market, self._product = together[-1].name, None
                continue
            about_carbon = about_carbon or tonnes_traded(line, figure)
            if not about_carbon:
                continue
            market, product = self._about(line, place, end)
            if figure and figure.unit == "price" and figure.currency != "CNY" and market is None:
                continue  # a carbon tax or a market that we do not follow
            kind = kind_of(line, self._days(line), place, figure, basis, after=self._kind) if figure else "no_trade"
            yield Meaning(
                figure=figure,
                market=_id(market),
                product=product,
                day=self._day_at(line, place),
                kind=kind,
                part=part(line, place),
                basis=basis,
                start=offset + place,
                end=offset + end,
                listed=line.listed_market(place) is not None,
                alone=alone(line, place),
            )
            self._market, self._product, self._kind = market, product, kind
        self._remember(line)

    def _remember(self, line: Line) -> None:
        if line.markets:
            self._market = line.markets[-1].name
        if line.products and (home := load().home.get(line.products[-1].name)):
            self._market, self._product = home, line.products[-1].name
        if "auction" in line.kind_names:
            self._kind = "auction"
        within = [one for one in self._days(line) if one.precision == "day"]
        self._day = within[-1].day if within else self._day
        self._lead_day = self._lead_day or self._day

    def _silences(self, line: Line) -> Iterator[tuple[int, int, Figure | None, str | None]]:
        """Statements that nothing was traded; rules (“当…时, 均不成交”) name no market or day."""
        for word in line.kinds:
            before = line.text[line.part(word.start) : word.start]
            named = self._market or line.markets or line.products or "auction" in line.kind_names
            named = named or any(role == "trade" for role in map(line.role, line.figures))
            if word.name == "no_trade" and named and not CONDITION.search(before):
                yield word.start, word.end, None, None

    def _silent(self, line: Line, place: int, end: int, market: str) -> Meaning:
        product, day = load().default.get(market), self._day_at(line, place)
        start, stop = line.offset + place, line.offset + end
        return Meaning(None, _id(market), product, day, "no_trade", part(line, place), None, start, stop)

    def _about(self, line: Line, place: int, end: int) -> tuple[str | None, str | None]:
        """Give market and product: the nearest named before the figure, else what the text spoke of last."""
        words = load()
        market = line.listed_market(place) or last(line.markets, place)
        product = last(line.products, place) or line.behind(line.products, end)
        if product and product.name == "=":  # “CEA…卖出配额”: of the allowance named in the clause
            codes = [one for one in line.products if one.name in words.default.values()]
            code = last(codes, product.start)
            product = code if code and code.start >= line.clause(product.start) else product
        home = words.home.get(product.name) if product else None
        other = market if market and product and market.start > product.start and market.name != home else None
        if other and (home or other.name in words.single):
            product, home = None, None  # “【广东】GDEA … 【天津】…”: a market named later has its own product
        ahead = line.markets[0].name if line.markets else None
        ahead = ahead or next((words.home[one.name] for one in line.products if one.name in words.home), None)
        name = home or (market.name if market else None) or self._market or ahead
        if name is None and product and product.name in words.otherwise and self._published_on:
            name, since = words.otherwise[product.name]
            name = name if self._published_on >= since else None
        if product and product.name != "=":
            return name, product.name
        if product is None and not line.markets and self._product:
            return name, self._product
        return name, words.default.get(name) if name else None

    def _day_at(self, line: Line, place: int) -> date | None:
        before = [one for one in self._days(line) if one.start < line.offset + place]
        if before:
            return before[-1].day if before[-1].precision == "day" else None
        if self._published_on and _NOW.search(line.text[:place]):
            return self._published_on
        return self._day

    def _days(self, line: Line) -> list[FoundDate]:
        """The days that a sentence speaks of; not those it only compares with (“较上周五”)."""
        end = line.offset + len(line.text)
        within = (one for one in self._dates if line.offset <= one.start < end)
        names = [line.offset + word.start for word in line.markets]  # “本周四川…” is no Thursday
        return [
            one
            for one in within
            if line.text[: one.start - line.offset].rstrip()[-1:] not in _COMPARED
            and not any(one.start < name < one.end for name in names)
        ]


def _id(market: str | None) -> str | None:
    """The market's id in data/markets.toml; None where that does not hold it."""
    name = market.partition("/")[0] if market else None
    return None if name in load().outside else name
