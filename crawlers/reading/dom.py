"""Text to a tree that can be read: markup repaired, what no reader sees taken out, what the scripts say kept."""

import re
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from lxml import html
from lxml.html import HtmlElement

from crawlers.errors import Hollow, ReadError
from crawlers.reading.lexicon import noise_words

# gov.cn: a header that is included on every page closes <html>, and lxml then drops the body. The end of the document
# needs no mark, so none is left.
_STRAY = re.compile(r"</(?:html|body)\s*>|<\?xml[^>]{0,200}\?>|<!doctype[^>]{0,300}>", re.IGNORECASE)
# No XML text may hold these, written or as a reference (&#0;): lxml keeps them, and fails when it moves them.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#0*(?:[0-8]|1[124-9]|2\d|3[01]|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]))(?![0-9a-fA-F]);?"
)
# Inline pictures are most of the bytes of some pages and none of the text.
_DATA_URI = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]{200,}")
# A wall may be no more than a frame or script from an address that only walls have.
_WALL = re.compile(r"_Incapsula_Resource|challenge-platform|geetest|/captcha/")
_TOO_DEEP = "depth"
# A list of 2,200 firms in ten columns of nested cells has 90,000 elements; a hub with every link of a site has no more.
_MAX_MARKS = 250_000
_SILENT = "script|style|noscript|template|iframe|object|svg|select|textarea|button|input|audio|canvas"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The warning that TRS sites show on leaving them stands before the title, as the page's only <h1> (mee.gov.cn).
_MODAL = re.compile(r"(?:您|你)(?:访问|点击|打开)的链接即将(?:离开|跳转)|即将离开.{0,30}(?:是否|确定)继续")
_MODAL_CHARS = 160
# “viewer.html?file=/upload/x.pdf”
_VIEWED = re.compile(r"[?&](?:file|url|src)=([^&#]+)", re.IGNORECASE)
_FRAMED = re.compile(r"\.(?:pdf|ofd|docx?|xlsx?)$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*|\d+")
_NOISE_TAGS = "nav|footer|aside"
# A block with this share of the page's plain text is the article, whatever its class says.
_TOO_MUCH = 0.3


@dataclass(frozen=True)
class PageTree:
    """A page: `root` as readers see it, `scripts` as text (some sites print date and source only there)."""

    root: HtmlElement
    scripts: tuple[str, ...]
    frames: tuple[str, ...] = ()  # addresses of the pages that stand in it
    warned: bool = False  # it asks whether one wants to leave the site
    fields: tuple[tuple[str, str], ...] = ()  # class and text of the <textarea>s that a script shows as the article


def parse(text: str) -> PageTree:
    """Build the tree. Raises Hollow for a page without elements, ReadError for one nested too deep to be a page."""
    text = _DATA_URI.sub("", _CONTROL.sub("", _STRAY.sub("", text)))
    if "<" not in text:
        raise Hollow("empty, because the page holds no markup: look whether the address gives a file or an error")
    if text.count("<") > _MAX_MARKS:
        raise ReadError(f"more than {_MAX_MARKS:,} tags are no article: name its data, or fetch it as a file")
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = html.document_fromstring(f"<html>{text}".encode("utf-8", "ignore"), parser=parser)
    if any(_TOO_DEEP in entry.message.lower() for entry in parser.error_log):
        raise ReadError("the tags are nested deeper than 2,000: the page is broken, look at it by hand")
    scripts = tuple(script.text for script in root.iter("script") if script.text)
    scripts += tuple(src for one in root.iter("script", "iframe") if _WALL.search(src := one.get("src") or ""))
    frames = _frames(root)
    fields = tuple((one.get("class") or "", one.text or "") for one in root.iter("textarea") if one.text)
    for silent in list(root.iter(*_SILENT.split("|"))):
        remove(silent)
    for cell in root.iter("td", "th"):
        _bound_spans(cell)
    _unhide(root)
    return PageTree(root, scripts, frames, warned=_drop_modals(root), fields=fields)


