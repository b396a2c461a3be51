"""List pages: every item with its title, address and day, wherever the site hides them."""

import re
from datetime import date
from importlib import import_module
from urllib.parse import urljoin

from crawlers.errors import Drift
from crawlers.reading.dom import PageTree, parse, whole
from crawlers.reading.listrow import read_row
from crawlers.reading.listrule import Listed, ListingRule
from crawlers.reading.rule import select

_PAGE_COUNT = re.compile(r"createPageHTML\(\s*\S*?(\d+)\s*,|totalpage\s*=\s*[\"']?(\d+)|countPage\s*=\s*[\"']?(\d+)")
_DATA_ID = re.compile(r"[0-9a-f]{32}")


def read_listing(text: str, url: str, rule: ListingRule, today: date | None = None) -> tuple[Listed, ...]:
    """Read every item, in page order, each address once. `today`: the day of asking, for "2天前".

    Raises Drift where there is no item, or no item has a day though one is declared.
    """
    if rule.family or rule.base:
        family = import_module(f"crawlers.families.{rule.family or 'records'}")
        found: list[Listed | None] = family.items(text, url, rule, today)
    else:
        page = parse(text)
        base = base_of(page, url)
        found = [read_row(row, base, rule, today) for row in select(page.root, rule.rows)]
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
    page = parse(text)
    links = [link.get("href") for link in select(page.root, rule.next) if link.get("href")]
    return urljoin(base_of(page, url), links[0]) if links else None


def base_of(page: PageTree, url: str) -> str:
    """Where a page's relative addresses start: its own <base>, else its address."""
    return whole(page.root, url, "")
