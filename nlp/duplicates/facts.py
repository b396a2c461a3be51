"""The facts that keep two look-alikes apart: numbers, places, series and 文号.

Text alone cannot: daily market notes and the notices of two years share 95 % of their words.
"""

import marshal
import re
from array import array
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from nlp.metadata import doc_number as numbering
from nlp.metadata.head import Sheet
from nlp.text import fold, narrow

# Reprints lose some figures in tables; below this share of common figures, two texts state different facts.
_SHARED_NUMBERS = 0.7
_FEW_NUMBERS = 3
_MONTH_APART = 31
_SURE = 0.8

_ENUMERATED = re.compile(r"^\s*\d{1,4}\s*[、.．]\s*(?=\D)")
# “ - 人民日报”, “_光明网”, “【2】”, “（国际观察）”: what sites add to a title.
_SITE = re.compile(r"\s*(?:[-_|][^-_|]{2,12}|【\d+】|[(]\d+[)]|[(（](?!第)[\u3400-\u9fff]{2,8}[）)])$")
# With its unit; a bare figure below 100 is a page's or a list's.
_NUMBER = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?[%年月日号时分万亿千百吨元人家个项次期批天米倍度点位辆座场]"
    r"|\d{3,}(?:,\d{3})*(?:\.\d+)?|\d+\.\d+"
)
_SERIES = re.compile(
    r"第\s*([\d一二三四五六七八九十百]+)\s*([批次期轮届号季])|([二三四五六七八九])(次)(?=竞价|拍卖|公告|发放)"
    r"|[(（]([一二三四五六七八九十]+)[)）]|(?<![a-z])([a-z]{2,6}\d{2,4}(?:-\d{2,4})?)(?![\d-])|(?<![a-z])([a-z]|[ivx]+)(?=标段|包)"
)
# Titles that an office fills in like a form: two that differ in one blank are two documents.
_FORM = re.compile(r"(?:公告|通知|公示|通告|通报|结果|情况|复函|批复|决定|名单|备案|说明|提示)$")
_BLANK = 10  # characters of the blank; longer, the titles are no longer of one form
_PRINTED = 6  # characters that the form itself has at least
_MARKS = re.compile(r"[\W_]+")
_PAGE_NUMBER = re.compile(r"^[\s—–-]*[\d０-９]{1,4}[\s—–-]*$", re.MULTILINE)
_ISSUE = re.compile(r"第([\d一二三四五六七八九十百]+)期")
_HEAD = 1500
_OPENING = 60  # characters in which a page names its own issue where the title is the same for all of a series
_PROVINCE = re.compile(
    r"北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南"
    r"|西藏|陕西|甘肃|青海|宁夏|新疆|深圳|香港|澳门|台湾"
)
_TOWN = re.compile(r"(?:^|(?<=[省区市县州]))([\u3400-\u9fff]{2,6}?)(?:市(?!场|民|值|长)|县|自治州|自治县)")
_NO_TOWN = re.compile(r"[全我本各城都超股上入开楼车省两]$|碳$|^关于|^国")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document states, small enough to keep for a million documents; `numbers` are hashes, packed."""

    title: str
    numbers: bytes
    doc_number: str | None
    day: date | None
    length: int
    series: str = ""

    @classmethod
    def of(cls, title: str, text: str, day: date | None) -> "Facts":
        plain = fold(_PAGE_NUMBER.sub("", text))
        figures = {hash(figure.replace(",", "")) for figure in _NUMBER.findall(plain)}
        return cls(
            title=bare_title(title),
            numbers=array("q", figures).tobytes(),
            doc_number=numbering.find(Sheet.of(text[:_HEAD])),
            day=day,
            length=len(plain),
            series="|".join(_ISSUE.findall(plain[:_OPENING])),
        )

    def packed(self) -> bytes:
        """Give the facts as bytes, for a process of its own (the hashes of another one differ)."""
        day = self.day.toordinal() if self.day else 0
        return marshal.dumps((self.title, self.numbers, self.doc_number, day, self.length, self.series))

    @classmethod
    def unpacked(cls, record: bytes) -> "Facts":
        title, numbers, doc_number, day, length, series = marshal.loads(record)  # noqa: S302  (written by `packed`)
        return cls(title, numbers, doc_number, date.fromordinal(day) if day else None, length, series)


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title states; read only where two documents are alike, which is seldom."""

    pairs: frozenset[str]
    numbers: frozenset[str]
    series: frozenset[str]
    places: frozenset[str]
    form: str


