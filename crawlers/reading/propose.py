"""A list page nobody declared: where its items seem to stand. A proposal for a person to look at, never used unseen."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.errors import ReadError
from crawlers.reading.dom import parse, visible
from crawlers.reading.listing import Listed, ListingRule, read_listing, read_row

_ROWS = ("li", "tr", "dl", "article", "div", "p")
_TITLE_CHARS = 6
_ROW_CHARS = 600
_MOST_CLASSES = 3
_FEEDS = {"<rss": "item", "<rdf": "item", "<feed": "entry"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What [listing] could say, and the items it would give."""

    listing: dict[str, str]
    items: tuple[Listed, ...]


def propose(text: str, url: str, today: date) -> Proposal | None:
    """Find the rows that hold a link and a day, most of all on the page; None: there is no such list."""
    start = text[:500].lower()
    for mark, name in _FEEDS.items():
        if mark in start:
            return _tried({"family": "rss", "rows": name}, text, url, today)
    if "<" not in start:
        return None
    groups: dict[HtmlElement, list[HtmlElement]] = defaultdict(list)
    for row in _rows(parse(text).root, url, today):
        for box in list(row.iterancestors())[:2]:
            groups[box].append(row)
    for box, rows in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        for place in _places(box, rows[0]):
            found = _tried({"rows": place}, text, url, today)
            if found and _fits(found.items, len(rows)):
                return found
    return None


def _fits(items: tuple[Listed, ...], rows: int) -> bool:
    """True where a place gives what was seen there, and hardly anything without a day."""
    return rows <= len(items) <= rows * 2 and sum(item.day is not None for item in items) >= len(items) * 0.9


def _rows(root: HtmlElement, url: str, today: date) -> Iterator[HtmlElement]:
    """Give the innermost elements that hold a link with a title and a day."""
    seen: set[HtmlElement] = set()
    for link in root.iter("a"):
        if len(visible(link)) < _TITLE_CHARS:
            continue
        for row in link.iterancestors(*_ROWS):
            if row in seen or len(visible(row)) > _ROW_CHARS:
                break
            item = read_row(row, url, ListingRule(rows=""), today)
            if item is not None and item.day is not None and _is_page(item.url):
                seen.add(row)
                yield row
                break


def _is_page(url: str) -> bool:
    return len(urlsplit(url).path) > 1 or bool(urlsplit(url).query)


def _places(box: HtmlElement, row: HtmlElement) -> Iterator[str]:
    """Give selectors of rows like this one inside `box`, the most telling first."""
    step = " > " if row.getparent() is box and box.tag != "tbody" else " "
    rows = [*_own(row, ids=False), str(row.tag)]
    for one in (box, *list(box.iterancestors())[:2]):
        for own in _own(one):
            yield from (f"{own}{step if one is box else ' '}{like}" for like in rows)
    yield f"//{box.tag}/{row.tag}[.//a and (span or .//em or .//i)]"


def _own(element: HtmlElement, *, ids: bool = True) -> Iterator[str]:
    name = (element.get("id") or "") if ids else ""
    if _is_name(name):
        yield f"{element.tag}#{name}"
    yield from (f"{element.tag}.{one}" for one in (element.get("class") or "").split()[:_MOST_CLASSES] if _is_name(one))


def _is_name(text: str) -> bool:
    plain = text.replace("-", "").replace("_", "")
    return plain.isalnum() and plain.isascii() and not text[0].isdigit()


def _tried(listing: dict[str, str], text: str, url: str, today: date) -> Proposal | None:
    try:
        return Proposal(listing, read_listing(text, url, ListingRule(**listing), today))  # type: ignore[arg-type]
    except ReadError:  # this place gives nothing: the next one is tried
        return None
