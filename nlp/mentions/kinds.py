"""The kind of a figure that was traded: one day's trade, a sum over time, an auction, custody, a simulation."""

from __future__ import annotations

import re
from typing import Literal

from nlp.dates import FoundDate
from nlp.mentions.figures import Figure
from nlp.mentions.line import Line, last
from nlp.mentions.sentence import ONE_DEAL, WON, cancelled, opened

Kind = Literal["trade", "no_trade", "cumulative", "auction", "custody", "simulation", "cancelled"]

_SAME_AUCTION = re.compile(r"最终|本次|统一|竞买|成功|申报")
# “4月…成交量”, “本周…”, “5日至9日…共计”: of more than a day, a volume is a sum, until a single day is named.
_PERIOD = re.compile(
    r"(?:\d年(?!度(?:碳|配额))|[上下]半年|去年(?!同期|[底末\d])|过去[一两二三四五六七八九十\d]|第\d+周|[一二三四]季度|全年|\d月份?|[本上当全首]月|近[一两二三四五六七八九十\d]+个?[周月年日]|前[一两二三四五六七八九十\d]+[周个]|[本上当该全一首]周(?!四(?!川)|[一二三五六日天末边年])"
    r"|(?<![本上])[周月](?=内|总?(?:成交|交易|均价))|\d[日号]?\s*(?:-|~|至|到)\s*(?:\d+月)?\d+[日号])(?!\s*\d)"
    r"(?:(?![单当首昨今][日天]|(?<![\d至到~-])\d{1,2}[日号](?![收报])|(?:周|星期)[一二三四五六日天](?![收报])).)*$"
)
_ONE_DAY = re.compile(r"[首当今昨][日天]|单日|(?<![\d月至到~-])\d{1,2}[日号](?![至到~-])")
_OF_WHICH = re.compile(r"\s*其中")
_TO_A_DAY = re.compile(r"[至止到自从起及日-]上?\s*$")  # “截至5月9日” ends a sum, it is not a day of its own
# “总成交量” is a day's only where the sentence names the day.
_TOTAL = re.compile(r"(?<![当单首今昨]日)总(?:成交|交易)(?:量|额|金额)")


def kind_of(
    line: Line, days: list[FoundDate], place: int, figure: Figure, basis: str | None, *, after: Kind | None
) -> Kind:
    """Give the kind of the figure at `place`; `days` are those its sentence speaks of.

    `basis` is the kind of a price, None for tonnes and money; `after` is the kind of the figure before, perhaps of
    another sentence.
    """
    if "simulation" in line.kind_names:
        return "simulation"
    if "auction" in line.kind_names and cancelled(line):
        return "cancelled"
    start = line.part(place)
    names = {word.name for word in line.kinds if start <= word.start < place}
    if "custody" in names or line.called("custody", figure):
        return "custody"
    if basis == "reserve" or (basis == "bid" and (after == "auction" or "auction" in line.kind_names)):
        return "auction"
    of_days = basis in {None, "average"}  # a close or a deal is one day's
    if of_days and _summed(line, days, start, place):
        return "cumulative"
    going_on = after == "auction" and not line.markets and _SAME_AUCTION.search(line.text)
    auction = "auction" in names or going_on or line.called("auction", figure) or WON.match(line.text, place)
    if auction or _next_lot(line, days, start, place):
        return "auction"
    of_which = after == "cumulative" and _OF_WHICH.match(line.text) and not _dated(days)
    one_deal = ONE_DEAL.search(line.text, line.clause(place), place)
    period = not one_deal and (of_which or _PERIOD.search(line.text[:place]))
    if (of_days and period) or (figure.unit != "price" and _total(line, days, start, place)):
        return "cumulative"
    return "trade"


def _summed(line: Line, days: list[FoundDate], start: int, place: int) -> bool:
    """True after a word such as 累计, 履约期内, unless a single day follows it: “其中6月28日成交…”."""
    since = last([word for word in line.kinds if word.name == "cumulative" and word.start >= start], place)
    if since is None:
        return False
    single = [one.start - line.offset for one in days if one.precision == "day"]
    single += [one.start() for one in _ONE_DAY.finditer(line.text)]
    return not any(since.end <= day < place and not _TO_A_DAY.search(line.text, 0, day) for day in single)


def _total(line: Line, days: list[FoundDate], start: int, place: int) -> bool:
    """True after “总成交量”, where neither a day nor a price says that it is one day's."""
    total = _TOTAL.search(line.text, start, place)
    tonnes = total and any(one.unit == "volume" and start <= one.start < total.start() for one in line.figures)
    prices = [one for one in line.figures if one.unit == "price" and line.part(one.start) == start]
    priced = any(line.role(one) in {"close", "average", "deal"} for one in prices)
    return bool(total) and not (tonnes or priced or _dated(days) or _ONE_DAY.search(line.text, 0, place))


def _next_lot(line: Line, days: list[FoundDate], start: int, place: int) -> bool:
    """True for the second half of “竞价结果:甲项目…;乙项目…”, which names no market, day or trade of its own."""
    said = any(word.name == "auction" and word.start < start for word in line.kinds)
    named = any(start <= word.start < place for word in (*line.markets, *line.kinds))
    dated = any(start <= one.start - line.offset < place for one in days)
    return said and not named and not dated and opened(line, start, place) is None


def _dated(days: list[FoundDate]) -> bool:
    return any(one.precision == "day" for one in days)
