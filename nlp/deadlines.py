"""Days that a notice sets, and events that a text announces, each with the sentence it comes from.

A day without a year lies ahead of publication here: "12月31日前" in a notice of March is this year's, where a news text
of January would mean last year's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from nlp.dates import FoundDate, day_of, find_dates
from nlp.relative import resolve_dates
from nlp.text import narrow, sentences, tidy

Kind = Literal["surrender", "verification", "report", "auction", "comment", "objection", "application", "closing",
               "effect", "meeting", "other"]  # fmt: skip

LABELS: dict[Kind, str] = {
    "surrender": "清缴履约",
    "verification": "核查",
    "report": "报送",
    "auction": "竞价",
    "comment": "征求意见截止",
    "objection": "公示期",
    "application": "申报报名",
    "closing": "休市",
    "effect": "施行",
    "meeting": "会议",
    "other": "期限",
}
# The first that fits the clause of the day (else its sentence) names the kind.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("closing", re.compile(r"休市|停止交易|暂停交易")),
    ("effect", re.compile(r"起施行|起实施|起执行|起生效|正式施行")),
    (
        "comment",
        re.compile(
            r"(?:反馈|修改|征求|书面)意见|意见(?:反馈|征求|截止)|征求意见|意见[^。]{0,30}反馈|反馈(?=至|到|我|给|[。;]|$)"
        ),
    ),
    ("objection", re.compile(r"公示(?:期|时间)|异议")),
    ("surrender", re.compile(r"清缴|履约|上缴配额|注销配额")),
    ("auction", re.compile(r"竞价|竞买|拍卖|保证金|挂牌转让")),
    ("verification", re.compile(r"核查|复查|抽查")),
    ("application", re.compile(r"申报|报名|申请|推荐|遴选|投标|响应文件|开标")),
    ("report", re.compile(r"报送|提交|报告|填报|上报|上传|存证|报我|报至|报省")),
    ("meeting", re.compile(r"召开|举行|举办|开幕|会议|论坛|研讨会|培训|座谈会|峰会|年会|博览会")),
)
_WRAP = re.compile(r"(?<=[^\n。！？!?；;：:]{15})\n(?=[^\s\d一二三四五六七八九十（(])")
_UNTIL = re.compile(
    r"^\s*(?:\([^)]{1,6}\))?\s*(?:[上下中]午|晚上?)?\s*(?:\d{1,2}[:时点]\d{0,2}分?)?\s*[)]?\s*(?:[底末]?之?前|以前|止|为止|截止|[,，]?逾期)"
)
_BEFORE_IT = re.compile(
    r"(?:截止(?:时间|日期?)?(?:为|是|到|至)?|截至|不晚于|最迟|期限(?:为|至)?|至|到|-|~)\s*[:：]?\s*$"
)
_AHEAD = re.compile(r"(?:定于|将于|拟于|将在|自|从|于|时间(?:为|是)?|日期(?:为|是)?)\s*[:：]?\s*$")
_OPEN_END = re.compile(
    r"^\s*(?:\([^)]{1,6}\))?\s*(?:起|开始|上午|下午|\d{1,2}[:时点]|举行|举办|召开|在|至|到|-|~|开展|组织)"
)
_PAST = re.compile(r"已于|曾于|了(?:[,，。]|$)|截至[^,，。]{0,16}(?:累计|共|已)")
_LAST_YEAR = re.compile(r"去年|上年|前年|昨|前[日天]|上[个周月]")
_MONTH_END = re.compile(r"\s*份?[底末]之?前")
_CLAUSE = re.compile(r"[,，;；]")
_SPAN = re.compile(r"\s*(?:\([^)]{1,8}\))?\s*(?:至|到|-|~)\s*(?:\([^)]{1,8}\))?\s*")


@dataclass(frozen=True, slots=True)
class Event:
    """A day that lies ahead: `until` is true for the last day of something, false for the day it takes place.

    `first` is the first day where the text gives a span, else None.
    """

    day: date
    kind: Kind
    until: bool
    sentence: str
    first: date | None = None


def find(text: str, published_on: date | None = None, *, every: bool = False) -> list[Event]:
    """Give deadlines and events in order of day; with `published_on`, only those on that day or later.

    `every`: last days of no known kind too, as "other".
    """
    found: dict[tuple[date, Kind], Event] = {}
    for sentence in sentences(_WRAP.sub("", text)):
        for event in _read(sentence, published_on, every=every):
            if published_on is None or event.day >= published_on:
                found.setdefault((event.day, event.kind), event)
    return sorted(found.values(), key=lambda event: (event.day, event.kind))


def _read(sentence: str, published_on: date | None, *, every: bool) -> Iterator[Event]:
    plain = narrow(sentence)
    days = _days(plain, published_on)
    for at, (start, end, day) in enumerate(days):
        before, after = plain[:start], plain[end:]
        spanned = at + 1 < len(days) and bool(_SPAN.fullmatch(plain[end : days[at + 1][0]]))
        if spanned:
            continue
        first = days[at - 1][2] if at and _SPAN.fullmatch(plain[days[at - 1][1] : start]) else None
        until = bool(_UNTIL.match(after) or _BEFORE_IT.search(before))
        announced = until or bool(_AHEAD.search(before) or _OPEN_END.match(after))
        clause = plain[_last(_CLAUSE, before) : end + _next(_CLAUSE, after)]
        kind = _kind(clause) or _kind(plain) or ("other" if every and until else None)
        if announced and kind and not _PAST.search(clause):
            yield Event(day, kind, until, tidy(sentence), first)


def _days(plain: str, published_on: date | None) -> list[tuple[int, int, date]]:
    full = {(one.start, one.end) for one in find_dates(plain)}
    found = resolve_dates(plain, published_on) if published_on else find_dates(plain)
    days: list[tuple[int, int, date]] = []
    for one in found:
        if one.precision == "day":
            past = _LAST_YEAR.match(plain, one.start)
            days.append((one.start, one.end, one.day if past else _ahead(one, published_on, full)))
        elif _MONTH_END.match(plain, one.end):  # “9月底前”
            first = one.day.replace(day=28) + timedelta(4)
            days.append((one.start, one.end, first - timedelta(first.day)))
    return days


def _ahead(found: FoundDate, published_on: date | None, full: set[tuple[int, int]]) -> date:
    """A day whose year the text leaves out is the next such day after publication."""
    if published_on is None or (found.start, found.end) in full or found.day >= published_on:
        return found.day
    later = day_of(found.day.year + 1, found.day.month, found.day.day)
    # Half a year back is what the text reports, farther back is what it announces.
    return later if later and (published_on - found.day).days > 31 else found.day


def _kind(clause: str) -> Kind | None:
    return next((kind for kind, words in _KINDS if words.search(clause)), None)


def _last(mark: re.Pattern[str], text: str) -> int:
    return max((found.end() for found in mark.finditer(text)), default=0)


def _next(mark: re.Pattern[str], text: str) -> int:
    found = mark.search(text)
    return found.start() if found else len(text)
