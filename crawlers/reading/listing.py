"""List pages: every item with its title, address and day, wherever the site hides them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers.errors import Drift
from crawlers.reading.dom import parse, visible
from crawlers.reading.rule import select
from nlp.dates import find_dates

# "…通知2026-07-03": mem.gov.cn prints the day inside the link.
_DAY_AT_END = re.compile(r"[\[(（【\s]*20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])）】\s]*$")
_DAY_AT_START = re.compile(r"^[\[(（【\s]*20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】\s]*")
_URL_DAYS = (
    re.compile(r"t(20\d{2})(\d{2})(\d{2})_"),
    # /202405/17101001.html begins with the day, /202405/20240500003001.html with the month once more.
    re.compile(r"/(20\d{2})[-/]?(\d{2})[-/]?(?!\1)(\d{2})(?:/|\d*\.s?html?|_)"),
    re.compile(r"/art/(20\d{2})/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"(20\d{2})(\d{2})(\d{2})"),
)
_CUT = re.compile(r"(?:…|\.{3,})\s*$")
_BREAK = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
_PAGE_COUNT = re.compile(r"createPageHTML\(\s*\S*?(\d+)\s*,|totalpage\s*=\s*[\"']?(\d+)|countPage\s*=\s*[\"']?(\d+)")
_AGO = re.compile(r"(?P<days>\d{1,2})\s?天前|(?P<yesterday>昨天)|\d{1,2}\s?(?:分钟|小时)前|今天|刚刚")
_DATA_ID = re.compile(r"[0-9a-f]{32}")
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".ofd", ".zip", ".rar")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRule:
    """Where the items stand. Places are XPath or CSS, below the row for `link`, `title` and `date`.

    `title`: "" (the link's text, or its `title` where the text is cut), "own" (the link's text before its first
    element: 碳道 puts summary and author into the link), or a place.
    `date`: "auto" (beside the link, inside it, else in its address), "url", "none", or a place.
    `only`: a pattern that a title must match. `next`: the address of page n as `index_{n}.html`, where page 1 would
    be number `first`; or a place of the link to it; or "": one page. `pages`: read at most so many.
    `family`: the list is no HTML page; one of crawlers/families/ reads it (records: JSON, the default where `base` is
    given; wrapped: HTML inside JSON or XML; rss), and says what `rows`, `link`, `title`, `date`, `inside` mean to it.
    `data`, `data_url`: the element that names the data of a list filled by script, and where that data is.
    `alone`: an item is all there is, the page behind it is not asked for (a paywall).
    """

    rows: str
    link: str = "a"
    title: str = ""
    date: str = "auto"
    only: str = ""
    next: str = ""
    first: int = 1
    pages: int = 1
    base: str = ""
    family: str = ""
    inside: str = "record"
    data: str = ""
    data_url: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list. `cut`: the title ends in "…" here, and the page itself has the whole one."""

    title: str
    url: str
    day: date | None
    cut: bool = False
    form: Literal["page", "file"] = "page"
    text: str = ""  # the teaser of a feed


def read_listing(text: str, url: str, rule: ListingRule, today: date | None = None) -> tuple[Listed, ...]:
    """Read every item, in page order, each address once. `today`: the day of asking, for "2天前".

    Raises Drift where there is no item, or no item has a day though one is declared.
    """
    if rule.family or rule.base:
        family = import_module(f"crawlers.families.{rule.family or 'records'}")
        found: list[Listed | None] = family.items(text, url, rule, today)
    else:
        found = [read_row(row, url, rule, today) for row in select(parse(text).root, rule.rows)]
    if not found:
        raise Drift(f"列表页没有 {rule.rows}：请看原网页并更正 [listing] rows")
    items: dict[str, Listed] = {}
    for item in filter(None, found):
        items.setdefault(item.url, item)
    if not items:
        raise Drift(f"列表页 {len(found)} 行中没有一条内容：请看原网页并更正 [listing] link")
    dated = sum(item.day is not None for item in items.values())
    if rule.date != "none" and not dated:
        raise Drift(f"列表页 {len(items)} 条都没有日期：请看原网页并更正 [listing] date")
    wanted = re.compile(rule.only)
    return tuple(item for item in items.values() if wanted.search(str(item.title)))


