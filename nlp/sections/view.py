"""What the judge looks at: title, lead and tail of a document, folded, without menus and without quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text import fold

LEAD = 700  # characters; a document shows what it is in its title, its first page and its last lines
TAIL = 250
_RAW_LEAD, _RAW_TAIL = 4 * LEAD, 4 * TAIL  # white space and menus are cut out of these before measuring

_MENU_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,8}")
_MENU_RUN = 5  # words in a row; the shortest menu seen at the foot of exchange pages has six
_OWN_NAME = re.compile(
    r"([^。:;,号\]〕\)《]{0,24}(?<!《)关于[^。;]{4,70}?的(?:通知|公告|通告|公示|批复|复函|函|意见|决定))"
)
_QUOTED = re.compile(r"“[^”]{0,400}”|「[^」]{0,400}」|『[^』]{0,400}』")


@dataclass(frozen=True, slots=True)
class View:
    """Folded text: `title` (may be empty), `lead` (≤ LEAD), `tail` (≤ TAIL), `own` (the lead without quotations)."""

    title: str
    lead: str
    tail: str
    own: str
    length: int


def view(title: str, text: str) -> View:
    """Cut a document down to what is judged; memory and time do not grow with the length of the text."""
    head_raw, tail_raw = text[:_RAW_LEAD], text[-_RAW_TAIL:]
    lead = fold(_without_menu(head_raw))
    tail = fold(_without_menu(tail_raw))[-TAIL:]
    seen_title = fold(title) or _first_line(head_raw) or _named_in(lead)
    return View(seen_title, lead[:LEAD], tail, _QUOTED.sub("", lead)[:LEAD], len(text))


def _first_line(text: str) -> str:
    """A short first line without a full stop stands in for a missing title."""
    line = fold(text.strip().split("\n", 1)[0])
    return line if len(line) <= 60 and "。" not in line else ""


def _named_in(lead: str) -> str:
    """An official document names itself at its head: “……关于……的通知”."""
    found = _OWN_NAME.search(lead[:220])
    return found[1] if found else ""


def _without_menu(text: str) -> str:
    """Drop the navigation words that scraped pages carry at their head or foot."""
    words = re.split(r"(\s+)", text)
    plain = words[::2]
    first = _run_at_start(plain)
    last = len(plain) - _run_at_start(plain[::-1])
    if first >= last:
        return text
    kept = words[2 * first : 2 * last - 1]
    return "".join(kept)


def _run_at_start(words: list[str]) -> int:
    count = 0
    for word in words:
        if not word or _MENU_WORD.fullmatch(word):
            count += 1
        else:
            break
    return count if sum(bool(word) for word in words[:count]) >= _MENU_RUN else 0
