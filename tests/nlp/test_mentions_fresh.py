"""Figures in passages nobody tuned a word for when they were written: `wordings/mentions_fresh.txt`."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from nlp.mentions import Mention, find

Stated = tuple[Decimal | None, Decimal | None, Decimal | None]
Place = tuple[str, ...]  # market, product, day as the file writes them


@dataclass
class Passage:
    day: date
    text: str
    stated: list[tuple[Stated, str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def _passages() -> list[Passage]:
    found: list[Passage] = []
    for line in (Path(__file__).parent / "wordings" / "mentions_fresh.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            *figures, kind = line[2:].split()[:4]
            price, tonnes, yuan = (None if cell == "-" else Decimal(cell) for cell in figures)
            found[-1].stated.append(((price, tonnes, yuan), kind))
            found[-1].places.append(tuple(line[2:].split()[4:]))
        elif line and not line.startswith("#"):
            day, text = line.split("|")
            found.append(Passage(date.fromisoformat(day), text))
    return found


def _figures(mention: Mention) -> Stated:
    return mention.price, mention.volume_t, mention.turnover_cny


def test_figures_and_kinds_stay_above_their_floors() -> None:
    hits = kinds = said = stated = 0
    for passage in _passages():
        found: list[tuple[Stated, str]] = [(_figures(one), one.kind) for one in find(passage.text, passage.day)]
        common = Counter(one for one, _ in found) & Counter(one for one, _ in passage.stated)
        hits, said, stated = hits + common.total(), said + len(found), stated + len(passage.stated)
        kinds += (Counter(found) & Counter(passage.stated)).total()
    assert stated >= 765
    assert hits / said >= 0.98
    assert hits / stated >= 0.98
    assert kinds / hits >= 0.99


def test_market_product_and_day_stay_above_their_floors() -> None:
    right, asked = Counter[str](), Counter[str]()
    for passage in _passages():
        found = find(passage.text, passage.day)
        for (figures, kind), place in zip(passage.stated, passage.places, strict=True):
            same = [one for one in found if (_figures(one), one.kind) == (figures, kind)]
            for name, wanted in zip(("market", "product", "day"), place, strict=False):
                if same and wanted != "?":
                    asked[name] += 1
                    right[name] += wanted in {str(getattr(one, name) or "-") for one in same}
    assert asked["product"] >= 490
    assert asked["day"] >= 255
    assert {name: right[name] / asked[name] >= 0.98 for name in asked} == {"market": True, "product": True, "day": True}


def test_passages_without_a_trade_give_nothing() -> None:
    silent = [one for one in _passages() if not one.stated]
    assert len(silent) >= 133
    assert [one.text for one in silent if find(one.text, one.day)] == []
