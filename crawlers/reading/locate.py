"""Where on the page an engine's answer stands: engines drop blank tables and short lines that belong to the text."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawlers.reading.blocks import Block, Paragraph, blocks
from nlp.text import fold

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
    printed = blocks(element)
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
