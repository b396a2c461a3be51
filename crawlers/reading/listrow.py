"""One row of a list: which of its links is the item, its whole title, its address, its day."""

import re
from datetime import date
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers.reading.day import day_in_url
from crawlers.reading.dom import visible, words
from crawlers.reading.listday import AT_END, AT_START, ago, day_beside, spaced
from crawlers.reading.listrule import Listed, ListingRule
from crawlers.reading.rule import select
from nlp.dates import find_dates

_CUT = re.compile(r"(?:…|\.{3,})\s*$")
_BREAK = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".ofd", ".zip", ".rar")
_NOWHERE = ("#", "javascript:", "mailto:", "tel:")
# onclick="window.open('/a/1.html')": the address stands in the script.
_CLICK = re.compile(r"['\"]((?:https?:/|\.{0,2})/[^'\"\s]+|[\w./-]+\.s?html?[^'\"\s]*)['\"]")
MORE = re.compile(
    r"[\[【(]?\s*(?:(?:点击)?查看(?:详情|全文|更多)?|详[细情]|阅读(?:全文|更多)|更多|全文|(?:read |see )?more|details)"
    r"[\s\]】)>»…]*",
    re.IGNORECASE,
)
_BADGES = frozenset({"置顶", "顶", "热", "新", "new", "hot", "top", "推荐", "最新", "图", "荐"})
_PINNED = re.compile(r"^\s*[\[【(（]\s*(?:置顶|最新|推荐|热)\s*[\]】)）]\s*")
_BRACKETED = re.compile(r"[\[【(（|][^\[\]【】]{1,12}[\]】)）|]")
_SHORT = 6  # a category's name; a title has more characters
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLE_WORDS = frozenset({"title", "tit", "bt", "headline", "biaoti", "subject"})


def read_row(row: HtmlElement, base: str, rule: ListingRule, today: date | None) -> Listed | None:
    """Read one row of a list; None: nothing in it leads anywhere. `today`: the day of asking, for "2天前"."""
    links = [row] if row.tag == "a" else select(row, rule.link)
    told = [(link, href) for link in links if (href := _href(link))]
    for link, href in told if rule.link != "a" else _main_first(row, told):
        try:
            url = urldefrag(urljoin(base, href)).url
            form: Literal["page", "file"] = "file" if urlsplit(url).path.lower().endswith(_FILES) else "page"
        except ValueError:  # "http://[": no address at all
            continue
        if title := _title(row, link, rule):
            return Listed(_CUT.sub("…", title), url, _day(row, link, url, rule, today), bool(_CUT.search(title)), form)
    return None


def _href(link: HtmlElement) -> str:
    """Where a link leads; "": nowhere."""
    href = (link.get("href") or "").strip()
    if href and not href.lower().startswith(_NOWHERE):
        return href
    clicked = _CLICK.search(link.get("onclick") or "")
    return clicked[1] if clicked else ""


def _main_first(row: HtmlElement, told: list[tuple[HtmlElement, str]]) -> list[tuple[HtmlElement, str]]:
    """The item's own link first: the one in a heading, else the first that is no category ([政策], 政策).

    A row may hide more links below it (ndrc.gov.cn: related readings in a popbox), so a later one must not lie deeper.
    """
    if len(told) < 2:
        return told
    first = visible(told[0][0])
    headed = next((pair for pair in told if _is_headed(pair[0], row) and len(visible(pair[0])) > len(first)), None)
    if headed:
        return [headed, *(pair for pair in told if pair is not headed)]
    if not first or not (len(first) < _SHORT or _BRACKETED.fullmatch(first)):
        return told
    depth = _depth(told[0][0])
    main = [pair for pair in told[1:] if len(visible(pair[0])) > _SHORT and _depth(pair[0]) <= depth]
    return [*main[:1], *(pair for pair in told if pair not in main[:1])]


def _is_headed(link: HtmlElement, row: HtmlElement) -> bool:
    """Whether a heading holds this link, or this link a heading, within the row."""
    if next(link.iter(*_HEADINGS), None) is not None:
        return True
    above = next(link.iterancestors(*_HEADINGS), None)
    return above is not None and row in above.iterancestors()


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _title(row: HtmlElement, link: HtmlElement, rule: ListingRule) -> str:
    """The fuller of the link's text and its `title`; a day or a badge (置顶) inside the link is no part of it."""
    if rule.title == "own":
        return " ".join((link.text or "").split())
    if rule.title:
        return next((text for place in select(row, rule.title) if (text := visible(place))), "")
    printed = _undated(_printed(link))
    told = _undated(" ".join(_BREAK.sub("", link.get("title") or "").split()))
    if MORE.fullmatch(printed):
        printed = "" if len(told) > _SHORT else _heading(row)
    if _CUT.search(printed) and told.startswith(_CUT.sub("", printed)[:8]):
        return told
    return printed or told


def _printed(link: HtmlElement) -> str:
    """The text of a link as its title: of a link around a whole card, the heading in it."""
    if heading := _heading(link):
        return heading
    text = visible(link)
    for mark in link.iter("em", "i", "span", "b", "font", "sup", "img"):
        badge = visible(mark)
        if badge.lower() in _BADGES:
            text = text.removeprefix(badge).removesuffix(badge).strip()
    return _PINNED.sub("", text)


def _heading(box: HtmlElement) -> str:
    """The text of the first heading in a box, or of what is named after a title; "": there is none."""
    headings = (visible(one) for one in box.iterdescendants(*_HEADINGS))
    if found := next(filter(None, headings), ""):
        return found
    named = (one for one in box.iterdescendants() if isinstance(one.tag, str) and words(one) & _TITLE_WORDS)
    return next((text for one in named if (text := visible(one)) and not find_dates(text)), "")


def _undated(title: str) -> str:
    return AT_START.sub("", AT_END.sub("", title)).strip() or title


def _day(row: HtmlElement, link: HtmlElement, url: str, rule: ListingRule, today: date | None) -> date | None:
    if rule.date == "none":
        return None
    if rule.date not in ("auto", "url"):
        printed = " ".join(spaced(place) for place in select(row, rule.date))
        found = find_dates(printed)
        return found[0].day if found else ago(printed, today)
    if rule.date == "auto":
        for box in (row, *_paired(row)):
            if day := day_beside(box, spaced(link), today):
                return day
    return day_in_url(url, anywhere=True) or ago(spaced(row), today)


def _paired(row: HtmlElement) -> list[HtmlElement]:
    """What belongs to a <dt> or <dd> of a long <dl>: the other half of the pair."""
    beside = row.getprevious() if row.tag == "dd" else row.getnext() if row.tag == "dt" else None
    return [beside] if beside is not None and beside.tag in ("dt", "dd") and beside.tag != row.tag else []
