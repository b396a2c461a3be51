"""What a page nobody declared tells of itself: a first draft of its declaration, for a person to correct."""

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from crawlers.reading.numbers import KINDS, unit_of_heading

_PUBLISHERS = ("SiteName", "og:site_name", "application-name", "author", "copyright")
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
    """A page's own title and publisher ("": it names none) and its fullest table."""

    title: str
    publisher: str
    table: Table | None


def sketch(text: str) -> Sketch:
    """Read what an HTML page says of itself."""
    page = BeautifulSoup(text, "lxml")
    title = page.title.get_text(" ", strip=True) if page.title else ""
    return Sketch(" ".join(title.split()), _publisher(page), _table(page))


def _publisher(page: BeautifulSoup) -> str:
    """Who the page's own meta elements say it is from; Chinese government sites carry SiteName."""
    metas = {str(one.get("name") or one.get("property") or "").lower(): one.get("content") for one in page("meta")}
    found = (metas.get(name.lower()) for name in _PUBLISHERS)
    return next((" ".join(str(one).split()) for one in found if one and str(one).strip()), "")


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
