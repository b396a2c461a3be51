"""Days that only the day of publication makes certain: "5月8日", "8 日", "当日", "上周五", "去年10月".

They are resolved against the article's own day, never the issue's: an article is days older than the issue.
"""

import re
from datetime import date, timedelta

from nlp.dates import FoundDate, day_of, find_dates, number
from nlp.text import narrow

_N = r"\d{1,2}|三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_DAYS = {"前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晨": 0, "今早": 0,
         "明天": 1, "明日": 1, "后天": 2}  # fmt: skip
_WEEKS = {"上上周": -2, "上周": -1, "上星期": -1, "本周": 0, "这周": 0, "本星期": 0, "下周": 1, "下星期": 1}
_WEEKDAYS = "一二三四五六日"
_WORDS = re.compile(
    rf"""
    (?:(?P<year>前年|去年|上年|今年|本年|明年|同年|当年)(?:的)?|(?<![\d年]))\s*(?P<m>(?<!\d)(?:{_N}))\s*月
        (?:\s*(?P<md>(?:{_N})(?=\s*[日号]))\s*[日号])?(?!份?度)
    |(?P<month>本月|当月|上月|上个月|下月|下个月)(?:\s*(?P<monthd>{_N})\s*[日号])?
    |(?<![\d月./:第年-])(?<!\d,)(?P<d>\d{{1,2}})\s*[日号](?![线院楼文令第公机店桥])
    |(?P<word>{"|".join(_DAYS)})
    |(?P<same>当日|当天|当晚|同日|同一天)
    |(?<![每逢、])(?:(?<![至到])|(?<=截至))(?:(?P<week>{"|".join(_WEEKS)})(?P<wd>[一二三四五六日天])
        |(?<![上本下这])(?:周|星期|礼拜)(?P<bare>[一二三四五六日天]))(?![期年刊边围至到、-]|报(?![收价于]))
    """,
    re.VERBOSE,
)
_COMPARED = ("较", "比")  # “较前日上涨, 当日…”: 当日 is not the day compared with
_LINK = re.compile(r"\s*(?:和|、|至|到|-|~|及|与|或)\s*")
_AHEAD = re.compile(r"(?:将于|定于|拟于|将在|预计|截止|截至|不晚于)\s*$")


def resolve_dates(text: str, published_on: date) -> list[FoundDate]:
    """Give every day and month that `text` names, full or relative, in order of place."""
    plain = narrow(text)
    full = {found.start: found for found in find_dates(text)}
    inside = [(found.start, found.end) for found in full.values()]
    found = list(full.values())
    for word in _WORDS.finditer(plain):
        if any(start < word.end() and word.start() < end for start, end in inside):
            continue
        earlier = (
            one for one in found if one.end <= word.start() and plain[one.start - 1 : one.start] not in _COMPARED
        )
        before = max(earlier, key=lambda one: one.end, default=None)
        if one := _resolve(word, plain, published_on, before):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _resolve(word: re.Match[str], text: str, today: date, before: FoundDate | None) -> FoundDate | None:
    ahead = bool(_AHEAD.search(text[max(0, word.start() - 4) : word.start()]))
    day: date | None = None
    if word["m"]:
        return _month_and_day(word, today, before)
    if word["month"]:
        return _named_month(word, today)
    if word["d"]:
        linked = before if before and _LINK.fullmatch(text[before.end : word.start()]) else None
        day = _bare_day(int(word["d"]), today, linked, ahead=ahead)
    elif word["word"]:
        day = today + timedelta(_DAYS[word["word"]])
    elif word["same"]:
        day = before.day if before and before.precision == "day" else today
    elif word["wd"] or word["bare"]:
        day = _weekday(word["week"], (word["wd"] or word["bare"]).replace("天", "日"), today)
    return FoundDate(day, word.start(), word.end()) if day else None


def _month_and_day(word: re.Match[str], today: date, before: FoundDate | None) -> FoundDate | None:
    month, day = number(word["m"]), number(word["md"]) if word["md"] else 1
    if word["year"] in _YEARS:
        year = today.year + _YEARS[word["year"]]
    elif word["year"]:
        year = before.day.year if before else today.year
    else:
        year = _nearest_year(month, day, today)
    found = day_of(year, month, day)
    return FoundDate(found, word.start(), word.end(), "day" if word["md"] else "month") if found else None


def _nearest_year(month: int, day: int, today: date) -> int:
    """A day without a year is the one nearest to publication: "12月30日" in a text of January is last year's."""
    near = [found for year in (-1, 0, 1) if (found := day_of(today.year + year, month, day))]
    return min(near, key=lambda one: abs(one - today)).year if near else today.year


def _named_month(word: re.Match[str], today: date) -> FoundDate | None:
    step = {"本": 0, "当": 0, "上": -1, "下": 1}[word["month"][0]]
    years, month = divmod(today.month - 1 + step, 12)
    found = day_of(today.year + years, month + 1, number(word["monthd"]) if word["monthd"] else 1)
    return FoundDate(found, word.start(), word.end(), "day" if word["monthd"] else "month") if found else None


def _bare_day(day: int, today: date, linked: FoundDate | None, *, ahead: bool) -> date | None:
    """Read "5日和7日" in the month of the date it is linked to; alone, as the last such day up to publication."""
    if linked:
        return day_of(linked.day.year, linked.day.month, day)
    found = day_of(today.year, today.month, day)
    if found and (found <= today or ahead):
        return found
    years, month = divmod(today.month - 2, 12)
    return day_of(today.year + years, month + 1, day)


def _weekday(week: str | None, name: str, today: date) -> date:
    monday = today - timedelta(today.weekday())
    if week:
        return monday + timedelta(7 * _WEEKS[week] + _WEEKDAYS.index(name))
    # Bare "周一" is the last one that has been.
    return today - timedelta((today.weekday() - _WEEKDAYS.index(name)) % 7)
