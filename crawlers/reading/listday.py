"""The day of one row of a list, in whatever shape it is printed; a day in the address is the last resort."""

import re
from datetime import date, timedelta

from lxml.html import HtmlElement

from crawlers.reading.dom import visible, words
from nlp.dates import day_of, find_dates, parse_date

# "…通知2026-07-03": mem.gov.cn prints the day inside the link.
AT_END = re.compile(r"[\[(（【\s]*20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])）】\s]*$")
AT_START = re.compile(r"^[\[(（【\s]*20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】\s]*")
_AGO = re.compile(
    r"(?P<days>\d{1,2})\s?(?:天前|days? ago)|(?P<weeks>\d)\s?(?:周前|weeks? ago)"
    r"|(?P<one>昨天|\byesterday\b)|(?P<two>前天)"
    r"|\d{1,2}\s?(?:分钟|个?小时)前|\d{1,2}\s?(?:minutes?|mins?|hours?|hrs?) ago|今天|刚刚|\b(?:just now|today)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:发布|发表|更新|公示|公开|成文)?(?:日期|时间)\s*[:：]?\s*")
_BRACKETS = "[]()（）【】〔〕 \t\n·|/-"
_DATE_WORDS = frozenset({"date", "time", "datetime", "rq", "riqi", "sj", "shijian", "fbsj", "pubdate", "pubtime"})
# 18 over 2026-11, 11-18 over 2026: a block of its own, two lines of it.
_OVER = (
    re.compile(r"(?P<d>\d{1,2})日?\s+(?P<y>20\d\d)\s?[-./年]\s?(?P<m>\d{1,2})月?"),
    re.compile(r"(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?\s+(?P<y>20\d\d)年?"),
    re.compile(r"(?P<y>20\d\d)年?\s+(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<y>20\d\d)\s?[-./年]\s?(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?"),
)
_CLOCK = r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_SHORT_YEAR = re.compile(r"(?P<y>[12]\d)[-./](?P<m>[01]\d)[-./](?P<d>[0-3]\d)" + _CLOCK)
_NO_YEAR = re.compile(r"(?P<m>[01]?\d)\s?[-./月]\s?(?P<d>[0-3]?\d)日?" + _CLOCK)
_YEAR_HEAD = re.compile(r"(?P<y>20\d\d)\s?年?度?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SMALL = 24  # characters of an element that holds a day and nothing else


def day_beside(row: HtmlElement, title: str, today: date | None) -> date | None:
    """Give the day that a row prints; `title`: the text of its link, whose own days are others. None: it prints none.

    A day in an element of its own goes before one in running text: a summary names days too.
    """
    small = [*_small(row)]
    for text in small:
        if found := _whole(text):
            return found
    inside = AT_END.search(title) or AT_START.search(title)
    for text in (spaced(row).replace(title, " ", 1), inside[0] if inside else ""):
        if found_days := find_dates(text):
            return found_days[0].day
    beside = spaced(row).replace(title, " ", 1)
    return ago(beside, today) or next((day for text in small if (day := _partial(text, row, title, today))), None)


def _small(row: HtmlElement) -> list[str]:
    """The texts of a row's small elements, those named after a day first, the innermost first."""
    told: list[tuple[int, str]] = []
    for element in row.iter():
        if element.tag == "time" and (element.get("datetime") or ""):
            told.append((0, str(element.get("datetime"))))
        text = spaced(element)
        if 0 < len(text) <= _SMALL and element is not row:
            told.append((1 if words(element) & _DATE_WORDS else 2, text))
    return [text for _, text in sorted(told, key=lambda pair: pair[0])]


def _whole(text: str) -> date | None:
    """The day of a text that is a day and nothing else, label and brackets apart."""
    plain = _LABEL.sub("", text.strip(_BRACKETS)).strip(_BRACKETS)
    if found := parse_date(plain):
        return found
    return next((_built(over["y"], over) for form in _OVER if (over := form.fullmatch(plain))), None)


def _partial(text: str, row: HtmlElement, title: str, today: date | None) -> date | None:
    """A day whose year is printed with two digits, over the list, or not at all: then it is the last such day."""
    plain = _LABEL.sub("", text.strip(_BRACKETS)).strip(_BRACKETS)
    # 26/11/18 begins with the year on a Chinese page only.
    if _CHINESE.search(title) and (short := _SHORT_YEAR.fullmatch(plain)):
        found = _built(f"20{short['y']}", short)
        return found if found and today and found <= today else None
    bare = _NO_YEAR.fullmatch(plain)
    if not bare:
        return None
    if year := _year_over(row):
        return _built(year, bare)
    if today is None:
        return None
    days = (_built(str(year), bare) for year in (today.year, today.year - 1))
    return next((day for day in days if day and day <= today), None)


def _year_over(row: HtmlElement) -> str:
    """The year that heads this row's group: the nearest element before it whose text is a year alone."""
    for one in (row, *list(row.iterancestors())[:3]):
        for before in one.itersiblings(preceding=True):
            if found := _YEAR_HEAD.fullmatch(visible(before)):
                return str(found["y"])
    return ""


def _built(year: str, found: re.Match[str]) -> date | None:
    return day_of(int(year), int(found["m"]), int(found["d"]))


def ago(text: str, today: date | None) -> date | None:
    """The day of "2天前" or "yesterday", counted from `today`."""
    found = _AGO.search(text)
    if not found or today is None:
        return None
    days = int(found["days"] or 0) + 7 * int(found["weeks"] or 0) + (1 if found["one"] else 0)
    return today - timedelta(days=days + (2 if found["two"] else 0))


def spaced(element: HtmlElement) -> str:
    """The text of an element with a blank between its parts: <b>18</b><i>2026-11</i> is no number."""
    return " ".join(" ".join(str(part) for part in element.itertext()).split())
