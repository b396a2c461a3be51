"""Feeds in RSS, RDF or Atom, and sitemaps of news.

[listing]
family = "rss"
rows   = "item"                         # "entry" in Atom, "url" in a sitemap of news
alone  = true                           # the page behind an item is not to be had (paywall): title, day and teaser
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from lxml import etree

from crawlers.asking import SHANGHAI
from crawlers.errors import Drift
from crawlers.reading.listrule import Listed, ListingRule
from nlp.dates import find_dates

_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_DAYS = ("pubDate", "published", "date", "publication_date", "updated", "lastmod")
_MARK = re.compile(r"<[^<>]{0,2000}>")
_TEASER = ("description", "summary")
_ZERO = 1970  # programs write an empty moment as the first of the year 1, or of this one


def items(text: str, url: str, rule: ListingRule, today: date | None) -> list[Listed | None]:  # noqa: ARG001
    """Read every item. Raises Drift for what is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(_DECLARED.sub("", text).encode(), parser)
    if root is None:
        raise Drift("订阅源的答复不是 XML：请看存档，地址可能变了")
    return [_item(row, url, rule) for row in root.iter("{*}" + rule.rows)]


def _item(row: etree._Element, url: str, rule: ListingRule) -> Listed | None:
    title, link = _said(row, "title"), _said(row, "link") or _href(row) or _said(row, "loc")
    if not title or not link:
        return None
    day = next((day for name in _DAYS if (day := _day(_said(row, name)))), None)
    teaser = next((text for name in _TEASER if (text := _said(row, name))), "") if rule.alone else ""
    return Listed(title, urljoin(url, link), day, text=teaser)


def _said(row: etree._Element, name: str) -> str:
    """The text of the nearest element of that name; a sitemap keeps the title one step deeper."""
    places = (one for level in (row, row.iterdescendants()) for one in level if isinstance(one.tag, str))
    found = next((one for one in places if etree.QName(one).localname == name), None)
    text = "".join(str(part) for part in found.itertext()) if found is not None else ""
    return " ".join(_MARK.sub(" ", text).split())


def _href(row: etree._Element) -> str:
    links = [one for one in row if isinstance(one.tag, str) and etree.QName(one).localname == "link"]
    return next((href for one in links if (href := one.get("href")) and one.get("rel", "alternate") == "alternate"), "")


def _day(said: str) -> date | None:
    """The Shanghai day of a moment: a feed's midnight UTC is that day's morning."""
    try:
        moment = parsedate_to_datetime(said) if "," in said or "GMT" in said else datetime.fromisoformat(said)
        day = moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()
    except OverflowError:  # the last moment that a program knows, or the first
        return None
    except (ValueError, TypeError):  # no moment: perhaps a day as people write it
        found = find_dates(said)
        return found[0].day if found else None
    return day if day.year > _ZERO else None
