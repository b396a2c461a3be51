"""Carbon prices, volumes and turnover that a text states, each with its market, product, day and kind.

Kinds keep apart what must never enter one series: a day's trade, a sum over time, an auction, allowances in custody,
simulated trading. Emissions, investments and costs are no mention at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from nlp.dates import find_dates
from nlp.mentions.kinds import Kind
from nlp.mentions.meaning import Meaning, Sense
from nlp.relative import resolve_dates
from nlp.text import narrow

_SENTENCE = re.compile(r"[^。!?\n]+")
# A PDF's line end inside a sentence: a full line before it, and no indent after it.
_WRAP = re.compile(r"(?<=[^\n。!?;:]{15})\n(?=[^\s\d])")


@dataclass(frozen=True, slots=True)
class Mention:
    """One stated price (a tonne, in `currency`), volume and turnover; None where not stated.

    A price range has `price` None and `price_low`, `price_high`. `volume_t` is 0 only for `no_trade`. `turnover_cny` is
    in yuan. `market` and `product` are ids of data/markets.toml, None where the text leaves them open. `price_basis` is
    average, close, deal, reserve or bid. `start`, `end` are places in the text.
    """

    market: str | None
    product: str | None
    day: date | None
    price: Decimal | None
    volume_t: Decimal | None
    turnover_cny: Decimal | None
    kind: Kind
    start: int
    end: int
    price_low: Decimal | None = None
    price_high: Decimal | None = None
    price_basis: str | None = None
    currency: str = "CNY"
    approx: bool = False


def find(text: str, published_on: date | None = None) -> list[Mention]:
    """Give the mentions of a text in order; `published_on` resolves 昨日, 当日, "8 日"."""
    plain = _WRAP.sub(" ", narrow(text))
    dates = resolve_dates(plain, published_on) if published_on else find_dates(plain)
    sense = Sense(dates, published_on)
    found: list[Mention] = []
    for sentence in _SENTENCE.finditer(plain):
        opens = plain[max(0, sentence.start() - 1) : sentence.start()] in ("", "\n")
        found += _group(sense.read(sentence[0], sentence.start(), opens=opens))
    return found


def _group(meanings: Iterator[Meaning]) -> list[Mention]:
    """Join figures that speak of one deal: the same market, product, kind and part, each slot filled once."""
    found: list[Mention] = []
    before: Meaning | None = None
    filled = 0  # the mention that took the figure before
    for meaning in meanings:
        if meaning.alone and found:
            found.append(_new(meaning))
            continue
        near = [filled] if before and meaning.same_deal(before) else []
        # Of a list (“分别为…”) a figure may belong to a mention further back.
        for at in range(len(found) - 1, -1, -1) if meaning.listed else near:
            same = (found[at].market, found[at].product, found[at].kind) == (
                meaning.market, meaning.product, meaning.kind)  # fmt: skip
            if same and (joined := _fill(found[at], meaning)):
                found[at], filled = joined, at
                break
        else:
            found.append(_new(meaning))
            filled = len(found) - 1
        before = meaning
    return [_nothing(one) if one.kind == "trade" and one.volume_t == 0 else one for one in found]


def _nothing(mention: Mention) -> Mention:
    """“成交量0吨”: a price beside it is one carried over."""
    return replace(mention, kind="no_trade", price=None, price_low=None, price_high=None, turnover_cny=None)


def _new(meaning: Meaning) -> Mention:
    volume = None if meaning.figure else Decimal(0)
    mention = Mention(
        market=meaning.market,
        product=meaning.product,
        day=meaning.day,
        price=None,
        volume_t=volume,
        turnover_cny=None,
        kind=meaning.kind,
        start=meaning.start,
        end=meaning.end,
    )
    return _fill(mention, meaning) or mention


def _fill(mention: Mention, meaning: Meaning) -> Mention | None:
    """Put the figure into its slot; None where the slot is taken."""
    figure = meaning.figure
    if figure is None:
        return None
    wider = replace(
        mention,
        day=mention.day or meaning.day,
        start=min(mention.start, meaning.start),
        end=meaning.end,
        approx=mention.approx or figure.approx,
    )
    if figure.unit == "volume":
        return None if mention.volume_t is not None else replace(wider, volume_t=figure.value)
    if figure.unit == "money":
        return None if mention.turnover_cny is not None else replace(wider, turnover_cny=figure.value)
    if mention.price is not None or mention.price_low is not None:
        return None
    priced = replace(wider, price_basis=meaning.basis, currency=figure.currency)
    if figure.to is None:
        return replace(priced, price=figure.value)
    return replace(priced, price_low=figure.value, price_high=figure.to)


__all__ = ["Kind", "Mention", "find"]
