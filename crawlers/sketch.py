"""What a page nobody declared tells of itself: a first draft of its declaration, for a person to correct."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from crawlers.reading.numbers import KINDS, unit_of_heading

_PUBLISHERS = ("SiteName", "og:site_name", "application-name", "author", "copyright")
_COLUMNS = ("ColumnName",)
_BODIES = ("局", "厅", "委", "委员会", "部", "政府", "交易所", "中心", "网")
_PARTS = re.compile(r"[_|｜—–·»>]+|(?<=[\u4e00-\u9fff])\s*[-－]+|[-－]+\s*(?=[\u4e00-\u9fff])|\s[-－]+\s")
_FEEDS = ("<rss", "<rdf", "<feed", "<urlset")
_FEWEST = 3  # rows of a table of quotes
_MOST_PLACES = 4
_ROLES = (
    ("日期", "day"),
    ("开盘", "open"),
    ("最高", "high"),
    ("最低", "low"),
    ("收盘", "close"),
    ("均价", "average"),
    ("成交额", "turnover_cny"),
    ("成交金额", "turnover_cny"),
    ("成交量", "volume_t"),
    ("品种", "product"),
    ("交易机构", "market"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that may hold quotes. `columns`: every heading, with what it may be ("": nothing that is known)."""

    at: str
    columns: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """A page's title (站点 · 栏目 where it names both), its publisher ("": it names none) and its fullest table."""

    title: str
    publisher: str
    table: Table | None


def sketch(text: str) -> Sketch:
    """Read what an HTML page says of itself."""
    is_feed = any(mark in text[:500].lower() for mark in _FEEDS)
    page = BeautifulSoup(text, "xml" if is_feed else "lxml")
    title = page.title.get_text(" ", strip=True) if page.title else ""
    metas = {str(one.get("name") or one.get("property") or "").lower(): one.get("content") for one in page("meta")}
    whole = " ".join(title.split())
    site = _told(metas, _PUBLISHERS) or _site(_PARTS.split(whole))
    column = _told(metas, _COLUMNS) or _column(whole, site)
    return Sketch(f"{site} · {column}" if site and column else whole, site, _table(page))


def _told(metas: Mapping[str, Any], names: Sequence[str]) -> str:
    """What the page's own meta elements say; Chinese government sites carry SiteName and ColumnName."""
    found = (metas.get(name.lower()) for name in names)
    return next((" ".join(str(one).split()) for one in found if one and str(one).strip()), "")


def _site(parts: Sequence[str]) -> str:
    """The part of a title that names a body, at either end of two or more: 通知公告_某市生态环境局."""
    ends = (parts[-1].strip(), parts[0].strip()) if len(parts) > 1 else ()
    return next((part for part in ends if part.endswith(_BODIES)), "")


def _column(title: str, site: str) -> str:
    """The most special part of a title beside the site: the farthest from it."""
    parts = [part.strip() for part in _PARTS.split(title)]
    rest = [part for one in parts if (part := one.replace(site, "").strip())] if site else []
    return (rest[-1] if site in parts[0] else rest[0]) if rest else ""


def _table(page: BeautifulSoup) -> Table | None:
    """The table with the most rows under a row of headings that names a day."""
    best: Table | None = None
    for table in page("table"):
        rows = [row for row in table("tr") if row.find_parent("table") is table]
        if len(rows) <= _FEWEST:
            continue
        names = [" ".join(cell.get_text("", strip=True).split()) for cell in rows[0](["th", "td"])]
        columns = _columns(names)
        if not any(role == "day" for _, role in columns) or len(set(names)) < len(names):
            continue
        if best is None or len(rows) - 1 > best.rows:
            best = Table(_place(table, names), columns, len(rows) - 1)
    return best


def _columns(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What each heading may be, each role once; a figure whose heading prints no unit waits for a person."""
    taken: set[str] = set()
    found = []
    for name in names:
        role = next((role for word, role in _ROLES if word in name and role not in taken), "")
        if role in KINDS and unit_of_heading(name) not in KINDS[role]:
            role = ""
        taken.add(role)
        found.append((name, role))
    return tuple(found)


def _place(table: Tag, names: Sequence[str]) -> str:
    """An XPath of the table: by its own id, else by headings that it has."""
    own = str(table.get("id") or "")
    if own.replace("-", "").replace("_", "").isalnum() and own.isascii():
        return f'//table[@id="{own}"]'
    plain = [name for name in names if name and '"' not in name and " " not in name][:_MOST_PLACES]
    return "//table[" + " and ".join(f'.//tr[1]/*[contains(., "{name}")]' for name in plain) + "]"
