"""Names that portals hide in other people's text against copying: letters apart, marks between, characters exchanged.

本`文@内-容-来-自；中^国_碳…网 t a n p a i f a n g . c o m
"""

import re
import unicodedata
from functools import cache

from crawlers.reading.lexicon import disguises, domain_labels, watermarks

# What the hidden sentence says, and how much of it must be there: parts are cut and reordered.
_OPENING = r"(?:本文)?(?:内容)?(?:均|转|摘|来)?(?:来自于?|自于?|源自?于?|来源于?)"
_SURE_CHARS = 5
_MIN_DOMAIN = 6
_LABEL = re.compile(r"^(?:本文)?来源\s*[:：|｜丨]\s*")  # as honest pages print it too
_MARKS = re.compile(r"[`@^*_~…#+=|\\/;；:：,.·。\s-]")
# Five characters with a mark of no meaning behind each are written by no author.
_MARKED_RUN = re.compile(r"(?:[\u3400-\u9fff][-`@^_*&~…'#+=|\\/;]){5,}[\u3400-\u9fff]")


def scrub(text: str) -> str:
    """Give a paragraph without such sentences; a name that stands plainly in the text stays."""
    text = _plain_marks(_MARKED_RUN.sub("", _hidden(text)))
    return text.strip()


def _hidden(text: str) -> str:
    compact, places = _compact(text)
    if not any(label in compact for label in domain_labels()) and not _hint().search(compact):
        return text
    kept, at = [], 0
    for found in _sentence().finditer(compact):
        if not found[0]:
            continue
        begin, end = places[found.start()], places[found.end() - 1] + 1
        if begin >= at and _is_hidden(found, text[begin:end]):
            kept.append(text[at:begin].rstrip("`@^*_~…#+=|\\/-"))
            at = end + len(text[end:]) - len(text[end:].lstrip("`@^*_~#+=|\\/- "))
    return "".join([*kept, text[at:]])


def _is_hidden(found: re.Match[str], printed: str) -> bool:
    """True where the writing hides what it says, and it says a site's name or that the text comes from one."""
    marks = len(_MARKS.findall(_LABEL.sub("", printed)))
    exchanged = sum(letter in disguises() or unicodedata.normalize("NFKD", letter)[0] != letter for letter in printed)
    disguised = marks + exchanged >= max(3, len(found[0]) // 4)
    parts = sum(bool(found[name]) for name in ("opening", "name", "domain"))
    return disguised and (parts > 1 or bool(found["domain"]) or (bool(found["name"]) and len(found[0]) >= _SURE_CHARS))


def _compact(text: str) -> tuple[str, list[int]]:
    """Give the letters alone, exchanged ones set right, and where each stands in the text."""
    letters, places = [], []
    for place, one in enumerate(text):
        for letter in unicodedata.normalize("NFKD", disguises().get(one, one)):
            if letter.isalnum():
                letters.append(letter.lower())
                places.append(place)
    return "".join(letters), places


@cache
def _sentence() -> re.Pattern[str]:
    """Opening, name and domain, each of which may be missing; of a name some characters may."""
    longest = max(watermarks(), key=len, default="")
    names = "|".join(sorted({*map(re.escape, watermarks()), _holes(longest)}, key=len, reverse=True))
    domains = "|".join(sorted(domain_labels(), key=len, reverse=True))
    return re.compile(
        rf"(?P<opening>{_OPENING})?(?P<name>{names})?(?P<domain>(?:www)?(?:{domains})(?:comcn|com|cn|net|org)?)?"
    )


def _holes(name: str) -> str:
    return "(?=.{3})" + "".join(f"{re.escape(letter)}?" for letter in name) if name else "(?!)"


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(
        rf"{_OPENING}(?:{'|'.join({name[:2] for name in watermarks()} | {name[:1] for name in watermarks()})})"
    )


def _plain_marks(text: str) -> str:
    for mark in watermarks():
        # Only where it cannot be a word of the sentence: alone, or behind a closing mark.
        text = re.sub(rf"(?<=[）)。”！？]){re.escape(mark)}(?=$|[（(\s])|^{re.escape(mark)}$", "", text)
    return text