@lru_cache(maxsize=10_000)
def _titled(title: str) -> _Title:
    return _Title(
        pairs=frozenset(title[i : i + 2] for i in range(len(title) - 1)),
        numbers=frozenset(_NUMBER.findall(_SERIES.sub("", title))),
        series=_series(title),
        places=_places(title),
        form=_form(title),
    )


def _series(text: str) -> frozenset[str]:
    return frozenset("".join(filter(None, found.groups())) for found in _SERIES.finditer(text))


def bare_title(title: str) -> str:
    """Take from a title the list number before it and what a site put behind it."""
    title = _ENUMERATED.sub("", narrow(title)).strip()
    while (cut := _SITE.sub("", title)) != title and len(cut) >= 6:
        title = cut
    return fold(title)


def conflict(a: Facts, b: Facts, likeness: float) -> bool:
    """True where two like texts state different facts and so are two stories; `likeness` is their overlap, 0 to 1."""
    if a.doc_number and b.doc_number and a.doc_number != b.doc_number:
        return True
    if _titles_conflict(_titled(a.title), _titled(b.title)):
        return True
    if a.series and b.series and a.series != b.series and a.title == b.title:
        return True
    if a.day and b.day and abs((a.day - b.day).days) > _MONTH_APART and likeness < _SURE:
        return True
    fewer, more = sorted((_unpacked(a.numbers), _unpacked(b.numbers)), key=len)
    return len(fewer) >= _FEW_NUMBERS and len(fewer & more) < _SHARED_NUMBERS * len(fewer)


def _form(title: str) -> str:
    """The title of an office's notice without marks; "" for a headline."""
    plain = _MARKS.sub("", title)
    return plain if _FORM.search(plain) else ""


def _filled_in_otherwise(a: str, b: str) -> bool:
    """True for “关于清明节休市的公告” and “关于端午节休市的公告”; false where one only says more or in full."""
    if a == b or not a or not b:
        return False
    start = _shared(a, b)
    end = min(_shared(a[::-1], b[::-1]), min(len(a), len(b)) - start)
    one, other = sorted((a[start : len(a) - end], b[start : len(b) - end]), key=len)
    letters = iter(other)
    if all(letter in letters for letter in one):
        return False  # 发改委 and 发展改革委
    return len(other) <= _BLANK and start + end >= _PRINTED


def _shared(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _titles_conflict(a: _Title, b: _Title) -> bool:
    if a.series and b.series and a.series != b.series:
        return True
    if a.places and b.places and not a.places & b.places:
        return True
    numbered = a.numbers <= b.numbers or b.numbers <= a.numbers
    return not numbered or _filled_in_otherwise(a.form, b.form)


def _unpacked(numbers: bytes) -> frozenset[int]:
    return frozenset(array("q", numbers))


def titles_alike(a: Facts, b: Facts) -> float:
    """Give the share of the shorter title's character pairs that the other has; 1 where a title is missing."""
    one, other = _titled(a.title).pairs, _titled(b.title).pairs
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 1.0


def _places(title: str) -> frozenset[str]:
    """Give the lowest places named: “河北省石家庄市” is 石家庄, “广东” is 广东."""
    towns = {name for name in _TOWN.findall(title) if not _NO_TOWN.search(name)}
    towns = {_PROVINCE.sub("", name) or name for name in towns}
    return frozenset(towns) or frozenset(_PROVINCE.findall(title))
