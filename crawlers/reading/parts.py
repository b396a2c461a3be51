"""Articles that a site cuts into several pages: where the next page is, and how the pages become one article again."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.reading.blocks import flat
from crawlers.reading.decode import decode
from crawlers.reading.dom import parse, whole
from crawlers.reading.record import ReadArticle
from nlp.text import fold

MOST_PARTS = 20
_NEXT = re.compile(r"[\[【(（«»<>›→\s]*(?:下一?页|后一页|next(?: page)?)[\]】)）«»<>›→\s]*", re.IGNORECASE)
_PAGER = re.compile(r"下一?页|后一页|next|>\s*\[?2\]?\s*<", re.IGNORECASE)
# 1372811_2.shtml (bjx), c1010-32159012-2.html (people), a_p2.html; ?page=2. Longer numbers name articles.
_PATH = re.compile(r"(?P<stem>.+?)(?:[_-]p?(?P<number>\d{1,2}))?(?P<ending>\.[a-z]{3,5})?", re.IGNORECASE)
_QUERY = re.compile(r"(?:^|&)(?:page|p|pageno|pageindex)=(?P<number>\d{1,2})(?=&|$)", re.IGNORECASE)


def next_part(body: bytes, headers: Mapping[str, str], url: str) -> str | None:
    """Give the address of the article's next page: same host, same name, the next number; None where there is none.

    The link must say so (下一页, or the number itself): 下一篇 is another article.
    """
    text, _ = decode(body, headers)
    if not _PAGER.search(text):
        return None
    stem, number = _name(url)
    root = parse(text).root
    for link in root.iter("a"):
        said = flat(str(link.text_content())).strip("[]【】 ")
        address = _next_to(url, root, (link.get("href") or "").strip())
        if not address or not (_NEXT.fullmatch(said) or (said.isdecimal() and len(said) <= 2)):
            continue
        other, its = _name(address)
        # Some systems count from 0: the page behind name.html is name_1.html.
        follows = its == number + 1 or (its == 1 and _is_bare(url) and not _is_bare(address))
        if other == stem and follows:
            return address
    return None


def joined(first: ReadArticle, second: ReadArticle) -> ReadArticle | None:
    """Give both pages as one article; None where the second is another article, or the same page once more."""
    same = fold(first.title) in fold(second.title) or fold(second.title) in fold(first.title)
    if not same or set(second.paragraphs) <= set(first.paragraphs):
        return None
    moved = tuple(replace(table, before=table.before + len(first.paragraphs)) for table in second.tables)
    known = {one.url or one.name for one in first.attachments}
    return replace(
        first,
        paragraphs=first.paragraphs + second.paragraphs,
        tables=first.tables + moved,
        images=first.images + second.images,
        attachments=first.attachments + tuple(one for one in second.attachments if (one.url or one.name) not in known),
        raw_text=f"{first.raw_text}\n{second.raw_text}",
        flags=tuple(sorted({*first.flags, *second.flags, "joined"})),
    )


def _next_to(url: str, root: HtmlElement, href: str) -> str:
    """Give the address of a link to the same host, "" for any other."""
    if not href or href.startswith("#") or href.lower().startswith("javascript:"):
        return ""
    try:
        address = whole(root, url, href)
        return address if urlsplit(address).netloc == urlsplit(url).netloc else ""
    except ValueError:
        return ""


def _name(url: str) -> tuple[str, int]:
    """Give the address without its page number, and that number: 1 where it has none."""
    parts = urlsplit(url)
    if found := _QUERY.search(parts.query):
        return f"{parts.path}?{_QUERY.sub('', parts.query).strip('&')}", int(found["number"])
    folder, _, file = parts.path.rpartition("/")
    path = _PATH.fullmatch(file)
    if path is None:
        return f"{parts.path}?{parts.query}", 1
    return f"{folder}/{path['stem']}{path['ending'] or ''}?{parts.query}", int(path["number"] or 1)


def _is_bare(url: str) -> bool:
    """True for an address without a page number."""
    parts = urlsplit(url)
    path = _PATH.fullmatch(parts.path.rpartition("/")[2])
    return not _QUERY.search(parts.query) and (path is None or not path["number"])
