"""Text → the words that search knows it by, and a question → the words it asks for.

Chinese is indexed by pairs of neighbouring characters, not by a dictionary's words: a cut depends on what stands around
("碳价" is one word alone and none in "碳价格"), so a dictionary loses two-character words. Pairs never do.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_SEAM = re.compile(rf"(?<=[{HAN}])[^\S\n]+(?=[{HAN}])")
LONGEST = 100
TERMS = 8


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks: the terms as folded text, and the words of the index that they need."""

    terms: tuple[str, ...]
    words: tuple[str, ...]
    beginnings: tuple[str, ...]


def fold(text: str) -> str:
    """Width, case and blanks between Chinese characters do not matter; paragraphs stay apart."""
    return _SEAM.sub("", unicodedata.normalize("NFKC", text).lower())


def words(texts: Iterable[str]) -> set[str]:
    """Every pair of neighbouring Chinese characters, the last one of each run, every word of letters or digits."""
    found: set[str] = set()
    for text in texts:
        for run in _RUN.findall(fold(text)):
            if _han(run):
                found.update(run[at : at + 2] for at in range(len(run)))
            else:
                found.add(run[:LONGEST])
    return found


def ask(text: str) -> Question:
    """Cut a question at blanks into terms; all of them must be found. Empty where it holds no letter."""
    terms = [fold(term) for term in unicodedata.normalize("NFKC", text)[:LONGEST].split()][:TERMS]
    whole: list[str] = []
    beginnings: list[str] = []
    kept = []
    for term in terms:
        runs = _RUN.findall(term)
        kept += [term] if runs else []
        for run in runs:
            if not _han(run) or len(run) == 1:
                beginnings.append(run)
            else:
                whole += [run[at : at + 2] for at in range(len(run) - 1)]
    return Question(tuple(kept), tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(beginnings)))


def holds(question: Question, texts: Iterable[str]) -> bool:
    """Whether the text really says every term: pairs may all be there and yet not stand together."""
    text = "\n".join(fold(part) for part in texts)
    return all(term in text for term in question.terms)


def _han(run: str) -> bool:
    return re.match(f"[{HAN}]", run) is not None