def _frames(root: HtmlElement) -> tuple[str, ...]:
    """Give the addresses of pages in frames; a link takes the place of a file in a frame (a PDF in a viewer)."""
    frames = []
    for frame in root.iter("iframe", "frame", "embed", "object"):
        address = (frame.get("src") or frame.get("data") or "").strip()
        file = next((one for one in (*_VIEWED.findall(address), address) if _FRAMED.search(one)), "")
        if file:
            link = html.Element("a", href=unquote(file))
            frame.addprevious(link)
        elif frame.tag in ("iframe", "frame") and address and not address.startswith(("about:", "javascript:")):
            frames.append(address)
    return tuple(frames)


def _bound_spans(cell: HtmlElement) -> None:
    """Forget spans that no table can have: trafilatura spends minutes on rowspan="99999"."""
    for name in ("colspan", "rowspan"):
        if not re.fullmatch(r"\s*\d{1,2}\s*", cell.get(name) or "1"):
            del cell.attrib[name]


def remove(element: HtmlElement) -> None:
    """Take an element out and leave the text behind it; the root stays."""
    if element.getparent() is not None:
        element.drop_tree()


def visible(element: HtmlElement) -> str:
    """Give the text of an element with single blanks."""
    return " ".join(str(element.text_content()).split())


def whole(root: HtmlElement, url: str, href: str) -> str:
    """Give an address of a page as a whole one: its own <base> counts. One that cannot be joined stays as printed."""
    base = next((str(one.get("href")) for one in root.getroottree().iter("base") if one.get("href")), "")
    try:
        return urljoin(urljoin(url, base), href)
    except ValueError:  # "http://[…": a person shall see it
        return href


def names(element: HtmlElement) -> str:
    """Give id and classes as one string."""
    return f"{element.get('id') or ''} {element.get('class') or ''}".strip()


def words(element: HtmlElement) -> set[str]:
    """Give the words of id and classes: `art-share_box2 newsTitle` → art, share, box, 2, news, title."""
    return {word.lower() for word in _WORD.findall(names(element))}


def prose(element: HtmlElement) -> int:
    """Count the characters of an element that stand in no link."""
    linked = sum(len(visible(link)) for link in element.iter("a"))
    return max(0, len(visible(element)) - linked)


def _unhide(root: HtmlElement) -> None:
    """Drop what is hidden; but what is hidden and holds most of the page is shown by a script (WeChat #js_content)."""
    total = prose(root)
    for element in root.xpath("//*[@hidden or contains(@style,'none') or contains(@style,'hidden')]"):
        if element.tag in ("html", "body") or not (
            element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        ):
            continue
        if prose(element) < total * 0.5:
            remove(element)


def _drop_modals(root: HtmlElement) -> bool:
    found = False
    for element in root.xpath("//*[contains(text(),'即将离开') or contains(text(),'即将跳转')]"):
        if not _MODAL.search(visible(element)):
            continue
        box = element
        while (above := box.getparent()) is not None and above.tag not in ("body", "html"):
            if len(visible(above)) > _MODAL_CHARS:
                break
            box = above
        remove(box)
        found = True
    return found


def without_noise(root: HtmlElement, drop: list[HtmlElement]) -> HtmlElement:
    """Give a copy without the blocks around an article: menus, related readings, comments, share bars, `drop`."""
    marks = {id(element) for element in drop}
    total = max(1, prose(root))
    doomed = [
        number
        for number, element in enumerate(root.iter())
        if id(element) in marks or (_is_noise(element) and prose(element) < total * _TOO_MUCH)
    ]
    copy = deepcopy(root)
    elements = list(copy.iter())
    for number in doomed:
        remove(elements[number])
    return copy


def _is_noise(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "p", "td", "tr", "tbody", "table"):
        return False
    return element.tag in _NOISE_TAGS.split("|") or not noise_words().isdisjoint(words(element))
