"""One sentence with its words found: which word stands nearest to a figure, and in which clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from nlp.mentions.figures import Figure
from nlp.mentions.figures import find as find_figures
from nlp.mentions.words import Word, load

_CLAUSE = re.compile(r"[,;]")
_SEMICOLON = re.compile(r";")
_APIECE = re.compile(r"分别|依次")
_PRICE_WORD = re.compile(
    r"(?:价[^,。;]{0,10}|(?:收于|收报|报收|收在|(?<![申上])报|开盘于?|收盘于?|最高|最低|[跌涨降升][到至]|(?:稳定|维持|保持|徘徊|企稳)[在于])\s*[为至:]?\s*)$"
)
_PRICE_BEHIND = re.compile(r"\s*(?:左右|上下)?的(?:成交|协议|平均|统一)?(?:均价|单价|价格|价位)")
# A word right behind the figure (“以36元/吨的价格”, “200吨配额”) and one too far before it to mean it.
_FOLLOWING = 8
_FAR_BEHIND = 24  # “将100万吨配额委托给某公司托管”, where no word stands nearer
_HANDED = re.compile(r"[将把]\s*$")  # “将200万吨配额以24元/吨卖出”: the verb stands behind
_TIMES = re.compile(r"(?:价格?)?的?\s*\d+(?:\.\d+)?\s*(?:倍|%)")
# “较首日收盘价51元上涨…”, but not “较昨日上涨1%至58元”.
_COMPARED = re.compile(
    r"(?<![环同占配])(?:较|比(?!例|重))(?:(?![至到于报为达]).)*$|(?:[高低多]出|溢价|折价)了?[^,。;\d]{0,12}$"
)
_LAST_TIME = re.compile(r"\s*而?(?:上周|上月|上年|上季度|去年|(?:去年|上年)?同期)[^,。;\d]{0,6}为\D{0,3}$")
_PASSED = re.compile(r"(?:突破|站上|升破|跌破|重返|逼近)\s*$")  # “收于70.1元, 首次突破70元”
_IN_BRACKETS = re.compile(r"[(](?:上周|上月|上年|去年|前|昨|同期)[^()]*$")
_ROW = re.compile(r"[\s,、/|]*")  # between the cells of a flattened table
_FIRM = re.compile(r"(?:的?一家|某)[^,;:、]{0,10}?(?:公司|企业|集团|机构|厂)")
_CLOSED = re.compile(r"收\s*(?:每吨)?\s*$")
_LEVEL = re.compile(
    r"(?:(?:维持|稳定|徘徊|保持|企稳|运行)[在于]|突破|站上|[涨升跌降高低落弹滑挫稳][至到])\s*(?:每吨)?\s*$"
)
_SIDE_BY_SIDE = re.compile(r"\s*[、和与及]\s*")
_NEAR = 40
# Above it, “成交价…元” is turnover that a writer named badly.
_HIGHEST_PRICE = 1000


@dataclass(frozen=True)
class Line:
    """A narrowed sentence; `offset` is its place in the text."""

    text: str
    offset: int

    @cached_property
    def markets(self) -> list[Word]:
        """The markets named. A place that only says where a firm is counts where nothing else names a market."""
        words = load().markets.scan(self.text)
        return [one for one in words if not _firm(self.text, one)] or words

    @cached_property
    def products(self) -> list[Word]:
        return load().products.scan(self.text)

    @cached_property
    def kinds(self) -> list[Word]:
        return load().kind.scan(self.text)

    @cached_property
    def kind_names(self) -> frozenset[str]:
        return frozenset(word.name for word in self.kinds)

    @cached_property
    def roles(self) -> dict[str, list[Word]]:
        """The words that say what a figure of a unit is."""
        words = load()
        scanners = {"volume": words.volume, "money": words.turnover, "price": words.price}
        return {unit: scanner.scan(self.text) for unit, scanner in scanners.items()}

    @cached_property
    def figures(self) -> list[Figure]:
        named, found = {word.end for word in (*self.markets, *self.products)}, list[Figure]()
        for figure in find_figures(self.text):
            listed = (
                bool(found)
                and found[-1].unit == "price"
                and (figure.start in named or bool(_SIDE_BY_SIDE.fullmatch(self.text, found[-1].end, figure.start)))
            )
            found.append(self._priced(figure, listed=listed))
        return found

    def role(self, figure: Figure) -> str | None:
        """Give what the nearest word says the figure is: before it in the sentence, or right behind it."""
        words = self.roles[figure.unit]
        behind = self.behind(words, figure.end)
        if behind is None and figure.unit == "volume" and not last(words, figure.start):
            behind = self.behind(words, figure.end, _FAR_BEHIND)
        if behind is None and figure.unit == "volume" and _HANDED.search(self.text, 0, figure.start):
            behind = self.behind([one for one in words if one.name == "trade"], figure.end, _FAR_BEHIND)
        before = last([word for word in words if not self._spent(word, figure)], figure.start)
        if before and figure.start - before.end > _NEAR:
            before = None
        if behind and (before is None or before.start < self.clause(figure.start)):
            return behind.name
        if before is None and figure.unit == "price" and self._level(figure):
            return "deal"
        return before.name if before else None

    def _level(self, figure: Figure) -> bool:
        """True for “SHEA收36.9元”, “EUA走高至70欧元”: no price word, but a market or product is the subject."""
        clause, part = self.clause(figure.start), self.part(figure.start)
        names = [one.start for one in (*self.markets, *self.products) if part <= one.start < figure.start]
        closed = bool(names) and bool(_CLOSED.search(self.text, clause, figure.start))
        return closed or (max(names, default=-1) >= clause and bool(_LEVEL.search(self.text, clause, figure.start)))

    def in_a_row(self, figure: Figure) -> bool:
        """True where only blanks part a figure from the name of a market or product, or from the figure before it."""
        words = [one.end for one in (*self.markets, *self.products)]
        ends = [end for end in (*words, *(one.end for one in self.figures)) if end <= figure.start]
        return bool(ends) and bool(_ROW.fullmatch(self.text, max(ends), figure.start))

    def behind(self, words: list[Word], end: int, reach: int = _FOLLOWING) -> Word | None:
        """Give the word right behind a place, in the same clause."""
        found = next((word for word in words if end <= word.start <= end + reach), None)
        return None if found and _CLAUSE.search(self.text, end, found.start) else found

    def _spent(self, word: Word, figure: Figure) -> bool:
        """True for 从 in “从42元跌至27元” when the figure is 27 (what is set aside is the first one only).

        So for “均价的1.2倍, 即38.77元”.
        """
        between = (one for one in self.figures if one.unit == figure.unit and word.end <= one.start < figure.start)
        return (word.name == "aside" and any(between)) or bool(_TIMES.match(self.text, word.end))

    def compared(self, figure: Figure) -> bool:
        """True for a figure that another one is only compared with: “较首日51元上涨”, “…, 上周为91元”."""
        start = self.clause(figure.start)
        before = any(one.unit == figure.unit and one.start < start for one in self.figures)
        return bool(
            _COMPARED.search(self.text, start, figure.start)
            or (before and _LAST_TIME.match(self.text[start : figure.start]))
            or (before and figure.unit == "price" and _PASSED.search(self.text, start, figure.start))
            or _IN_BRACKETS.search(self.text, 0, figure.start)
        )

    def called(self, kind: str, figure: Figure) -> bool:
        """True for “100万吨配额竞价流拍”, “10万吨配额…托管”: the word stands behind its tonnes, in the same clause."""
        return figure.unit == "volume" and any(
            word.name == kind and figure.end <= word.start and not _CLAUSE.search(self.text, figure.end, word.start)
            for word in self.kinds
        )

    def unreal(self, figure: Figure) -> bool:
        """True where this clause or the one before it says that the figure is a forecast, a wish or an example."""
        start = self.clause(max(0, self.clause(figure.start) - 1))
        return any(word.name == "unreal" and start <= word.start < figure.start for word in self.kinds)

    def clause(self, place: int) -> int:
        """Give where the clause of a place begins, after , or ;."""
        return self._after(_CLAUSE, place)

    def part(self, place: int) -> int:
        """Give where the part of a place begins, after ;."""
        return self._after(_SEMICOLON, place)

    def listed_market(self, place: int) -> Word | None:
        """Read “北京、湖北成交量分别为A和B”: the figures follow the order of the names."""
        apiece = [found.end() for found in _APIECE.finditer(self.text, self.part(place), place)]
        if not apiece:
            return None
        # “成交量分别为…, 成交额分别为…”: the names stand before the first.
        starts = [(self.clause(at), at) for at in apiece]
        starts = [(self.clause(start - 1), start) for start, _ in starts[:1] if start] + starts
        lists = [[word for word in self.markets if start <= word.start < at] for start, at in starts]
        named = next((names for names in reversed(lists) if names), [])
        before = [one for one in self.figures if apiece[-1] <= one.start < place]
        return named[len(before)] if 1 < len(named) > len(before) else None

    def one_of_many(self, place: int) -> bool:
        """True in “成交价分别为17元和18元”, where no markets are named: the total before belongs to neither."""
        apiece = [found.end() for found in _APIECE.finditer(self.text, self.part(place), place)]
        here = next((one for one in self.figures if one.start == place), None)
        if not apiece or here is None or self.listed_market(place):
            return False
        return (
            sum(
                one.unit == here.unit and self.part(one.start) == self.part(place)
                for one in self.figures
                if one.start >= apiece[-1]
            )
            > 1
        )

    def side_by_side(self, place: int) -> list[Word]:
        """Read “天津、重庆两地均”: the markets that are named together last before a place, in its clause."""
        named = [word for word in self.markets if self.clause(place) <= word.start < place]
        joined = named[-1:]
        for word in reversed(named[:-1]):
            if not _SIDE_BY_SIDE.fullmatch(self.text, word.end, joined[0].start):
                break
            joined.insert(0, word)
        return joined

    def _after(self, mark: re.Pattern[str], place: int) -> int:
        return max((found.end() for found in mark.finditer(self.text, 0, max(0, place))), default=0)

    def _priced(self, figure: Figure, *, listed: bool) -> Figure:
        """Read “成交价分别为16.01元和16.34元” as prices: money right behind the word 价 is a price a tonne.

        So is what is listed behind a price: “北京每吨52元, 上海33.5元”.
        """
        small = figure.unit == "money" and figure.value < _HIGHEST_PRICE
        if not small or not (
            listed
            or _PRICE_BEHIND.match(self.text, figure.end)
            or _PRICE_WORD.search(self.text[: figure.start].replace("分别", "").replace("依次", ""))
        ):
            return figure
        return Figure("price", figure.value, figure.to, figure.currency, figure.approx, figure.start, figure.end)


def _firm(text: str, word: Word) -> bool:
    """True for “龙源(北京)公司”, “北京某企业”."""
    return (text[word.start - 1 : word.start] == "(" and text[word.end : word.end + 1] == ")") or bool(
        _FIRM.match(text, word.end)
    )


def last(words: list[Word], place: int) -> Word | None:
    """Give the last word that ends before a place."""
    return next((word for word in reversed(words) if word.end <= place), None)
