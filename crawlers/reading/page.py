"""Reading one answer of a source by its declaration: pure functions from bytes to records."""

from collections.abc import Mapping
from datetime import date
from importlib import import_module

from crawlers.errors import Blocked, Drift, ReadError
from crawlers.layout import Layout
from crawlers.reading.article import read_article
from crawlers.reading.decode import decode
from crawlers.reading.dom import parse
from crawlers.reading.listing import data_address, next_page, read_listing
from crawlers.reading.listrule import Listed
from crawlers.reading.record import ReadArticle
from crawlers.reading.rows import Reading
from crawlers.reading.table import read_table
from crawlers.reading.verdict import refuse_challenge

# 412 瑞数, 521 加速乐, 405 Aliyun, 418 and 420 exchanges' walls against foreign addresses.
_WALLS = frozenset({401, 403, 405, 412, 418, 420, 429, 451, 521})
GONE = frozenset({404, 410})
Headers = Mapping[str, str]


class Unreachable(ReadError):
    """The site did not answer, or answered that it cannot."""


def refuse_status(status: int) -> None:
    """Raise what an answer's status says, if it is not a page: Blocked, Drift (the address is gone) or Unreachable."""
    if status in _WALLS:
        raise Blocked(f"网站答复 {status}，是防护墙而不是网页：请稍后再试，或用浏览器打开")
    if status in GONE:
        raise Drift(f"网站答复 {status}，这个地址已经没有了：请找新地址")
    if status != 200:
        raise Unreachable(f"网站答复 {status}：请稍后再试")


def read_quotes(layout: Layout, body: bytes, headers: Headers, url: str, title: str = "") -> Reading:
    """Read the quotes of a page. Raises Drift, Blocked or Hollow."""
    text = _text(body, headers, url)
    # A page that broke off has figures cut in two at its end, and some of them still look whole.
    if "<html" in text and "</html" not in text[-2000:]:
        raise Drift("网页没有传完（没有结尾的 </html>）：请稍后再试")
    if layout.table is not None:
        return read_table(text, layout.table)
    reading: Reading = import_module(f"crawlers.families.{layout.family}").read(text, layout.rule, title=title)
    return reading


def read_items(layout: Layout, body: bytes, headers: Headers, url: str, today: date) -> tuple[Listed, ...]:
    """Read the items of a list page, those that the declaration wants. Raises Drift or Blocked."""
    if layout.listing is None:
        raise Drift("版式中没有 [listing]：请补上")
    return read_listing(_text(body, headers, url), url, layout.listing, today)


def list_data(layout: Layout, body: bytes, headers: Headers, url: str) -> str | None:
    """Where the data of a list is that a script fills; None: the list is on the page itself. Raises Drift."""
    return data_address(_text(body, headers, url), url, layout.listing) if layout.listing else None


def next_list(layout: Layout, body: bytes, headers: Headers, url: str, number: int) -> str | None:
    """The address of page `number` of a list, from the page before it; None: there is none, or enough were read."""
    return next_page(_text(body, headers, url), url, layout.listing, number) if layout.listing else None


def read_one(layout: Layout, body: bytes, headers: Headers, url: str) -> ReadArticle:
    """Read the article of a page. Raises Hollow, Blocked or Drift."""
    return read_article(body, headers, url, layout.page)


def _text(body: bytes, headers: Headers, url: str) -> str:
    text, _ = decode(body, headers)
    if "<" in text[:200]:
        refuse_challenge(parse(text), url)
    return text
