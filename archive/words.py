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
    """What a reader asks: the terms as folded text, and what of them the index can answer.

    `phrases`: words that must stand together; `beginnings`: a word must begin so.
    """

    terms: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    beginnings: tuple[str, ...]


def fold(text: str) -> str:
    """Width, case and blanks between Chinese characters do not matter; paragraphs stay apart."""
    return _SEAM.sub("", unicodedata.normalize("NFKC", text).lower())


def words(texts: Iterable[str]) -> list[str]:
    """Each pair of neighbouring Chinese characters, the last one of each run, each word of letters or digits, in order.

    Pairs overlap by a character, so those of a phrase follow each other only where the phrase itself is written.
    """
    found: list[str] = []
    for text in texts:
        for run in _RUN.findall(fold(text)):
            found += [run[at : at + 2] for at in range(len(run))] if _han(run) else [run[:LONGEST]]
    return found


def ask(text: str) -> Question:
    """Cut a question at blanks into terms; all of them must be found. Empty where it holds no letter."""
    terms = [fold(term) for term in unicodedata.normalize("NFKC", text)[:LONGEST].split()][:TERMS]
    runs = {term: _RUN.findall(term) for term in terms}
    flat = list(dict.fromkeys(run for found in runs.values() for run in found))
    return Question(
        tuple(term for term in terms if runs[term]),
        tuple(tuple(run[at : at + 2] for at in range(len(run) - 1)) for run in flat if _han(run) and len(run) > 1),
        tuple(run for run in flat if not _han(run) or len(run) == 1),
    )


def holds(question: Question, texts: Iterable[str]) -> bool:
    """Whether the text really says every term: the index knows runs of letters, not what stands between them."""
    raw = "\n".join(texts)
    # Most texts say a Chinese term just so; folding a whole text costs fifty times as much as looking.
    rest = [term for term in question.terms if not (_han(term[-1]) and term in raw)]
    if not rest:
        return True
    text = fold(raw)
    return all(term in text for term in rest)


def _han(run: str) -> bool:
    return re.match(f"[{HAN}]", run) is not None
