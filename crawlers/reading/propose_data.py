"""Lists that are no HTML page: feeds by their first element, JSON by its fullest table, HTML inside JSON or XML."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from crawlers.errors import Drift
from crawlers.families.records import load
from crawlers.families.wrapped import parts
from crawlers.reading.day import moment_day
from crawlers.reading.proposal import Proposal, tried

_FEEDS = {"<rss": "item", "<rdf": "item", "<feed": "entry", "<urlset": "url"}
_RECORDS = "<record>"
_FEWEST = 2
_DEEPEST = 6
_ADDRESS = re.compile(r"https?://\S+|\.{0,2}/[^\s<]+|[\w./-]+\.s?html?(?:\?\S*)?")
_TITLE_WORDS = ("title", "bt", "biaoti", "subject", "headline", "name")
_DAY_WORDS = ("pub", "date", "time", "rel", "day", "sj", "rq")
_LATER = ("update", "modif", "edit", "crawl", "expire")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg")
_Html = Callable[[str, str, date], Proposal | None]


def propose_data(text: str, url: str, today: date, in_html: _Html) -> Proposal | None:
    """Propose for a feed, JSON or wrapped HTML; `in_html` proposes for the piece inside. None: it is none of them."""
    start = text[:500].lower()
    for mark, name in _FEEDS.items():
        if mark in start:
            return tried({"family": "rss", "rows": name}, text, url, today)
    if _RECORDS in text:
        return _wrapped("record", text, url, today, in_html)
    try:
        value = load(text)
    except Drift:  # no JSON
        return None
    found = [one for path, rows in _tables(value, ()) if (one := _records(path, rows, text, url, today))]
    best = max(found, key=lambda one: len(one.items), default=None)
    pieces = () if best else _pieces(value, ())
    return best or next((one for path in pieces if (one := _wrapped(path, text, url, today, in_html))), None)


def _wrapped(inside: str, text: str, url: str, today: date, in_html: _Html) -> Proposal | None:
    try:
        piece = f"<body>{''.join(parts(text, inside))}</body>"
    except Drift:
        return None
    found = in_html(piece, url, today)
    return tried({"family": "wrapped", "inside": inside, **found.listing}, text, url, today) if found else None


def _tables(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give each list of records with the way to it; a list on the way is `*`."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        if len(rows) >= _FEWEST and len(rows) == len(value):
            yield "/".join(path), rows
        for row in rows[:1]:
            yield from _tables(row, (*path, "*"))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if "/" not in key:
                yield from _tables(inner, (*path, key))


def _pieces(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Give the way to each text that holds links."""
    if isinstance(value, str) and "<a " in value:
        yield "/".join(path)
    elif isinstance(value, dict) and len(path) < _DEEPEST:
        for key, inner in value.items():
            yield from _pieces(inner, (*path, key))


def _records(path: str, rows: list[dict[str, Any]], text: str, url: str, today: date) -> Proposal | None:
    """Propose the keys of title, address and day by their names and by what stands under them."""
    keys = list(rows[0])
    title = _best(keys, rows, _TITLE_WORDS, _is_title)
    link = _best([key for key in keys if key != title], rows, ("url", "link", "href"), _is_address)
    day = _best([key for key in keys if key not in (title, link)], rows, _DAY_WORDS, _is_day)
    if not title or not link:
        return None
    listing = {"family": "records", "rows": path, "link": link, "title": title, "date": day or "none", "base": url}
    return tried(listing, text, url, today)


def _best(keys: list[str], rows: list[dict[str, Any]], names: tuple[str, ...], fits: Callable[[Any], bool]) -> str:
    """The key that fits in every row, one with a telling name first; "": none does."""
    good = [key for key in keys if all(fits(row.get(key)) for row in rows)]
    rank = {key: _rank(key.lower(), names) for key in good}
    return min(good, key=lambda key: rank[key], default="")


def _rank(key: str, names: tuple[str, ...]) -> tuple[bool, int]:
    found = next((number for number, name in enumerate(names) if name in key), len(names))
    return any(word in key for word in _LATER), found


def _is_title(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= 4 and not _is_address(value) and moment_day(value) is None


def _is_address(value: Any) -> bool:
    text = value.strip() if isinstance(value, str) else ""
    return _ADDRESS.fullmatch(text) is not None and not text.lower().endswith(_PICTURES)


def _is_day(value: Any) -> bool:
    said = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    found = moment_day(said) if len(said) <= 40 else None
    return found is not None and 1990 < found.year < 2100
