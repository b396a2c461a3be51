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
_APIECE = re.compile(r"分别")
_PRICE_WORD = re.compile(r"价[^,。;]{0,10}$")
# A word right behind the figure (“以36元/吨的价格”, “200吨配额”) and one too far before it to mean it.
_FOLLOWING = 8
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
        return load().markets.scan(self.text)

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
        return [self._priced(figure) for figure in find_figures(self.text)]

    def role(self, figure: Figure) -> str | None:
        """Give what the nearest word says the figure is: before it in the sentence, or right behind it."""
        words = self.roles[figure.unit]
        behind = self.behind(words, figure.end)
        before = last(words, figure.start)
        if before and figure.start - before.end > _NEAR:
            before = None
        if behind and (before is None or before.start < self.clause(figure.start)):
            return behind.name
        return before.name if before else None

    def behind(self, words: list[Word], end: int) -> Word | None:
        """Give the word right behind a place, in the same clause."""
        found = next((word for word in words if end <= word.start <= end + _FOLLOWING), None)
        return None if found and _CLAUSE.search(self.text, end, found.start) else found

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
        apiece = [found.end() for found in _APIECE.finditer(self.text, 0, place)]
        if not apiece:
            return None
        named = [word for word in self.markets if self.clause(apiece[-1]) <= word.start < apiece[-1]]
        before = [one for one in self.figures if apiece[-1] <= one.start < place]
        return named[len(before)] if 1 < len(named) > len(before) else None

    def _after(self, mark: re.Pattern[str], place: int) -> int:
        return max((found.end() for found in mark.finditer(self.text, 0, max(0, place))), default=0)

    def _priced(self, figure: Figure) -> Figure:
        """Read “成交价分别为16.01元和16.34元” as prices: money right behind the word 价 is a price a tonne."""
        small = figure.unit == "money" and figure.value < _HIGHEST_PRICE
        if not small or not _PRICE_WORD.search(self.text[: figure.start].replace("分别", "")):
            return figure
        return Figure("price", figure.value, figure.to, figure.currency, figure.approx, figure.start, figure.end)


def last(words: list[Word], place: int) -> Word | None:
    """Give the last word that ends before a place."""
    return next((word for word in reversed(words) if word.end <= place), None)
