"""Where on the page an engine's answer stands: engines drop blank tables and short lines that belong to the text."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawlers.reading.blocks import Block, Paragraph, blocks
from crawlers.reading.dom import names, prose, visible
from nlp.text import fold

_REPLY = re.compile(r"回复|评论|\d楼|发表于|举报|Reply|(?:19|20)\d\d-\d\d-\d\d")
_OPENS = re.compile(r"[\u3400-\u9fff\d]{2,24}(?:讯|电|消息)\s*[（(]")
_TEXT_CHARS = 40
_KEY_CHARS = 24
_HELD = 0.95
_MORE = 0.05
# Every level reads the whole text below it once; no article stands deeper, or has more paragraphs.
_MOST_LEVELS = 40
_MOST_PARAGRAPHS = 1500


def as_printed(root: HtmlElement, found: Sequence[Block]) -> list[Block] | None:
    """Give all that stands in the innermost element with nearly all of `found`, None where that is more than the text.

    More than the text: links, or other paragraphs of over 5 % (a list of related readings, a footer).
    """
    wanted = {fold(block.text): block for block in found if isinstance(block, Paragraph)}
    keys = {text[:_KEY_CHARS] for text in wanted if len(text) >= _KEY_CHARS}
    # Paragraphs that are short, or repeat another, have no key of their own: their length tells that they are there.
    chars = sum(len(fold(block.text)) for block in found if isinstance(block, Paragraph))
    if not keys or len(wanted) > _MOST_PARAGRAPHS:
        return None
    element = _innermost(root, keys, chars)
    boxes = _boxes(element)
    printed = [block for box in boxes for block in blocks(box)]
    if len(boxes) > 1:
        return printed
    more = [
        block
        for block in printed
        if isinstance(block, Paragraph)
        and not any(fold(block.text) in text or text in fold(block.text) for text in wanted)
    ]
    total = sum(map(len, wanted))
    if any(block.linked for block in more) or sum(len(block.text) for block in more) > total * _MORE:
        return None
    return printed


def _boxes(element: HtmlElement) -> list[HtmlElement]:
    """Give the boxes of one class beside each other that an article is cut into (europarl: ep-a_text), itself among.

    Replies and teasers are boxes of one class too: they have names, days and links.
    """
    parent = element.getparent()
    if parent is None or element.tag not in ("div", "section") or not names(element):
        return [element]
    alike = [one for one in parent if one is element or (_is_alike(one, element) and _reads_on(one))]
    first = alike[0].getprevious()
    # “新京报讯（记者…）…” may stand in a box of its own above the rest.
    return [first, *alike] if first is not None and _reads_on(first) and _OPENS.match(visible(first)) else alike


def _is_alike(one: HtmlElement, other: HtmlElement) -> bool:
    return one.tag == other.tag and names(one) == names(other)


def _reads_on(box: HtmlElement) -> bool:
    text = visible(box)
    return len(text) >= _TEXT_CHARS and prose(box) >= len(text) * _HELD and not _REPLY.search(text)


def _innermost(root: HtmlElement, keys: set[str], chars: int) -> HtmlElement:
    element = root
    for _ in range(_MOST_LEVELS):
        inner = next(
            (child for child in element if isinstance(child.tag, str) and _held(child, keys, chars) >= _HELD), None
        )
        if inner is None:
            break
        element = inner
    return element


def _held(element: HtmlElement, keys: set[str], chars: int) -> float:
    text = fold(str(element.text_content()))
    return min(sum(key in text for key in keys) / len(keys), len(text) / chars)
