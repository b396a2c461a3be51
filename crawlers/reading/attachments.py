"""The files of an article: links to them, and files that the text names and links nowhere."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawlers.reading.blocks import flat
from crawlers.reading.dom import whole, words
from crawlers.reading.record import Attachment
from nlp.text import fold

_ENDINGS = "pdf|docx?|xlsx?|ofd|wps|et|zip|rar|7z|pptx?|csv"
_FILE = re.compile(rf"\.(?:{_ENDINGS})$", re.IGNORECASE)
_LISTED = re.compile(rf"""["'](?P<url>[^"'\s<>]{{3,300}}\.(?:{_ENDINGS}))["']""", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/(?:download|attach|file|fujian)\w*[/.?]", re.IGNORECASE)
_NAMED = re.compile(r"^附\s*件(?:列表)?\s*\d{0,2}\s*[:：]\s*(?P<name>.{2,120})$")
_NUMBERED = re.compile(r"^\d{1,2}\s*[.．、]\s*(?P<name>.{2,120})$")
_ASIDE = {"footer", "foot", "nav", "menu", "header", "sidebar"}


def find_attachments(root: HtmlElement, scripts: tuple[str, ...], url: str) -> tuple[Attachment, ...]:
    """Give the files that the page links (not from menu or footer), then those that only a script lists."""
    found: dict[str, Attachment] = {}
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if not _is_file(href, link) or _stands_aside(link):
            continue
        address = whole(root, url, href)
        found.setdefault(address, Attachment(_name(link, href), address))
    for script in scripts:
        if "附件" not in script and "attach" not in script.lower():
            continue
        for listed in _LISTED.finditer(script):
            address = whole(root, url, listed["url"])
            found.setdefault(address, Attachment(_file_name(listed["url"]), address))
    return tuple(found.values())


def named_only(paragraphs: tuple[str, ...], linked: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """Give the files that the text announces ("附件：1.…") and that no link on the page leads to."""
    known = [fold(one.name) for one in linked]
    return tuple(
        Attachment(name)
        for name in _announced(paragraphs)
        if not any(fold(name)[:10] in other or other[:10] in fold(name) for other in known if other)
    )


def _announced(paragraphs: tuple[str, ...]) -> Iterator[str]:
    listing = False
    for paragraph in paragraphs:
        named = _NAMED.match(paragraph)
        following = _NUMBERED.match(paragraph) if listing else None
        listing = bool(named or following)
        if found := named or following:
            for name in re.split(r"\s+(?=\d{1,2}[.．、])", found["name"]):
                yield re.sub(r"^\d{1,2}\s*[.．、]\s*", "", name).strip()


def _is_file(href: str, link: HtmlElement) -> bool:
    if not href or href.lower().startswith(("javascript:", "mailto:", "#")):
        return False
    if _FILE.search(_path(href)):
        return True
    text = flat(str(link.text_content()))
    return bool(_DOWNLOAD.search(href)) and bool(_FILE.search(text) or text.startswith("附件"))


def _path(href: str) -> str:
    """Give the path of an address, the whole of one that is none."""
    try:
        return urlsplit(href).path
    except ValueError:
        return href


def _stands_aside(link: HtmlElement) -> bool:
    return any(box.tag in ("nav", "footer") or not _ASIDE.isdisjoint(words(box)) for box in link.iterancestors())


def _name(link: HtmlElement, href: str) -> str:
    text = flat(str(link.text_content())) or flat(link.get("title") or "")
    return text if len(text) > 1 else _file_name(href)


def _file_name(href: str) -> str:
    return unquote(_path(href).rpartition("/")[2])
