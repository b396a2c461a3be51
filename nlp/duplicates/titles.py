"""What a title states, and when two like titles are of two documents: another number, place or stage filled in."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from nlp.text import fold, narrow

_ENUMERATED = re.compile(r"^\s*\d{1,4}\s*[、.．]\s*(?=\D)")
# “ - 人民日报”, “_光明网”, “【2】”, “（国际观察）”: what sites add to a title.
_SITE = re.compile(
    r"\s*(?:[-_|][^-_|]{2,12}|【\d+】|[(]\d+[)]|[(（](?!第)(?![^()（）]*(?:稿|草案|修订|修正))[\u3400-\u9fff]{2,8}[）)])$"
)
# With its unit; a bare figure below 100 is a page's or a list's.
_NUMBER = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?[%年月日号时分万亿千百吨元人家个项次期批天米倍度点位辆座场]"
    r"|\d{3,}(?:,\d{3})*(?:\.\d+)?|\d+\.\d+"
)
_UNSTABLE = str.maketrans("", "", ",.%")  # marks that scraped figures lose: 31.5% is 315 there
_SERIES = re.compile(
    r"第\s*([\d一二三四五六七八九十百]+)\s*([批次期轮届号季])|([二三四五六七八九])(次)(?=竞价|拍卖|公告|发放)"
    r"|(?<![第新上下这本每同近周假长短学\d])([一二三四五六七八九])(期)(?=工程|项目|$|[^间限货末满])"
    r"|[(（]([一二三四五六七八九十]+)[)）]|(?<![a-z])([a-z]{2,6}\d{2,4}(?:-\d{2,4})?)(?![\d-])|(?<![a-z])([a-z]|[ivx]+)(?=标段|包)"
)
# Titles that an office fills in like a form: two that differ in one blank are two documents.
_FORM = re.compile(r"(?:公告|通知|公示|通告|通报|结果|情况|函|批复|决定|名单|备案|说明|提示|预警)$")
_BLANK = 10  # characters of the blank; longer, the titles are no longer of one form
_PRINTED = 6  # characters that the form itself has at least
# In any title a blank that is a place's name, or who received whom, makes two documents.
_PLACE = re.compile(r"[省市县区州盟旗镇乡村]$")
_HERE = re.compile(r"^[我本全各该]")
_RECEIVES = re.compile(r"^.{0,2}(?:会见|会晤|到访|来访|一行)")
_MARKS = re.compile(r"[\W_]+")
_PROVINCE = re.compile(
    r"北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南"
    r"|西藏|陕西|甘肃|青海|宁夏|新疆|深圳|香港|澳门|台湾"
)
_TOWN = re.compile(r"(?:^|(?<=[省区市县州]))([\u3400-\u9fff]{2,6}?)(?:市(?!场|民|值|长)|县|自治州|自治县)")
_NO_TOWN = re.compile(r"[全我本各城都超股上入开楼车省两]$|碳$|^关于|^国")
_AGAIN = re.compile(r"(?:[二三]次|再次|第[二三]次)(?:公开)?(?:征求|审议)")
_REVISED = re.compile(r"[(（][^()（）]*修[订正](?!草案)[^()（）]*[)）]$|修[订正][稿版]?$")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title states; read only where two documents are alike, which is seldom."""

    pairs: frozenset[str]
    numbers: frozenset[str]
    series: frozenset[str]
    places: frozenset[str]
    plain: str
    reading: str

    @property
    def form(self) -> bool:
        """True for the title of an office's notice, false for a headline."""
        return bool(_FORM.search(self.plain))


@lru_cache(maxsize=10_000)
def read(title: str) -> Title:
    """Read a title that `bare` has given."""
    return Title(
        pairs=frozenset(title[i : i + 2] for i in range(len(title) - 1)),
        numbers=figures(_SERIES.sub("", title)),
        series=frozenset("".join(filter(None, found.groups())) for found in _SERIES.finditer(title)),
        places=_places(title),
        plain=_MARKS.sub("", title),
        reading="again" if _AGAIN.search(title) else "revised" if _REVISED.search(title) else "",
    )


def figures(text: str) -> frozenset[str]:
    """Give the figures of a folded text with their units, without the marks that copies lose."""
    return frozenset(figure.translate(_UNSTABLE) for figure in _NUMBER.findall(text))


def bare(title: str) -> str:
    """Take from a title the list number before it and what a site put behind it."""
    title = _ENUMERATED.sub("", narrow(title)).strip()
    while (cut := _SITE.sub("", title)) != title and len(cut) >= 6:
        title = cut
    return fold(title)


def conflict(a: Title, b: Title) -> bool:
    """True where two titles cannot be of one document; false where one is missing or only says more."""
    if a.series and b.series and a.series != b.series:
        return True
    if a.places and b.places and not a.places & b.places:
        return True
    if a.plain and b.plain and a.reading != b.reading:
        return True
    numbered = a.numbers <= b.numbers or b.numbers <= a.numbers
    return not numbered or _filled_in_otherwise(a, b)


def alike(a: Title, b: Title) -> float:
    """Give the share of the shorter title's character pairs that the other has; 1 where a title is missing."""
    fewer = min(len(a.pairs), len(b.pairs))
    return len(a.pairs & b.pairs) / fewer if fewer else 1.0


def _filled_in_otherwise(a: Title, b: Title) -> bool:
    """True for “关于清明节休市的公告” and “关于端午节休市的公告”; false where one only says more or in full."""
    if a.plain == b.plain or not a.plain or not b.plain:
        return False
    start = _shared(a.plain, b.plain)
    end = min(_shared(a.plain[::-1], b.plain[::-1]), min(len(a.plain), len(b.plain)) - start)
    blanks = [title.plain[start : len(title.plain) - end] for title in (a, b)]
    after = a.plain[len(a.plain) - end :]
    if max(map(len, blanks)) > _BLANK or start + end < _PRINTED:
        return False
    one, other = sorted(blanks, key=len)
    if not one:
        return start > 0 and len(other) >= 2 and bool(_PLACE.search(other)) and not _HERE.search(other)
    letters = iter(other)
    if all(letter in letters for letter in one):
        return False  # 发改委 and 发展改革委
    if a.form and b.form:
        return True
    return bool(_RECEIVES.search(after)) or _two_places(blanks, after)


def _two_places(blanks: list[str], after: str) -> bool:
    """True for 黄川 and 鄂岭 before 市; false for 我 and 河北 before 省."""
    named = [blank if _PLACE.search(blank) else blank + after[:1] for blank in blanks]
    return all(len(name) >= 3 and _PLACE.search(name) and not _HERE.search(name) for name in named)


def _shared(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _places(title: str) -> frozenset[str]:
    """Give the lowest places named: “河北省石家庄市” is 石家庄, “广东” is 广东."""
    towns = {name for name in _TOWN.findall(title) if not _NO_TOWN.search(name)}
    towns = {_PROVINCE.sub("", name) or name for name in towns}
    return frozenset(towns) or frozenset(_PROVINCE.findall(title))
