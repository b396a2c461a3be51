"""Pages whose article is a picture: the chart of a week, a scanned notice, a poster."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml.html import HtmlElement

from crawlers.reading.blocks import PICTURES, Picture, flat
from crawlers.reading.containers import named
from crawlers.reading.dom import visible, words
from crawlers.reading.verdict import is_list, shows_video
from nlp.text import fold

_ASIDE = re.compile(r"版权所有|copyright|icp\s*备|公网安备|主办|网站标识码|技术支持", re.IGNORECASE)
_ICON_WORDS = {
    "logo",
    "icon",
    "icons",
    "ico",
    "qr",
    "qrcode",
    "ewm",
    "erweima",
    "wx",
    "weixin",
    "weibo",
    "banner",
    "btn",
}
_ICON_NAME = re.compile(
    r"(?:^|[/_-])(?:logo|icon|ico|qr(?:code)?|ewm|erweima|weixin|wx|weibo|banner|btn|blank|space|jiucuo|dzjg)[\w-]{0,12}\.",
    re.IGNORECASE,
)
_MIN_SIDE = 120
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp)(?:[?#]|$)", re.IGNORECASE)
_MOST_TEXT = 60


def find_pictures(root: HtmlElement, scripts: tuple[str, ...], title: str) -> tuple[Picture, ...]:
    """Give the pictures that stand where the text should, on a page (without noise) that has no text.

    Empty for a list, a page with a video, and one whose pictures are only its furniture.
    """
    if not title or is_list(root) or shows_video(root, scripts, title):
        return ()
    for box in (*named(root), *_beneath_title(root, title)):
        found = tuple(_pictures(box))
        if found and len(visible(box)) <= _MOST_TEXT and not _ASIDE.search(visible(box)):
            return found
    return ()


def _beneath_title(root: HtmlElement, title: str) -> Iterator[HtmlElement]:
    """Give what stands behind the title in the same box, and in the boxes around that one: nearest first."""
    wanted = fold(title)
    heading = next(
        (one for one in root.iter("h1", "h2", "h3", "h4", "div", "p", "span", "td") if _says(one, wanted)), None
    )
    if heading is None:
        return
    path = [heading, *heading.iterancestors()]
    for inner, outer in pairwise(path[:5]):
        if outer.tag in ("body", "html") and inner is not heading:
            return
        yield from (one for one in inner.itersiblings() if isinstance(one.tag, str))


def _says(element: HtmlElement, wanted: str) -> bool:
    return fold(visible(element)) == wanted


def _pictures(box: HtmlElement) -> Iterator[Picture]:
    for image in box.iter("img"):
        url = next((value for name in PICTURES if (value := (image.get(name) or "").strip())), "")
        if url and not url.startswith("data:") and not _is_icon(image, url) and not _leads_away(image):
            yield Picture(url, flat(image.get("alt") or ""))


def _is_icon(image: HtmlElement, url: str) -> bool:
    sides = [
        int(side) for name in ("width", "height") if (side := (image.get(name) or "").removesuffix("px")).isdecimal()
    ]
    small = any(side < _MIN_SIDE for side in sides)
    return small or bool(_ICON_NAME.search(url)) or not _ICON_WORDS.isdisjoint(words(image))


def _leads_away(image: HtmlElement) -> bool:
    """True for a picture that is a link to anything but its own larger copy."""
    link = next(image.iterancestors("a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    return bool(href) and not href.startswith(("#", "javascript:")) and not _PICTURE_FILE.search(href)
