"""The front page: the week in five lines, what comes next, what to read; as much of it as one page holds."""

import re
import unicodedata
from datetime import date, timedelta
from math import ceil
from typing import Any

from digest.shapes import Snapshot

NEXT, NEXT_DAYS = 5, 28
"""Days ahead that the page shows at most, and how many days it looks ahead."""
HEADED = re.compile(r"(?P<head>[^：，。]{2,8})：(?P<text>.+)")
POINT = 42
"""Characters of a key point that one line holds."""
ROOM = 690
"""Points of height; what follows are the heights of print.css, a little rounded up."""
HEAD, LINE, RULE, NEAR, LEAST, TITLE, ONE = 58, 18, 13.5, 20, 42, 24, 15
WIDTH = 39
"""Characters on a line of the five."""


def page(snapshot: Snapshot, sections: list[dict[str, Any]], calendar: list[dict[str, str]]) -> dict[str, Any]:
    """`said`: {head, text} lines; `ahead`: entries of the calendar; `guide`: the first item of each section."""
    said, policy = [_headed(one) for one in snapshot["lead"]], snapshot["policy_line"]
    ahead, guide = _ahead(snapshot, calendar), _guide(sections)
    left = ROOM - HEAD - sum(_height(one["text"]) for one in [*said, {"text": policy}] if one["text"])
    left -= LEAST + TITLE * len(guide) + (LEAST if ahead else 0)
    ahead = ahead[: max(0, int(left // NEAR))]
    left -= NEAR * len(ahead)
    for one in guide:
        left -= ONE if one["point"] else 0
        if left < 0:
            one["point"] = ""
    return {"said": said, "policy_line": policy, "ahead": ahead, "guide": guide}


def _height(text: str) -> float:
    width = sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.57 for char in text)
    return RULE + LINE * ceil(width / WIDTH)


def _headed(line: str) -> dict[str, str]:
    """What stands before the first colon of a line is its heading."""
    found = HEADED.fullmatch(line)
    return found.groupdict() if found else {"head": "", "text": line}


def _guide(sections: list[dict[str, Any]]) -> list[dict[str, str]]:
    firsts = [(section["name"], section["entries"][0]) for section in sections if section["entries"]]
    return [
        {"section": name, "title": one.title, "anchor": one.anchor, "point": _point(one.item["key_points"])}
        for name, one in firsts
    ]


def _point(points: list[str]) -> str:
    """The first key point, on one line."""
    first = next(iter(points), "")
    return first if len(first) <= POINT else f"{first[: POINT - 1].rstrip('，、；：')}…"


def _ahead(snapshot: Snapshot, calendar: list[dict[str, str]]) -> list[dict[str, str]]:
    """The next days of the calendar, each day, kind and item once."""
    until = (date.fromisoformat(snapshot["issue"]["date"]) + timedelta(days=NEXT_DAYS)).isoformat()
    near = [shown for due, shown in zip(snapshot["calendar"], calendar, strict=True) if due["day"] <= until]
    once = {(due["day"], due["kind"], due["anchor"]): due for due in near}
    return list(once.values())[:NEXT]
