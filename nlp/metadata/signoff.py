"""The end of a document: bodies, then the day it was signed. The day of printing (…印发) is another day."""

import re
from dataclasses import dataclass
from datetime import date

from nlp.dates import find_date, find_dates, parse_date
from nlp.metadata.head import Sheet
from nlp.metadata.issuers import organisations

_REMARK = re.compile(r"[(\[【](?:此件|公开|印章|盖章|公章|联系|有删|主动|此页|信息公开|代章)[^)\]】]*[)\]】]|[(]章[)]")
_LABEL = re.compile(r"(?:成文|发文|签发|签署)\s*(?:日期|时间)\s*:?\s*(?P<day>.*)")
_BRACKETED = re.compile(r"[(](?:[^()]{1,30}号\s*)?([^()]{6,24})[)]")
_DONE = re.compile(r"^Done at [A-Z][\w ]+, (?:on )?(?P<day>\d{1,2} \w+ \d{4})")
_ENCLOSURE = re.compile(r"^附\s*件|^附:|^\d+[.、]")
_ABOVE = 14
_RUN_ON = 200


@dataclass(frozen=True)
class SignOff:
    day: date | None = None
    issuers: tuple[str, ...] = ()


def find(sheet: Sheet, *, numbered: bool) -> SignOff:
    """Give the day signed and the bodies above it: label, then sign-off, then a bracketed day below the title.

    `numbered`: the text has a 文号 of its own, so a day alone on its last line is a signature, not a byline.
    """
    lines = [_REMARK.sub("", line).strip() for line in sheet.lines]
    signed = (
        _signed(lines, len(sheet.head)) or _signed(lines, 0, numbered=numbered) or SignOff(None, _last_names(lines))
    )
    labelled = next((day for line in sheet.head if (day := _labelled(line))), None)
    labelled = labelled or next((find_date(done["day"]) for line in sheet.lines if (done := _DONE.match(line))), None)
    return SignOff(labelled or signed.day or _below_title(sheet.head), signed.issuers)


def _signed(lines: list[str], start: int, *, numbered: bool = False) -> SignOff | None:
    """The first day with a body above it (annexes may follow), else the last day that stands alone."""
    alone: date | None = None
    for at in range(start, len(lines)):
        day, before = _day_at_end(lines[at])
        if day is None:
            continue
        names = organisations(before) if before else _names_above(lines, at)
        if names:
            return SignOff(day, names)
        if not before and (start or (numbered and not any(lines[at + 1 :]))):
            alone = day
    return SignOff(alone) if alone else None


def _day_at_end(line: str) -> tuple[date | None, str]:
    """Give the day that a line ends with and what stands before it; a line with a time is a byline."""
    # A run-on text has its sign-off at the end of one long line, behind the last full stop.
    piece = line[-_RUN_ON:].rstrip(" .。").rpartition("。")[2]
    if re.search(r"\d\s*:\s*\d|:\s*\d", piece[-40:]):
        return None, ""
    found = find_dates(piece)
    if not found or parse_date(piece[found[-1].start :]) is None:
        return None, ""
    return found[-1].day, piece[: found[-1].start].strip()


def _names_above(lines: list[str], at: int) -> tuple[str, ...]:
    names: tuple[str, ...] = ()
    for line in reversed(lines[max(0, at - _ABOVE) : at]):
        if not line or (not names and _ENCLOSURE.match(line)):
            continue
        more = organisations(line) if len(line) <= 160 else ()
        if not more:
            break
        names = more + names
    return names


def _last_names(lines: list[str]) -> tuple[str, ...]:
    """Bodies at the very end where no day follows."""
    last = next((line for line in reversed(lines) if line), "")
    return organisations(re.split(r"\s{3,}|。", last)[-1]) if last else ()


def _labelled(line: str) -> date | None:
    found = _LABEL.search(line)
    dates = find_dates(found["day"][:24]) if found else []
    return dates[0].day if dates else None


def _below_title(lines: tuple[str, ...]) -> date | None:
    return next((day for line in lines for inner in _BRACKETED.findall(line) if (day := parse_date(inner))), None)
