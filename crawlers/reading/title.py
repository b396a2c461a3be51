"""The title of an article, without the site's name and the channel's."""

import re

from lxml.html import HtmlElement

from crawlers.reading.blocks import flat
from crawlers.reading.dom import words
from crawlers.reading.head import Head
from crawlers.reading.record import Found
from nlp.text import fold

_SEPARATOR = re.compile(
    r"\s*(?:_+|\|+|--+|——(?=[^—]{2,10}(?:网|报|社|频道)$)|丨(?=[^丨]{0,12}$))\s*|\s+[-–—«»•]+\s+|(?<=[\u3400-\u9fff）】”》！？)])\s*[-–—]\s*(?=[\u3400-\u9fffA-Z])"
)
_TITLE_WORDS = {"title", "tit", "biaoti", "headline", "bt", "tt", "subject"}
_META = ("articletitle", "article:title", "og:title", "twitter:title", "title")
_WRAPPED = re.compile(r"^【([^【】]{10,})】$")
# What <title> ends with where it is the same on every page.
_SITE = re.compile(
    r"(?:网|网站|门户|政府|首页|主页|在线|频道|[报社厅局委部办院]|委员会|中心|协会|学会|公司|[交碳]\S?所|集团|银行|大学|平台"
    r"|信箱|客户端)$"
)
# A class like art-title-info marks the line below the title too.
_BYLINE = re.compile(r"(?:来源|时间|日期|编辑|作者)\s*[:：].{0,40}20\d\d|20\d\d\s*[-年/.]\s*\d+.{0,8}\d\d:\d\d")
_MIN, _MAX = 4, 200
_ELLIPSIS = re.compile(r"(?:\.{2,}|…+)$")


def find_title(root: HtmlElement, head: Head) -> tuple[str, Found | None]:
    """Give the title and where it was found; ("", None) where the page has none."""
    if title := _plain(head.metas.get("articletitle", "")):
        return title, Found("meta ArticleTitle", "high")
    whole = _plain(head.title)
    headings = [
        (text, tag)
        for element in root.iter()
        if (tag := _heading(element)) and (text := _plain(flat(str(element.text_content()))))
        if not (tag in ("class", "bold") and _BYLINE.search(text))
    ]
    if found := _matching(headings, whole):
        return found, Found("the heading that <title> repeats", "high")
    if found := _first_line(root, whole):
        return found, Found("the line that <title> begins with", "high")
    for name in _META[1:]:
        text = _plain(head.metas.get(name, ""))
        if text and (not whole or fold(text) in fold(whole)):
            return _shortened(text), Found(f"meta {name}", "high")
    if text := _plain(head.linked.get("headline", "")) or _plain(head.values.get("msg_title", "")):
        return _shortened(text), Found("the page's data", "medium")
    short = _shortened(whole)
    names_site = not short or (len(short) < 16 and bool(_SITE.search(short)))
    first = _first_heading(headings, bold=names_site)
    # A <title> that no heading begins with is the site's name on every page (chinanecc.cn).
    begun = short and not names_site and fold(first).startswith(fold(short)[:12])
    if first and not begun and len(short) < 16:
        return first, Found("the first heading", "low")
    return (short, Found("<title> without the site's name", "low" if names_site else "medium")) if short else ("", None)


def _heading(element: HtmlElement) -> str:
    if element.tag in ("h1", "h2", "h3", "h4"):
        return "class" if element.tag in ("h3", "h4") and _is_named(element) else str(element.tag)
    if element.tag in ("founder-title", "ucaptitle"):  # Founder's newspapers, UCAP's sites
        return "h1"
    if element.tag in ("b", "strong", "font", "center") and element.find(".//p") is None:
        return "class" if not _TITLE_WORDS.isdisjoint(words(element)) else "bold"
    if element.tag in ("div", "p", "span", "td", "li", "a", "h5", "h6") and _is_named(element):
        return "class"
    return ""


def _is_named(element: HtmlElement) -> bool:
    """True for title, art-title and newstitle; a subtitle is none."""
    found = words(element)
    ends = any(word.endswith(("title", "biaoti")) and not word.startswith("sub") for word in found)
    return ends or not _TITLE_WORDS.isdisjoint(found)


def _matching(headings: list[tuple[str, str]], whole: str) -> str:
    """Give the longest heading that <title> begins with or contains; h1 before others of the same length."""
    folded = fold(whole)
    cut = fold(_ELLIPSIS.sub("", _shortened(whole)))
    first = fold(_SEPARATOR.split(whole)[0])
    best, rank = "", (0, 0)
    for text, tag in headings:
        if tag == "bold":
            continue
        mine = fold(text)
        truncated = _ELLIPSIS.search(_shortened(whole)) and len(cut) >= 8 and mine.startswith(cut)
        begins = mine == first and not _SITE.search(text)
        if not (truncated or begins or (mine in folded and len(mine) >= max(_MIN, len(cut) * 0.4))):
            continue
        if (len(mine), tag == "h1") > rank and not _only_a_site(text, whole):
            best, rank = text, (len(mine), tag == "h1")
    return best


def _first_line(root: HtmlElement, whole: str) -> str:
    """Give the longest line of the page, marked or not, that <title> begins with before the site's name."""
    folded, best = fold(whole), ""
    for element in root.iter("div", "p", "td", "span", "b", "strong", "font", "li"):
        begun = fold(flat(element.text or ""))
        if len(begun) < _MIN or not folded.startswith(begun):
            continue
        text = _plain(flat(str(element.text_content())))
        rest = whole[len(text) :]
        ends = whole.startswith(text) and (not rest or _SEPARATOR.match(rest))
        if ends and len(text) > max(7, len(best)) and not (len(text) < 16 and _SITE.search(text)):
            best = text
    return best


def _only_a_site(text: str, whole: str) -> bool:
    """True for a heading that is one of the last pieces of <title>: the site or the channel."""
    pieces = [fold(piece) for piece in _SEPARATOR.split(whole) if piece]
    return len(pieces) > 1 and fold(text) in pieces[1:] and len(pieces[0]) > len(fold(text))


def _first_heading(headings: list[tuple[str, str]], *, bold: bool) -> str:
    """Give the first heading; one that is only set bold (sites before 2015) where <title> says nothing of the page."""
    for wanted in ("h1", "h2", "class", "h3", "bold")[: 5 if bold else 4]:
        for text, tag in headings:
            if (
                tag == wanted
                and (_MIN if tag == "h1" else 8) <= len(text) <= 120
                and not text.endswith(("。", "：", "；"))
            ):
                return text
    return ""


def _shortened(title: str) -> str:
    """Leave out the last pieces, which name channel and site; the first piece stays, and joins what was one title."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    first = pieces[0]
    if len(first) >= 8:
        return first
    # A short first piece is a column ("棱镜|…") and part of the title, or the site's name in front.
    longest = max(pieces, key=len)
    return title[: title.index(longest) + len(longest)] if len(longest) >= 8 else first


def _plain(text: str) -> str:
    text = flat(re.sub(r"<[^>]{1,60}>", " ", text)) if "<" in text else text
    text = _WRAPPED.sub(r"\1", text)
    return text if _MIN <= len(text) <= _MAX else ""
