"""Figures in passages nobody tuned a word for when they were written: `wordings/mentions_fresh.txt`."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from nlp.mentions import Mention, find

Stated = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass
class Passage:
    day: date
    text: str
    stated: list[tuple[Stated, str]] = field(default_factory=list)


def _passages() -> list[Passage]:
    found: list[Passage] = []
    for line in (Path(__file__).parent / "wordings" / "mentions_fresh.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            *figures, kind = line[2:].split()
            price, tonnes, yuan = (None if cell == "-" else Decimal(cell) for cell in figures)
            found[-1].stated.append(((price, tonnes, yuan), kind))
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
    assert stated >= 220
    assert hits / said >= 0.98
    assert hits / stated >= 0.98
    assert kinds / hits >= 0.99


def test_passages_without_a_trade_give_nothing() -> None:
    silent = [one for one in _passages() if not one.stated]
    assert len(silent) >= 55
    assert [one.text for one in silent if find(one.text, one.day)] == []
