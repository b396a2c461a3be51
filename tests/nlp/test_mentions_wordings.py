"""What two hundred sentences of our own state: `wordings/mentions.txt` says how to read it."""

from datetime import date
from pathlib import Path

import pytest

from nlp.mentions import find

DAY = date(2024, 5, 10)
Stated = tuple[str | None, ...]


def _cases() -> list[tuple[str, list[Stated]]]:
    cases: list[tuple[str, list[Stated]]] = []
    for line in (Path(__file__).parent / "wordings" / "mentions.txt").read_text("utf-8").splitlines():
        if line.startswith("> "):
            cases.append((line[2:], []))
        elif line.strip() and not line.startswith("#"):
            cases[-1][1].append(tuple(None if cell == "-" else cell for cell in line.split()))
    return cases


def _plain(value: object) -> str | None:
    return None if value is None else f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


CASES = _cases()


def test_there_are_many() -> None:
    assert len(CASES) >= 200
    assert sum(not stated for _, stated in CASES) >= 60


@pytest.mark.parametrize(("text", "stated"), CASES)
def test_what_a_sentence_states_and_nothing_else(text: str, stated: list[Stated]) -> None:
    found = [
        (m.kind, m.market, m.product, *(_plain(figure) for figure in (m.price, m.volume_t, m.turnover_cny)))
        for m in find(text, DAY)
    ]
    assert found == stated
