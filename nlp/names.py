"""One name for one publisher or issuing body, from data/lexicon/publishers.toml, which editors read and change.

The name as printed is kept by whoever stores it; these functions only say what it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from nlp import wordlist
from nlp.errors import BadFile
from nlp.text import fold, tidy

FILE = Path(__file__).parents[1] / "data" / "lexicon" / "publishers.toml"
_STATE = "中华人民共和国"
# 省政府, 市发展改革委: a level without a place.
_PLACELESS = re.compile(r"^(?P<level>省|市|自治区|区)(?P<rest>.+)$")
_PLACED = re.compile(
    r"^(?P<place>[\u3400-\u9fff]{2,12}?(?:特别行政区|自治区|自治州|地区|省|市|盟|县|旗|区|州))(?P<rest>.+)$"
)
# 人民网－人民日报, 澎湃新闻·澎湃号, 华夏时报(北京), 央视《新闻联播》: who copies whom, and which column.
_PARTS = re.compile(r"\s*[-－—–·|｜]+\s*")
_BRACKETS = re.compile(r"[(（][^()（）]{1,10}[)）]$")
_QUOTES = re.compile(r"[《》]")
_QUOTED = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Publisher:
    """A known publisher; `house` joins names of one publishing house, `kind` is one of the words in the file's head."""

    name: str
    house: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Names:
    by_alias: dict[str, Publisher]
    departments: tuple[tuple[str, str], ...]
    renamed: dict[str, tuple[str, date]]
    places: dict[str, str]


def publisher(name: str) -> str:
    """Give the normal form of a printed source; an unknown name comes back tidied, blanks between its parts gone."""
    known = look_up(name)
    return known.name if known else _department(_plain(name))


def look_up(name: str) -> Publisher | None:
    """Give what the file knows of a printed source, or None: then a person should look.

    A site prints itself with a column, or with whom it copies: 人民网-文化频道 is 人民网, 光明网-《光明日报》 光明日报.
    """
    found = _names().by_alias
    if known := found.get(fold(name)) or found.get(fold(_plain(name))):
        return known
    bare = _BRACKETS.sub("", _plain(name))
    parts = [part for one in _PARTS.split(bare) for part in (_QUOTES.sub("", one), _QUOTED.sub("", one))]
    return next((known for part in reversed(parts) if (known := found.get(fold(part)))), None)


def issuer(name: str, doc_number: str | None = None) -> str:
    """Give the normal form of an issuing body; "省政府" gets its place from `doc_number` (苏政发 → 江苏省)."""
    name = _plain(name)
    placeless = _PLACELESS.match(name)
    place = _place(doc_number or "")
    # “市…” of a provincial code is a city of its own only where the code is a municipality's or 深, 穗.
    if placeless and place.endswith(placeless["level"]):
        name = place + placeless["rest"]
    return publisher(name)


def successor(name: str, day: date = date.max) -> str:
    """Give the name that a renamed body bears on `day`, else now (环境保护部 is 生态环境部 from 2018-03-17)."""
    name = publisher(name)
    renamed = _names().renamed
    while name in renamed and day > renamed[name][1]:
        name = renamed[name][0]
    return name


def _plain(name: str) -> str:
    name = tidy(name)
    # “碳 K 线”, “生 态 环 境 部”: blanks inside a Chinese name mean nothing; between Latin words they do.
    name = re.sub(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])", "", name)
    return name.removeprefix(_STATE) if len(name) > len(_STATE) + 2 else name


def _department(name: str) -> str:
    placed = _PLACED.match(name)
    if not placed:
        return name
    for short, full in _names().departments:
        if placed["rest"] == short:
            return placed["place"] + full
    return name


def _place(doc_number: str) -> str:
    return _names().places.get(doc_number[:1], "")


@cache
def _names(file: Path = FILE) -> _Names:
    data = wordlist.read(file)
    try:
        by_alias = _aliases(data["publisher"])
        departments = [(short, one["name"]) for one in data["department"] for short in one.get("short", [])]
        renamed = {one["old"]: (one["new"], one["until"]) for one in data["renamed"]}
        return _Names(by_alias, tuple(departments), renamed, dict(data["places"]))
    except KeyError as error:
        raise BadFile(f"{file.name}: an entry has no {error}: add it.") from error


def _aliases(entries: list[dict[str, object]]) -> dict[str, Publisher]:
    found: dict[str, Publisher] = {}
    for entry in entries:
        known = Publisher(str(entry["name"]), str(entry.get("house") or entry["name"]), str(entry["kind"]))
        aliases = entry.get("alias", [])
        if not isinstance(aliases, list):
            raise BadFile(f"{FILE.name}: the alias of {known.name} is not a list: write it in [ ].")
        for spelling in (known.name, *map(str, aliases)):
            other = found.setdefault(fold(spelling), known)
            if other is not known:
                raise BadFile(f"{FILE.name}: “{spelling}” stands under {other.name} and {known.name}: keep one.")
    return found
