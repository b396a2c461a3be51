"""Days as Chinese and English pages write them, read strictly: an impossible date is no date.

Days that need a day of publication to be understood ("8 日", "上周五") are read by `nlp.relative`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.text import narrow

Precision = Literal["day", "month"]

# Zero is printed as 〇, ○, ◯, the letter O, 零 or a plain 0.
_ZERO = "〇○◯零Oo0Ο"
_NUMERALS = {**dict.fromkeys(_ZERO, 0), "元": 1} | {char: i for i, char in enumerate("一二三四五六七八九", 1)}
_CN_DIGIT = rf"[{_ZERO}一二三四五六七八九]"
_CN_YEAR = rf"[一二]\s?{_CN_DIGIT}\s?{_CN_DIGIT}\s?{_CN_DIGIT}"
_CN_MONTH = r"十[一二]?|元|正|[一二三四五六七八九]"
_CN_DAY = r"三十一?|[一二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]"
_YEAR = rf"(?:(?:1\s?9|2\s?0)\s?\d\s?\d|{_CN_YEAR})"
# A day may be cut in two by a line end ("26\n日"). 日 may be missing ("2011年09月26 来源"): then no digit may follow.
_DAY = rf"(?:(?:[0-3]\s?)?\d|{_CN_DAY})(?=\s*[日号])|[0-3]?\d(?!\s*\d|\s*月)|[0-3]\d(?=\s*\d\d?:\d\d)"
_CHINESE = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR})\s*年\s*(?P<m>[01]?\s?\d|{_CN_MONTH})\s*月\s*(?:份\s*)?(?P<d>{_DAY})(?:\s*[日号])?"
)
# "2017-05-1808:59": where the blank before the time is lost, the day has two digits.
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s?(?P<s>[-/.])\s?(?P<m>[01]?\d)\s?(?P=s)\s?"
    r"(?P<d>[0-3]\d(?=\d\d:\d\d)|[0-3]?\d(?!\d|\.\d))"
)
# Eight digits are a day only where nothing makes them a quantity.
_COMPACT = re.compile(r"(?<![\d.,A-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d,]|\.\d|\s*[万亿吨元笔])")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EN_MONTH = r"(?P<m>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)"
_MONTH_FIRST = re.compile(
    rf"\b{_EN_MONTH}\.?\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s+{_EN_MONTH}\.?,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE
)
_FORMS = (_CHINESE, _NUMERIC, _COMPACT, _MONTH_FIRST, _DAY_FIRST)
_REST = re.compile(
    r"(?:T|\s|上午|下午|星期[一二三四五六日天]|周[一二三四五六日]|\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2})?(?:\.\d+)?[分秒]?"
    r"|Z|\(|\)|[+-]\d\d:?\d\d)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundDate:
    """A day in a text and the place it stands in; of a month without a day, the first day."""

    day: date
    start: int
    end: int
    precision: Precision = "day"


def number(text: str) -> int:
    """Read a month, a day or a year in digits or Chinese numerals (十二, 廿六, 三十一, 二〇一七).

    Raises ValueError where it is neither.
    """
    text = "".join(text.split())
    if text.isascii() and text.isdigit():
        return int(text)
    if text == "正":
        return 1
    tens, mark, ones = text.replace("廿", "二十").partition("十")
    if mark:
        return (_digits(tens) if tens else 1) * 10 + (_digits(ones) if ones else 0)
    return _digits(text)


def _digits(text: str) -> int:
    try:
        return int("".join(str(_NUMERALS[char] if char in _NUMERALS else int(char)) for char in text))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a number of a date") from error


def find_dates(text: str) -> list[FoundDate]:
    """Give every full date of `text` in order; a date that no calendar has is left out."""
    found: list[FoundDate] = []
    for one in sorted(_candidates(narrow(text)), key=lambda one: one.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def find_date(text: str) -> date | None:
    """Give the first full date of `text`."""
    return next((found.day for found in find_dates(text)), None)


def parse_date(text: str) -> date | None:
    """Read a text that is a date and nothing else (a time and a weekday may follow), else None."""
    text = text.strip()
    found = find_dates(text)
    if len(found) != 1 or found[0].start != 0 or not _REST.fullmatch(narrow(text[found[0].end :])):
        return None
    return found[0].day


def day_of(year: int, month: int, day: int) -> date | None:
    """Give the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _candidates(text: str) -> Iterator[FoundDate]:
    for form in _FORMS:
        for found in form.finditer(text):
            month = found["m"][:3].lower()
            read = _MONTHS.index(month) + 1 if month in _MONTHS else number(found["m"])
            day = day_of(number(found["y"]), read, number(found["d"]))
            if day:
                yield FoundDate(day, found.start(), found.end())
