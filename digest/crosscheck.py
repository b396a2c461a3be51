"""Prices that a text states against the ledger: an article and the table of one issue must not contradict."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from archive import prices
from archive.markets import market
from archive.models import Article
from archive.prices import Price
from digest import figures
from nlp.mentions import Mention, find

NEAR = Decimal("0.005")
"""Texts round: half a per cent is the same price."""
ROUGHLY = Decimal("0.2")
"""A price of the day need not be the average."""
FIGURES = ("open", "high", "low", "close", "average")


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure that a text states, and the ledger's word on it: agrees, differs or unknown; `known` are its figures."""

    said: Mention
    verdict: str
    known: str = ""


def checked(article: Article) -> Iterator[Checked]:
    """Every market figure that the text states, in its order. Only prices of a day's trade can be looked up."""
    for said in find(article.text, article.published_on):
        yield _checked(said)


def _checked(said: Mention) -> Checked:
    if said.kind != "trade" or said.approx or None in (said.market, said.day, said.price):
        return Checked(said, "unknown")
    known = list(prices.quotes(market=said.market or "", start=said.day, end=said.day))
    known = [row for row in known if said.product in {None, row.product} and row.price is not None]
    if not known:
        return Checked(said, "unknown")
    return Checked(said, "agrees" if any(_near(said, row) for row in known) else "differs", _told(known))


def contradictions(article: Article) -> Iterator[str]:
    """One sentence for each price of a day's trade that no figure of that market on that day comes near."""
    for one in checked(article):
        if one.verdict == "differs":
            said = one.said
            yield f"文中 {said.day} {market(said.market or '').zh}价格 {said.price} 与行情不符（{one.known}）"


def clashes(article: Article) -> Iterator[str]:
    """One sentence for each trade whose turnover is a power of ten away from volume × price: 元 for 万元."""
    for said in find(article.text, article.published_on):
        if said.approx or not (said.price and said.volume_t and said.turnover_cny) or said.currency != "CNY":
            continue
        times = said.turnover_cny / (said.price * said.volume_t)
        power = round(float(times.log10()))
        if power and abs(times.scaleb(-power) - 1) <= ROUGHLY:
            yield (
                f"文中成交额 {said.turnover_cny.normalize():f} 元是成交量×价格的 {10.0**power:g} 倍，"
                f"疑似单位有误（{said.volume_t.normalize():f} 吨，{said.price} 元/吨）"
            )


def _near(said: Mention, row: Price) -> bool:
    stated = said.price or Decimal(0)
    if row.low is not None and row.high is not None and row.low <= stated <= row.high:
        return True
    figures = (getattr(row, name) for name in FIGURES)
    return any(abs(figure - stated) <= NEAR * figure for figure in figures if figure is not None)


def _told(known: Iterable[Price]) -> str:
    return "，".join(f"{row.product}{row.vintage} {figures.price(row.price)}" for row in known)
