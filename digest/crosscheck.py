"""Prices that a text states against the ledger: an article and the table of one issue must not contradict."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from archive import prices
from archive.models import Article
from archive.prices import Price
from nlp.mentions import Mention, find

NEAR = Decimal("0.005")
"""Texts round: half a per cent is the same price."""
FIGURES = ("open", "high", "low", "close", "average")


def contradictions(article: Article) -> Iterator[str]:
    """One sentence for each price of a day's trade that no figure of that market on that day comes near."""
    for said in find(article.text, article.published_on):
        if said.kind != "trade" or said.approx or None in (said.market, said.day, said.price):
            continue
        known = list(prices.quotes(market=said.market or "", start=said.day, end=said.day))
        known = [row for row in known if said.product in {None, row.product} and row.price is not None]
        if known and not any(_near(said, row) for row in known):
            yield f"文中 {said.day} {said.market} 价格 {said.price} 与行情不符（{_told(known)}）"


def _near(said: Mention, row: Price) -> bool:
    stated = said.price or Decimal(0)
    if row.low is not None and row.high is not None and row.low <= stated <= row.high:
        return True
    figures = (getattr(row, name) for name in FIGURES)
    return any(abs(figure - stated) <= NEAR * figure for figure in figures if figure is not None)


def _told(known: Iterable[Price]) -> str:
    return "，".join(f"{row.product}{row.vintage} {row.price}" for row in known)
