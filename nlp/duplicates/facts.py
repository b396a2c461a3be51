"""The facts that keep two look-alikes apart: numbers, places, series and 文号.

Text alone cannot: daily market notes and the notices of two years share 95 % of their words.
"""

import marshal
import re
from array import array
from dataclasses import dataclass
from datetime import date

from nlp.duplicates import titles
from nlp.metadata import doc_number as numbering
from nlp.metadata.head import Sheet
from nlp.text import fold

# Reprints lose some figures in tables; below this share of common figures, two texts state different facts.
_SHARED_NUMBERS = 0.7
_FEW_NUMBERS = 3
_MONTH_APART = 31
_HALF_A_YEAR = 180
_SURE = 0.8

# What a page prints about itself: its numbers, “2023-06-02 09:14”, “浏览次数：382”.
_PAGE_NUMBER = re.compile(r"^[\s—–-]*[\d０-９]{1,4}[\s—–-]*$", re.MULTILINE)
_STAMP = re.compile(
    r"20\d\d[-/]\d{1,2}[-/]\d{1,2}(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?|(?:浏览|阅读|点击|访问)[次数量：:\s]*\d+"
)
_YEARS = {hash(f"{year}年"): year for year in range(2000, 2061)}
_ISSUE = re.compile(r"第([\d一二三四五六七八九十百]+)期")
_DRAFT = re.compile(r"征求意见|意见征集|征集意见|草案|送审稿|审议稿|反馈意见")
_HEAD = 1500
_OPENING = 60  # characters in which a page names its own issue where the title is the same for all of a series
_LETTER = 300  # characters in which a draft says that it is one


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document states, small enough to keep for a million documents; `numbers` are hashes, packed."""

    title: str
    numbers: bytes
    doc_number: str | None
    day: date | None
    length: int
    series: str = ""
    draft: bool = False

    @classmethod
    def of(cls, title: str, text: str, day: date | None) -> "Facts":
        plain = fold(_PAGE_NUMBER.sub("", _STAMP.sub("", text)))
        figures = set(map(hash, titles.figures(plain)))
        return cls(
            title=titles.bare(title),
            numbers=array("q", figures).tobytes(),
            doc_number=numbering.find(Sheet.of(text[:_HEAD])),
            day=day,
            length=len(plain),
            series="|".join(_ISSUE.findall(plain[:_OPENING])),
            draft=bool(_DRAFT.search(title) or _DRAFT.search(plain[:_LETTER])),
        )

    def packed(self) -> bytes:
        """Give the facts as bytes, for a process of its own (the hashes of another one differ)."""
        day = self.day.toordinal() if self.day else 0
        return marshal.dumps((self.title, self.numbers, self.doc_number, day, self.length, self.series, self.draft))

    @classmethod
    def unpacked(cls, record: bytes) -> "Facts":
        title, numbers, doc_number, day, *rest = marshal.loads(record)  # noqa: S302  (written by `packed`)
        return cls(title, numbers, doc_number, date.fromordinal(day) if day else None, *rest)


def conflict(a: Facts, b: Facts, likeness: float) -> bool:
    """True where two like texts state different facts and so are two stories; `likeness` is their overlap, 0 to 1."""
    if a.doc_number and b.doc_number and a.doc_number != b.doc_number:
        return True
    if titles.conflict(titles.read(a.title), titles.read(b.title)):
        return True
    if a.series and b.series and a.series != b.series and a.title == b.title:
        return True
    if a.title and b.title and a.draft != b.draft:
        return True
    apart = abs((a.day - b.day).days) if a.day and b.day else 0
    if apart > _MONTH_APART and likeness < _SURE:
        return True
    fewer, more = sorted((_unpacked(a.numbers), _unpacked(b.numbers)), key=len)
    if apart > _HALF_A_YEAR and _other_years(fewer, more):
        return True
    return len(fewer) >= _FEW_NUMBERS and len(fewer & more) < _SHARED_NUMBERS * len(fewer)


def _other_years(a: frozenset[int], b: frozenset[int]) -> bool:
    """True where each of two texts names a year that the other does not: the same form, a year later."""
    one, other = a & _YEARS.keys(), b & _YEARS.keys()
    return not one <= other and not other <= one


def titles_alike(a: Facts, b: Facts) -> float:
    """Give how alike two documents' titles are, 0 to 1; 1 where a title is missing."""
    return titles.alike(titles.read(a.title), titles.read(b.title))


def _unpacked(numbers: bytes) -> frozenset[int]:
    return frozenset(array("q", numbers))
