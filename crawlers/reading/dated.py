"""The rows of a list that nobody described: what holds a link with a title, and a day beside it or in its address."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.reading.dom import visible
from crawlers.reading.listrow import MORE, read_row
from crawlers.reading.listrule import ListingRule

_ROWS = ("li", "tr", "dt", "dd", "dl", "article", "div", "p")
_TITLE_CHARS = 6
_ROW_CHARS = 600


def dated_rows(root: HtmlElement, url: str, today: date | None) -> list[HtmlElement]:
    """Give every row below `root`, in page order. `url`: the page's, for its relative links."""
    return _outermost(dict(_rows(root, url, today)))


def _outermost(rows: dict[HtmlElement, str]) -> list[HtmlElement]:
    """Leave out the rows within a row (ndrc.gov.cn: related readings in a popbox), and the box around many rows: its
    item is one of theirs, or it has no row beside it."""
    around = {above: rows[above] == rows[row] for row in rows for above in row.iterancestors() if above in rows}
    boxes = {row for row, same in around.items() if same or not any(one in rows for one in _siblings(row))}
    kept = rows.keys() - boxes
    return [row for row in rows if row in kept and kept.isdisjoint(row.iterancestors())]


def _siblings(row: HtmlElement) -> Iterator[HtmlElement]:
    yield from row.itersiblings()
    yield from row.itersiblings(preceding=True)


def _rows(root: HtmlElement, url: str, today: date | None) -> Iterator[tuple[HtmlElement, str]]:
    """Give the innermost elements that hold a link with a title and a day, with the item's address.

    A link around a whole card is a row.
    """
    seen: set[HtmlElement] = set()
    for link in root.iter("a"):
        said = visible(link)
        if len(said) < _TITLE_CHARS and not MORE.fullmatch(said):
            continue
        boxes = [link] if len(link) > 1 else []
        for row in (*boxes, *link.iterancestors(*_ROWS)):
            if row in seen or len(visible(row)) > _ROW_CHARS:
                break
            item = read_row(row, url, ListingRule(rows=""), today)
            if item is not None and item.day is not None and _is_page(item.url):
                seen.add(row)
                yield row, item.url
                break


def _is_page(url: str) -> bool:
    return len(urlsplit(url).path) > 1 or bool(urlsplit(url).query)
