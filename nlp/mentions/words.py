"""The words of data/lexicon/market_words.toml, compiled: which market, which product, what a figure is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from nlp import wordlist
from nlp.errors import BadFile

FILE = Path(__file__).parents[2] / "data" / "lexicon" / "market_words.toml"


@dataclass(frozen=True, slots=True)
class Word:
    """A word found in a text: what it means (`name`) and where it stands."""

    name: str
    start: int
    end: int


class Scanner:
    """Finds the words of several named lists; of two at one place the longer one counts."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._forms = [(name, re.compile("|".join(words))) for name, words in lists.items() if words]

    def scan(self, text: str) -> list[Word]:
        """Give the words in order of place, none inside another."""
        found = sorted(self._all(text), key=lambda word: (word.start, -word.end))
        kept: list[Word] = []
        for word in found:
            if not kept or word.start >= kept[-1].end:
                kept.append(word)
        return kept

    def _all(self, text: str) -> Iterator[Word]:
        for name, form in self._forms:
            for match in form.finditer(text):
                yield Word(name, match.start(), match.end())


@dataclass(frozen=True)
class Words:
    """All scanners. A market is named "id" or, where its words stand for another product, "id/2"."""

    markets: Scanner
    products: Scanner
    default: dict[str, str | None]
    home: dict[str, str]
    volume: Scanner
    turnover: Scanner
    price: Scanner
    kind: Scanner
    otherwise: dict[str, tuple[str, date]]  # product → the market meant where none is named, and since when
    outside: frozenset[str]
    single: frozenset[str]  # markets where nothing but their default product is traded


@cache
def load(file: Path = FILE) -> Words:
    """Read the word list. Raises BadFile with what to correct."""
    data = wordlist.read(file)
    try:
        first = {one["id"]: one for one in reversed(data["market"])}
        markets = {one["id"] if one is first[one["id"]] else f"{one['id']}/{at}": one
                   for at, one in enumerate(data["market"])}  # fmt: skip
        return Words(
            markets=Scanner({name: _by_length(one["words"]) for name, one in markets.items()}),
            products=Scanner({one["id"]: _by_length(one["words"]) for one in data["product"]}),
            outside=frozenset(one["id"] for one in data["market"] if not one.get("ledger", True)),
            single=frozenset(name for name, one in markets.items() if one.get("single")),
            default={name: one["product"] or None for name, one in markets.items()},
            otherwise={one["id"]: (one["otherwise"], one["since"]) for one in data["product"] if "otherwise" in one},
            home={one["id"]: one["market"] for one in data["product"] if "market" in one},
            **{name: Scanner({k: _by_length(v) for k, v in data[name].items()}) for name in _LISTS},
        )
    except KeyError as error:
        raise BadFile(f"{file.name}: an entry has no {error}: add it.") from error
    except re.error as error:
        raise BadFile(f"{file.name}: “{error.pattern!r}” is no regular expression ({error}): correct it.") from error


_LISTS = ("volume", "turnover", "price", "kind")


def _by_length(words: list[str]) -> list[str]:
    """Order for an alternation, which takes the first that matches: longest first, those with a look-ahead last."""
    return sorted(words, key=lambda word: ("(?=" in word, -len(word)))
