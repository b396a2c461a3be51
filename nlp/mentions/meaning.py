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
from nlp.mentions.sentence import (
    CONDITION,
    ONE_DEAL,
    WON,
    alone,
    cancelled,
    carried,
    opened,
    part,
    tonnes_traded,
    traded,
)
from nlp.mentions.words import load

Kind = Literal["trade", "no_trade", "cumulative", "auction", "custody", "simulation", "cancelled"]

_SAME_AUCTION = re.compile(r"最终|本次|统一|竞买|成功|申报")
_NOW = re.compile(r"截至目前|至今|目前|迄今|已达")
# “4月…成交量”, “本周…”, “5日至9日…共计”: of more than a day, a volume is a sum, until a single day is named.
_PERIOD = re.compile(
    r"(?:\d年(?!度(?:碳|配额))|\d月份?|[本上当全首]月|近[一两二三四五六七八九十\d]+个?[周月年日]|前[一两二三四五六七八九十\d]+[周个]|[本上当该全一首]周(?!四(?!川)|[一二三五六日天末边年])"
    r"|(?<![本上])[周月](?=内|总?(?:成交|交易|均价))|\d[日号]?\s*(?:-|~|至|到)\s*(?:\d+月)?\d+[日号])(?!\s*\d)"
    r"(?:(?![单当首昨今][日天]|(?<![\d至到~-])\d{1,2}[日号](?![收报])|(?:周|星期)[一二三四五六日天](?![收报])).)*$"
)
# 二氧化碳 and 碳酸 are goods, 碳捕集 and 碳达峰 no market.
_CARBON = re.compile(r"(?<!氧化)碳(?!酸|纤维|钢|化|捕|达峰|中和|封存|税|足迹|氢)")
_COMPARED = ("较", "比")
_ONE_DAY = re.compile(r"[首当今昨][日天]|单日|(?<![\d月至到~-])\d{1,2}[日号](?![至到~-])")
_OF_WHICH = re.compile(r"\s*其中")
_TO_A_DAY = re.compile(r"[至止到自从起及日-]\s*$")  # “截至5月9日” ends a sum, it is not a day of its own
# “总成交量” is a day's only where the sentence names the day.
_TOTAL = re.compile(r"(?<![当单首今昨]日)总(?:成交|交易)(?:量|额|金额)")


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
        mine = (self.market, self.product, self.kind, self.part, self.day)
        theirs = (before.market, before.product, before.kind, before.part, before.day)
        return before.figure is not None and mine == theirs


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
        self._summing = False

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
            kind = self._kind(line, place, figure, basis)
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
            self._market, self._product, self._auction = market, product, kind == "auction"
            self._summing = kind == "cumulative"
        self._remember(line)

    def _remember(self, line: Line) -> None:
        if line.markets:
            self._market = line.markets[-1].name
        if line.products and (home := load().home.get(line.products[-1].name)):
            self._market, self._product = home, line.products[-1].name
        self._auction = self._auction or "auction" in line.kind_names
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
        home = words.home.get(product.name) if product else None
        other = market if market and product and market.start > product.start and market.name != home else None
        if other and (home or other.name in words.single):
            product, home = None, None  # “【广东】GDEA … 【天津】…”: a market named later has its own product
        ahead = line.markets[0].name if line.markets else None
        ahead = ahead or next((words.home[one.name] for one in line.products if one.name in words.home), None)
        name = home or (market.name if market else None) or self._market or ahead
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

    def _kind(self, line: Line, place: int, figure: Figure | None, basis: str | None) -> Kind:
        if figure is None:
            return "no_trade"
        if "simulation" in line.kind_names:
            return "simulation"
        if "auction" in line.kind_names and cancelled(line):
            return "cancelled"
        start = line.part(place)
        names = {word.name for word in line.kinds if start <= word.start < place}
        if "custody" in names or line.called("custody", figure):
            return "custody"
        if basis == "reserve" or (basis == "bid" and (self._auction or "auction" in line.kind_names)):
            return "auction"
        if basis in {None, "average"} and self._summed(line, start, place):
            return "cumulative"
        going_on = self._auction and not line.markets and _SAME_AUCTION.search(line.text)
        auction = "auction" in names or going_on or line.called("auction", figure) or WON.match(line.text, place)
        if auction or self._next_lot(line, start, place):
            return "auction"
        one_deal = ONE_DEAL.search(line.text, line.clause(place), place)
        of_which = self._summing and _OF_WHICH.match(line.text) and not self._dated(line)
        period = not one_deal and (of_which or _PERIOD.search(line.text[:place]))
        if period and basis == "average":
            return "cumulative"
        summed = period or (
            _TOTAL.search(line.text[start:place]) and not self._dated(line) and not _ONE_DAY.search(line.text, 0, place)
        )
        return "cumulative" if figure.unit != "price" and summed else "trade"

    def _summed(self, line: Line, start: int, place: int) -> bool:
        """True after a word such as 累计, 履约期内, unless a single day follows it: “其中6月28日成交…”."""
        since = last([word for word in line.kinds if word.name == "cumulative" and word.start >= start], place)
        if since is None:
            return False
        days = [one.start - line.offset for one in self._days(line) if one.precision == "day"]
        days += [one.start() for one in _ONE_DAY.finditer(line.text)]
        return not any(since.end <= day < place and not _TO_A_DAY.search(line.text, 0, day) for day in days)

    def _next_lot(self, line: Line, start: int, place: int) -> bool:
        """True for the second half of “竞价结果:甲项目…;乙项目…”, which names no market, day or trade of its own."""
        said = any(word.name == "auction" and word.start < start for word in line.kinds)
        named = any(start <= word.start < place for word in (*line.markets, *line.kinds))
        dated = any(start <= one.start - line.offset < place for one in self._days(line))
        return said and not named and not dated and opened(line, start, place) is None

    def _dated(self, line: Line) -> bool:
        return any(one.precision == "day" for one in self._days(line))

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
