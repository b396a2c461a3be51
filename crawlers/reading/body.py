"""Which part of a page is the article: named containers first, then two engines, judged by our own checks."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html
from lxml.html import HtmlElement

from crawlers.reading.blocks import Block, Grid, Paragraph, blocks
from crawlers.reading.cards import without_cards
from crawlers.reading.containers import containers
from crawlers.reading.locate import as_printed
from crawlers.reading.record import Sure

_SENTENCE = re.compile(r"[，。；！？：,;!?]")
_FURNITURE = re.compile(
    r"版权所有|copyright|icp备|公网安备|网站地图|网站标识码|主办单位|联系我们|设为首页|加入收藏|法律声明|违法和不良信息",
    re.IGNORECASE,
)
_PROSE_CHARS = 25
_ENOUGH = 0.6
# The engines take 0.1 ms an element and more on broken pages; a page of this size is read by its paragraphs alone.
_MAX_FOR_ENGINES = 30_000


@dataclass(frozen=True)
class Body:
    """A body: its blocks, and how it was found."""

    blocks: tuple[Block, ...]
    where: str
    sure: Sure


@dataclass(frozen=True)
class _Judged:
    body: Body
    cover: float  # share of the page's prose that it holds
    pure: float  # share of its own text that is prose
    furniture: int

    @property
    def good(self) -> bool:
        return self.cover >= _ENOUGH and self.pure >= _ENOUGH and not self.furniture

    @property
    def score(self) -> float:
        return 2 * self.cover * self.pure / max(0.01, self.cover + self.pure) - 0.2 * self.furniture


def find_body(root: HtmlElement) -> Body | None:
    """Give the best body of a page that noise was taken from, None where nothing on it reads like an article."""
    total = sum(len(p.text) for p in _paragraphs(blocks(root)) if _is_prose(p) and not _FURNITURE.search(p.text))
    judged: list[_Judged] = []
    for body in _candidates(root, engines=total > 0):
        judged.append(_judge(body, total))
        if judged[-1].good or (body.where.startswith("container") and total < 200):
            return body
    best = max(judged, key=lambda one: one.score, default=None)
    return best.body if best is not None and best.score > 0.25 else None


def _candidates(root: HtmlElement, *, engines: bool) -> Iterator[Body]:
    for element in containers(root)[:3]:
        found = blocks(element)
        if any(isinstance(block, Paragraph | Grid) for block in found):
            yield Body(tuple(found), f"container {element.get('id') or element.get('class')}", "high")
    if not engines:
        return
    slow = () if sum(1 for _ in root.iter()) > _MAX_FOR_ENGINES else (_readability, _densest, _trafilatura)
    root = without_cards(root)
    for engine in slow or (_densest,):
        tree = engine(root)
        found = blocks(tree) if tree is not None else []
        if any(isinstance(block, Paragraph) for block in found):
            yield Body(tuple(as_printed(root, found) or found), engine.__name__.strip("_"), "medium")


def _judge(body: Body, total: int) -> _Judged:
    paragraphs = list(_paragraphs(body.blocks))
    good = sum(len(p.text) for p in paragraphs if _is_prose(p))
    every = sum(len(p.text) for p in paragraphs)
    furniture = sum(bool(_FURNITURE.search(p.text)) for p in paragraphs)
    return _Judged(body, min(1.0, good / max(1, total)), good / max(1, every), furniture)


def _paragraphs(found: list[Block] | tuple[Block, ...]) -> Iterator[Paragraph]:
    return (block for block in found if isinstance(block, Paragraph))


def _is_prose(paragraph: Paragraph) -> bool:
    if paragraph.linked > len(paragraph.text) * 0.5:
        return False
    return len(paragraph.text) >= _PROSE_CHARS and bool(_SENTENCE.search(paragraph.text))


def _readability(root: HtmlElement) -> HtmlElement | None:
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(html.tostring(root, encoding="unicode")).summary(html_partial=True)
    except Unparseable:  # its word for "no body here"; the next engine is asked
        return None
    return html.fromstring(summary) if summary.strip() else None


def _densest(root: HtmlElement) -> HtmlElement | None:
    """Give the element whose own paragraphs hold the most prose, where no engine finds anything (broken markup)."""
    weight: dict[HtmlElement, int] = {}
    for element in root.iter():
        pieces = [element.text, *(child.tail for child in element)]
        own = sum(len(piece) for piece in pieces if piece and len(piece) >= _PROSE_CHARS and _SENTENCE.search(piece))
        if not own or any(above.tag == "a" for above in [element, *islice(element.iterancestors(), 2)]):
            continue
        parent = element.getparent() if element.tag in ("p", "span", "font", "strong") else element
        while parent is not None and parent.tag in ("p", "span", "font", "strong"):
            parent = parent.getparent()
        if parent is not None:
            weight[parent] = weight.get(parent, 0) + own
    return max(weight, key=lambda one: weight[one], default=None)


def _trafilatura(root: HtmlElement) -> HtmlElement | None:
    from trafilatura import extract

    found = extract(
        html.tostring(root, encoding="unicode"),
        output_format="html",
        include_comments=False,
        include_images=True,
        favor_precision=True,
        deduplicate=False,
    )
    return html.fromstring(found) if found else None
