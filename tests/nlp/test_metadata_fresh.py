"""Heads of documents and bylines nobody tuned a rule for when they were written: `wordings/*_fresh.txt`."""

from collections.abc import Iterator
from pathlib import Path

from nlp.metadata import read

WORDINGS = Path(__file__).parent / "wordings"


def _lines(name: str) -> list[str]:
    lines = (WORDINGS / name).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _documents() -> Iterator[tuple[str, str, set[str], str]]:
    """Give text, number, issuers and day signed."""
    text: list[str] = []
    for line in _lines("documents_fresh.txt"):
        if not line.startswith("= "):
            text.append(line)
            continue
        number, issuers, day = line[2:].split("|")
        yield "\n".join(text), number, set() if issuers == "-" else set(issuers.split(";")), day
        text = []


def test_number_issuers_and_day_signed_stay_above_their_floors() -> None:
    numbers = issued = signed = asked = 0
    for text, number, issuers, day in _documents():
        facts = read(text)
        asked += 1
        numbers += (facts.doc_number or "-") == number
        issued += set(facts.issuers) == issuers
        signed += str(facts.signed_on or "-") == day
    assert asked >= 80
    assert numbers / asked >= 0.98
    assert issued / asked >= 0.97
    assert signed / asked >= 0.98


def test_bylines_stay_above_their_floors() -> None:
    days = publishers = asked = 0
    for line in _lines("bylines_fresh.txt"):
        printed, day, publisher = line.rsplit("|", 2)
        facts = read(printed)
        asked += 1
        days += str(facts.published_on or "-") == day
        publishers += (facts.publisher or "-") == publisher
    assert asked >= 90
    assert days / asked >= 0.97
    assert publishers / asked >= 0.94
