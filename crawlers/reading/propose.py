"""A list page nobody declared: where its items seem to stand. A proposal for a person to look at, never used unseen."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.reading.dated import dated_rows
from crawlers.reading.dom import parse, visible, words
from crawlers.reading.lexicon import noise_words
from crawlers.reading.proposal import Proposal, tried
from crawlers.reading.propose_data import propose_data

_UNDATED_CHARS = 12  # titles are longer than the names of columns
_MOST_CLASSES = 3
_CLIMB = 4  # steps from a row to the box of the whole list: groups of five rows each stand in one panel
_FEWEST = 5  # items of a list without days
_SHAPES = ("0000-00-00", "0000/00/00", "0000.00.00", "0000年00月00日")
_DIGIT = re.compile(r"[1-9]")
_PAGER = re.compile(r"createPageHTML\(\s*[^,]+,\s*\d+\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']")
_COUNTED = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_NEXT = ("下一页", "下页", "Next")
_PAGES = 3


def propose(text: str, url: str, today: date) -> Proposal | None:
    """Find the rows that hold a link and a day, most of all on the page; None: there is no such list.

    JSON, feeds and HTML wrapped in either are known by what they hold. A list without days is proposed last.
    """
    if found := propose_data(text, url, today, _in_html):
        return found
    if "<" not in text[:500]:
        return None
    if not (found := _in_html(text, url, today) or _undated(text, url, today)):
        return None
    return Proposal({**found.listing, **_paging(text, found)}, found.items)


def _in_html(text: str, url: str, today: date) -> Proposal | None:
    groups: dict[HtmlElement, list[HtmlElement]] = defaultdict(list)
    for row in dated_rows(parse(text).root, url, today):
        for box in list(row.iterancestors())[:_CLIMB]:
            groups[box].append(row)
    most_first = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    # The page's frame holds every row, and one of the footer: a named place anywhere goes before a nameless one.
    for places in (_places, _nameless):
        for box, rows in most_first:
            for place in places(box, rows[0]):
                found = tried({"rows": place}, text, url, today)
                if found and _fits(found, len(rows)):
                    return found
    return None


def _fits(found: Proposal, rows: int) -> bool:
    """True where a place gives what was seen there, and hardly anything without a day."""
    items = found.items
    return rows <= len(items) <= rows * 2 and sum(item.day is not None for item in items) >= len(items) * 0.9


def _places(box: HtmlElement, row: HtmlElement) -> Iterator[str]:
    """Give selectors of rows like this one inside `box`, the most telling first."""
    step = " > " if row.getparent() is box and box.tag != "tbody" else " "
    rows = [*_own(row, ids=False), str(row.tag)]
    for one in (box, *list(box.iterancestors())[:2]):
        for own in _own(one):
            yield from (f"{own}{step if one is box else ' '}{like}" for like in rows)


def _nameless(box: HtmlElement, row: HtmlElement) -> Iterator[str]:
    """Give places of rows in a box without names (old sites): all of a kind, or those that print a day."""
    yield from [*_own(row, ids=False), str(row.tag)]
    yield f"//{box.tag}/{row.tag}[.//a and (span or .//em or .//i)]"
    printed = _DIGIT.sub("0", visible(row))
    for shape in _SHAPES:
        if shape in printed:
            test = f'contains(translate(., "123456789", "000000000"), "{shape}")'
            yield f"//{row.tag}[not(.//{row.tag})][.//a][{test}]"


def _own(element: HtmlElement, *, ids: bool = True) -> Iterator[str]:
    name = (element.get("id") or "") if ids else ""
    if _is_name(name):
        yield f"{element.tag}#{name}"
    yield from (f"{element.tag}.{one}" for one in (element.get("class") or "").split()[:_MOST_CLASSES] if _is_name(one))


def _is_name(text: str) -> bool:
    plain = text.replace("-", "").replace("_", "")
    return plain.isalnum() and plain.isascii() and not text[0].isdigit()


def _undated(text: str, url: str, today: date) -> Proposal | None:
    """The list with the most title text of those without days: menus have short names, and stand in menus."""
    groups: dict[HtmlElement, list[HtmlElement]] = defaultdict(list)
    for link in parse(text).root.iter("a"):
        row = next((one for one in link.iterancestors("li", "tr", "dl", "article", "p", "div")), None)
        above = row.getparent() if row is not None else None
        told = max(visible(link), link.get("title") or "", key=len)
        if row is None or above is None or len(told) < _UNDATED_CHARS or _in_menu(row):
            continue
        groups[above].append(row)
    for box, rows in sorted(groups.items(), key=lambda pair: -sum(len(visible(row)) for row in pair[1])):
        for place in [*_places(box, rows[0]), *_nameless(box, rows[0])] if len(rows) >= _FEWEST else ():
            found = tried({"rows": place, "date": "none"}, text, url, today)
            if found and len(rows) <= len(found.items) <= len(rows) * 1.3:
                return found
    return None


def _in_menu(row: HtmlElement) -> bool:
    return any(
        one.tag in ("nav", "footer", "header") or not noise_words().isdisjoint(words(one))
        for one in (row, *row.iterancestors())
        if one.tag not in ("body", "html")
    )


def _paging(text: str, found: Proposal) -> dict[str, str | int]:
    """How the list goes on: numbered by the system's script (TRS: index_1 is page two), or a link 下一页."""
    page = parse(text)
    scripts = "\n".join(page.scripts)
    if told := _PAGER.search(scripts):
        return {"next": f"{told[1]}_{{n}}.{told[2]}", "first": 0, "pages": _PAGES}
    if _COUNTED.search(scripts):
        ending = "shtml" if urlsplit(found.items[0].url).path.endswith(".shtml") else "html"
        return {"next": f"index_{{n}}.{ending}", "first": 0, "pages": _PAGES}
    for word in _NEXT:
        place = f'//a[contains(., "{word}")]'
        links = page.root.xpath(place)
        if isinstance(links, list) and any(_leads(link) for link in links):
            return {"next": place, "pages": _PAGES}
    return {}


def _leads(link: object) -> bool:
    return isinstance(link, HtmlElement) and not (link.get("href") or "#").lower().startswith(("#", "javascript:"))