def data_address(text: str, url: str, rule: ListingRule) -> str | None:
    """The address of the data that a script fills this list with (nea.gov.cn: `data="…:<32 letters>"`), if declared."""
    if not rule.data or "<" not in text[:500]:
        return None
    for element in select(parse(text).root, rule.data):
        if found := _DATA_ID.search(element.get("data") or ""):
            return urljoin(url, rule.data_url.format(id=found[0]))
    raise Drift(f"列表页没有 {rule.data} 或其中没有数据编号：请看原网页并更正 [listing] data")


def next_page(text: str, url: str, rule: ListingRule, number: int) -> str | None:
    """The address of page `number` (2 is the one after the start); None: there is none, or enough were read."""
    if not rule.next or number > rule.pages:
        return None
    if "{n}" in rule.next:
        told = _PAGE_COUNT.search("\n".join(parse(text).scripts)) if "<" in text[:500] else None
        if told and number > int(next(filter(None, told.groups()))):
            return None
        return urljoin(url, rule.next.format(n=rule.first + number - 1))
    links = [link.get("href") for link in select(parse(text).root, rule.next) if link.get("href")]
    return urljoin(url, links[0]) if links else None


def read_row(row: HtmlElement, base: str, rule: ListingRule, today: date | None) -> Listed | None:
    """Read one row of a list; None: nothing in it leads anywhere."""
    # A row may hide more links (ndrc.gov.cn: related readings in a popbox): the item is the first that leads anywhere.
    links = [row] if row.tag == "a" else select(row, rule.link)
    for link in links:
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:", "tel:")):
            continue
        try:
            url = urldefrag(urljoin(base, href)).url
            form: Literal["page", "file"] = "file" if urlsplit(url).path.lower().endswith(_FILES) else "page"
        except ValueError:  # "http://[": no address at all
            continue
        title = _title(row, link, rule)
        if title:
            day = _day(row, link, url, rule) or _ago(visible(row), today)
            return Listed(_CUT.sub("…", title), url, day, bool(_CUT.search(title)), form)
    return None


def _title(row: HtmlElement, link: HtmlElement, rule: ListingRule) -> str:
    """The fuller of the link's text and its `title`; a day printed inside the link is no part of it."""
    if rule.title == "own":
        return " ".join((link.text or "").split())
    if rule.title:
        return next((text for place in select(row, rule.title) if (text := visible(place))), "")
    printed = _undated(visible(link))
    told = _undated(" ".join(_BREAK.sub("", link.get("title") or "").split()))
    if _CUT.search(printed) and told.startswith(_CUT.sub("", printed)[:8]):
        return told
    return printed or told


def _undated(title: str) -> str:
    return _DAY_AT_START.sub("", _DAY_AT_END.sub("", title)).strip() or title


def _day(row: HtmlElement, link: HtmlElement, url: str, rule: ListingRule) -> date | None:
    if rule.date == "none":
        return None
    if rule.date not in ("auto", "url"):
        found = [one.day for place in select(row, rule.date) for one in find_dates(visible(place))]
        return found[0] if found else None
    if rule.date == "auto":
        title = visible(link)
        beside = visible(row).replace(title, " ", 1)
        inside = _DAY_AT_END.search(title) or _DAY_AT_START.search(title)
        for text in (beside, inside[0] if inside else ""):
            if found_days := find_dates(text):
                return found_days[0].day
    return day_of_url(url)


def _ago(text: str, today: date | None) -> date | None:
    found = _AGO.search(text)
    if not found or today is None:
        return None
    return today - timedelta(days=int(found["days"] or 0) + (1 if found["yesterday"] else 0))


def day_of_url(url: str) -> date | None:
    """The day in an address: `t20170518_`, `/2017/05/18/`, `/20170518/`, `art/2017/5/18/`."""
    for form in _URL_DAYS:
        for found in form.finditer(urlsplit(url).path):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    return None
