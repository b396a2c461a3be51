"""What a figure is about: the words around it, and what the text said before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.dates import FoundDate
from nlp.mentions.figures import Figure
from nlp.mentions.line import Line, last
from nlp.mentions.words import load

Kind = Literal["trade", "no_trade", "cumulative", "auction", "custody", "simulation", "cancelled"]

# Words that open another part of the trade: primary and secondary market, listed and block, “of which”.
_PART = re.compile(
    r"一级市场|二级市场|大宗|挂牌|线上|线下|协议|远期|现货|单向竞价|其中|定价|综合价格|机构投资者|个人投资者|控排企业"
)
_BIDS = re.compile(r"底价|申报|成交|拍出|竞得|总量")
_SAME_AUCTION = re.compile(r"最终|本次|统一|竞买|成功|申报")
_CONDITION = re.compile(r"当.*时|若(?!干)|如果|如(?=[^何此今下同]{0,12}则)")
_NOW = re.compile(r"截至目前|至今|目前|迄今|已达")
# “4月…成交量”, “2015年,…共计”: of a month or a year without a day, a volume is a sum.
_PERIOD = re.compile(r"(?:\d年|\d月份?)(?!\s*\d)[^日]*$")
# “总成交量” is a day's only where the sentence names the day.
_TOTAL = re.compile(r"(?<![当单首]日)总(?:成交|交易)(?:量|额|金额)")


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

    def same_deal(self, before: Meaning) -> bool:
        """True where this figure may belong to the mention of the figure before it."""
        mine = (self.market, self.product, self.kind, self.part)
        return before.figure is not None and mine == (before.market, before.product, before.kind, before.part)


class Sense:
    """Reads sentence after sentence and remembers the market, the product and the day that the last one spoke of."""

    def __init__(self, dates: list[FoundDate], published_on: date | None) -> None:
        self._dates = dates
        self._published_on = published_on
        self._market: str | None = None
        self._product: str | None = None
        self._day: date | None = None
        self._lead_day: date | None = None
        self._auction = False

    def read(self, sentence: str, offset: int, *, opens: bool = False) -> Iterator[Meaning]:
        """Give the figures of one narrowed sentence that are about carbon trade; `offset` is its place in the text.

        `opens`: it is the first of a paragraph. One that turns to another market goes back to the day of the lead:
        the day before may have looked back ("16日该市场…").
        """
        line = Line(sentence, offset)
        if opens and line.markets and line.markets[0].name != self._market:
            self._day = self._lead_day
        about_carbon = bool(line.markets or line.products or "碳" in sentence or self._market)
        for place, end, figure, basis in sorted([*_traded(line), *self._silences(line)], key=lambda one: one[0]):
            if figure and _carried(line, figure):
                continue
            about_carbon = about_carbon or _tonnes_traded(line, figure)
            if not about_carbon:
                continue
            market, product = self._about(line, place, end)
            if figure and figure.unit == "price" and figure.currency != "CNY" and market is None:
                continue  # a carbon tax or a market that we do not follow
            kind = self._kind(line, place, figure, basis)
            yield Meaning(
                figure=figure,
                market=market.rstrip("/") if market else None,
                product=product,
                day=self._day_at(line, place),
                kind=kind,
                part=_part(line, place),
                basis=basis,
                start=offset + place,
                end=offset + end,
            )
            self._market, self._product, self._auction = market, product, kind == "auction"
        self._remember(line)

    def _remember(self, line: Line) -> None:
        if line.markets:
            self._market = line.markets[-1].name
        if line.products and (home := load().home.get(line.products[-1].name)):
            self._market, self._product = home, line.products[-1].name
        self._auction = self._auction or "auction" in line.kind_names
        end = line.offset + len(line.text)
        within = [one for one in self._dates if line.offset <= one.start < end and one.precision == "day"]
        self._day = within[-1].day if within else self._day
        self._lead_day = self._lead_day or self._day

    def _silences(self, line: Line) -> Iterator[tuple[int, int, Figure | None, str | None]]:
        """Statements that nothing was traded; rules (“当…时, 均不成交”) name no market or day."""
        for word in line.kinds:
            before = line.text[line.part(word.start) : word.start]
            named = self._market or line.markets or line.products or "auction" in line.kind_names
            if word.name == "no_trade" and named and not _CONDITION.search(before):
                yield word.start, word.end, None, None

    def _about(self, line: Line, place: int, end: int) -> tuple[str | None, str | None]:
        """Give market and product: the nearest named before the figure, else what the text spoke of last."""
        words = load()
        market = line.listed_market(place) or last(line.markets, place)
        product = last(line.products, place) or line.behind(line.products, end)
        home = words.home.get(product.name) if product else None
        if home and product and market and market.start > product.start and market.name != home:
            product, home = None, None  # “【广东】GDEA … 【天津】…”: a market named later has its own product
        ahead = line.markets[0].name if line.markets else None
        name = home or (market.name if market else None) or self._market or ahead
        if product and product.name != "=":
            return name, product.name
        if product is None and not line.markets and self._product:
            return name, self._product
        return name, words.default.get(name) if name else None

    def _day_at(self, line: Line, place: int) -> date | None:
        before = [one for one in self._dates if line.offset <= one.start < line.offset + place]
        if before:
            return before[-1].day if before[-1].precision == "day" else None
        if self._published_on and _NOW.search(line.text[:place]):
            return self._published_on
        return self._day

    def _kind(self, line: Line, place: int, figure: Figure | None, basis: str | None) -> Kind:
        if figure is None:
            return "no_trade"
        if "simulation" in line.kind_names:
            return "simulation"
        if {"auction", "cancelled"} <= line.kind_names:
            return "cancelled"
        start = line.part(place)
        names = {word.name for word in line.kinds if start <= word.start < place}
        if "custody" in names or line.behind([word for word in line.kinds if word.name == "custody"], figure.end):
            return "custody"
        if "cumulative" in names:
            return "cumulative"
        going_on = self._auction and not line.markets and _SAME_AUCTION.search(line.text)
        if "auction" in names or basis in {"reserve", "bid"} or going_on:
            return "auction"
        summed = _PERIOD.search(line.text[start:place]) or (
            _TOTAL.search(line.text[start:place]) and not self._dated(line)
        )
        return "cumulative" if figure.unit != "price" and summed else "trade"

    def _dated(self, line: Line) -> bool:
        end = line.offset + len(line.text)
        return any(line.offset <= one.start < end and one.precision == "day" for one in self._dates)


def _traded(line: Line) -> Iterator[tuple[int, int, Figure | None, str | None]]:
    """Give the figures whose nearest word says that they were traded, with the kind of a price."""
    auction = bool(line.kind_names & {"auction", "cancelled"})
    roles = [(figure, line.role(figure)) for figure in line.figures]
    dealt = any(figure.unit != "money" and role not in {None, "other", "aside"} for figure, role in roles)
    for figure, role in roles:
        if role is None or role in {"other", "aside"} or (figure.unit != "price" and figure.to is not None):
            continue
        if figure.unit == "money" and (figure.currency != "CNY" or (role == "beside" and not dealt)):
            continue
        if auction or (role != "auction" and not line.unreal(figure)):
            yield figure.start, figure.end, figure, role if figure.unit == "price" else None


def _carried(line: Line, figure: Figure) -> bool:
    """True for “无成交, 收盘价维持25元”: a price carried over from another day is no price of this one."""
    start = line.part(figure.start)
    silent = [word.end for word in line.kinds if word.name == "no_trade" and start <= word.start < figure.start]
    if not silent or figure.unit != "price":
        return False
    # Another market or another part of the trade may have had its price.
    return not _PART.search(line.text, silent[-1], figure.start) and not any(
        silent[-1] <= word.start < figure.start for word in line.markets
    )


def _tonnes_traded(line: Line, figure: Figure | None) -> bool:
    """True where traded or auctioned tonnes can only be allowances, although the sentence does not say so."""
    if "goods" in line.kind_names:
        return False
    if figure is None or figure.unit == "money":
        return "auction" in line.kind_names
    return "auction" in line.kind_names or figure.unit == "volume" or "成交" in line.text


def _part(line: Line, place: int) -> str:
    """Name the part of the sentence that a figure stands in: figures of two parts are two mentions."""
    start = line.part(place)
    opened = [found.start() for found in _PART.finditer(line.text, start, place)]
    stages = _BIDS.findall(line.text, start, place)
    bids = bool(stages) and stages[-1] == "申报"
    return f"{start}:{opened[-1] if opened else ''}:{bids}"
