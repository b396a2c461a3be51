"""An element to paragraphs, tables and pictures, in page order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from crawlers.reading.dom import visible, words
from crawlers.reading.grid import grid, is_data

_TAGS = """address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"""
_BLOCK = frozenset(_TAGS.split())
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SMALL = re.compile(r"font-size\s*:\s*(?:(?:\d|1[0-3])(?:\.\d+)?px|(?:\d|10)(?:\.\d+)?pt|(?:x-)?small)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0\u3000\u2002\u2003\u2009]+")
# A line that the source wraps inside a word: a browser would print a blank that no author wrote.
_WRAP = re.compile(r"(?<=[\u3400-\u9fff，、；：])[ \t]*[\r\n]+[ \t]*(?=[\u3400-\u9fff])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
PICTURES = ("data-src", "data-original", "data-lazy-src", "src")
_CAPTION = 80


@dataclass(frozen=True)
class Paragraph:
    text: str
    linked: int = 0  # characters that stand in links
    heading: bool = False
    caption: bool = False
    small: bool = False  # centred in small type: a caption where a picture stands right before it


@dataclass(frozen=True)
class Grid:
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    url: str
    alt: str


Block = Paragraph | Grid | Picture


def blocks(element: HtmlElement) -> list[Block]:
    """Give what an element holds, one block a paragraph, table of data or picture. Layout tables are read through."""
    return list(_Reader(element).read())


def flat(text: str) -> str:
    """Give one line: one kind of blank, nothing invisible."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCK or bool(_SHOWN_AS_BLOCK.search(element.get("style") or ""))


def _is_small(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    if element.tag not in ("p", "div") or not (element.get("align") == "center" or _CENTRED.search(style)):
        return False
    return any(one.tag == "small" or _SMALL.search(one.get("style") or "") for one in islice(element.iter(), 6))


def _is_caption(element: HtmlElement) -> bool:
    return element.tag in ("p", "div") and "caption" in words(element) and len(visible(element)) <= _CAPTION


class _Reader:
    """Walks a tree without recursion, so that depth costs no stack."""

    def __init__(self, element: HtmlElement) -> None:
        self.top = element
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.preformatted = 0
        self.tags: list[str] = []

    def read(self) -> Iterator[Block]:
        skip: HtmlElement | None = None
        stack: list[tuple[HtmlElement, bool]] = [(self.top, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                yield from self._leave(element)
                continue
            if not isinstance(element.tag, str):
                self._text(element.tail if element is not self.top else None)
                continue
            yield from self._enter(element)
            skip = element if element.tag == "table" and is_data(element) else None
            stack.append((element, True))
            if skip is not None:
                yield Grid(grid(element))
                continue
            self._text(element.text)
            stack.extend((child, False) for child in reversed(element))
        yield from self._flush()

    def _enter(self, element: HtmlElement) -> Iterator[Block]:
        tag = str(element.tag)
        if _is_block(element):
            yield from self._flush()
            self.tags.append("figcaption" if _is_caption(element) else "small" if _is_small(element) else tag)
        self.links += tag == "a"
        self.preformatted += tag == "pre"
        if tag == "img":
            yield from self._flush_before_picture(element)

    def _leave(self, element: HtmlElement) -> Iterator[Block]:
        tag = str(element.tag)
        if _is_block(element):
            yield from self._flush()
            self.tags.pop()
        self.links -= tag == "a"
        self.preformatted -= tag == "pre"
        if element is not self.top:
            self._text(element.tail)

    def _flush_before_picture(self, element: HtmlElement) -> Iterator[Block]:
        url = next((value for name in PICTURES if (value := (element.get(name) or "").strip())), "")
        if url and not url.startswith("data:"):
            yield from self._flush()
            yield Picture(url, flat(element.get("alt") or ""))

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.links:
            self.linked += len(flat(text))
        self.pieces.append(text)

    def _flush(self) -> Iterator[Block]:
        raw = "".join(self.pieces)
        linked, self.pieces, self.linked = self.linked, [], 0
        lines = raw.splitlines() if self.preformatted else [_WRAP.sub("", raw)]
        heading = any(tag in ("h1", "h2", "h3", "h4") for tag in self.tags)
        caption, small = "figcaption" in self.tags, "small" in self.tags
        for line in lines:
            if text := flat(line):
                yield Paragraph(text, min(linked, len(text)), heading, caption, small)
