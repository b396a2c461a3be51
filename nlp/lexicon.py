"""The word lists in data/lexicon/sections, which editors read and change.

A file holds groups; a group has a Chinese `label` and its `terms`. The group is what a judgement rests on, so adding a
term to a group is enough: it speaks with the group's weight from then on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp import wordlist
from nlp.errors import BadFile
from nlp.text import fold

FOLDER = Path(__file__).parents[1] / "data" / "lexicon" / "sections"


@dataclass(frozen=True)
class Group:
    """One list of terms: `name` as in the file, `label` for people, `terms` folded."""

    name: str
    label: str
    terms: tuple[str, ...]


class Lexicon:
    """All groups, with a scanner that finds every term of every group in one pass."""

    def __init__(self, groups: tuple[Group, ...]) -> None:
        self.groups = {group.name: group for group in groups}
        owners: dict[str, list[str]] = defaultdict(list)
        for group in groups:
            for term in group.terms:
                owners[term].append(group.name)
        self._owners = {term: tuple(names) for term, names in owners.items()}
        starts: dict[str, list[str]] = defaultdict(list)
        for term in owners:
            starts[term[:2]].append(term)
        self._starts = {start: sorted(terms, key=lambda t: (-len(t), t)) for start, terms in starts.items()}

    @property
    def terms(self) -> list[str]:
        """Every term, sorted."""
        return sorted(self._owners)

    def find(self, text: str) -> dict[str, dict[str, int]]:
        """Count terms in folded text, longest match first, as {group: {term: times}}."""
        found: dict[str, dict[str, int]] = {}
        starts, at, end = self._starts, 0, len(text)
        while at < end:
            step = 1
            for term in starts.get(text[at : at + 2], ()):
                if text.startswith(term, at) and not _inside_a_word(text, at, term):
                    for name in self._owners[term]:
                        counts = found.setdefault(name, {})
                        counts[term] = counts.get(term, 0) + 1
                    step = len(term)
                    break
            at += step
        return found


def _inside_a_word(text: str, at: int, term: str) -> bool:
    """True where a Latin term (`CER`) is only a piece of a longer Latin word (`CCER`)."""
    if not term[0].isascii() or not term[-1].isascii():
        return False
    before, after = text[at - 1 : at], text[at + len(term) : at + len(term) + 1]
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())


@cache
def load(folder: Path = FOLDER) -> Lexicon:
    """Read every *.toml of the folder. Raises BadFile with the file's name and what to do."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BadFile(f"No word lists in {folder}: restore data/lexicon/sections from the project.")
    groups = tuple(group for file in files for group in _read(file))
    names = [group.name for group in groups]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadFile(f"The group [{twice[0]}] stands in two word lists: rename one of them.")
    return Lexicon(groups)


def _read(file: Path) -> list[Group]:
    return [_group(file, name, table) for name, table in wordlist.read(file).items()]


def _group(file: Path, name: str, table: object) -> Group:
    if not isinstance(table, dict) or set(table) != {"label", "terms"}:
        raise BadFile(f"{file.name} [{name}]: write exactly a label and terms.")
    label, terms = table["label"], table["terms"]
    if not isinstance(label, str) or not isinstance(terms, list) or not all(isinstance(t, str) for t in terms):
        raise BadFile(f"{file.name} [{name}]: the label is one string, the terms are a list of strings.")
    folded = {fold(term) for term in terms}
    short = sorted(term for term in folded if len(term) < 2)
    if short:
        raise BadFile(f"{file.name} [{name}]: the term “{short[0]}” is shorter than two characters: remove it.")
    return Group(name, label, tuple(sorted(folded)))
