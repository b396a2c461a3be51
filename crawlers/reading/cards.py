"""Teasers of other articles: boxes of one kind side by side, each a linked headline with the first lines below it.

No engine tells them from text: they have sentences and hardly any links.
"""

from collections import defaultdict
from copy import deepcopy

from lxml.html import HtmlElement

from crawlers.reading.dom import names, prose, remove, visible

_BOXES = ("div", "li", "dl", "dd", "article", "section")
_FEWEST = 2
_HEADLINE, _TEASER = (6, 60), (15, 250)


def without_cards(root: HtmlElement) -> HtmlElement:
    """Give the page without such boxes: itself where it has none, else a copy."""
    found = set(_cards(root))
    if not found:
        return root
    doomed = [number for number, element in enumerate(root.iter()) if element in found]
    copy = deepcopy(root)
    elements = list(copy.iter())
    for number in doomed:
        remove(elements[number])
    return copy


def _cards(root: HtmlElement) -> list[HtmlElement]:
    groups: dict[tuple[HtmlElement, str, str], list[HtmlElement]] = defaultdict(list)
    for element in root.iter(*_BOXES):
        parent = element.getparent()
        if parent is not None:
            groups[parent, str(element.tag), names(element)].append(element)
    return [card for group in groups.values() if len(group) >= _FEWEST and all(map(_is_card, group)) for card in group]


def _is_card(box: HtmlElement) -> bool:
    link = next(box.iter("a"), None)
    above = link.getparent() if link is not None else None
    if link is None or above is None or above is box:
        return False
    headline = visible(link)
    if not _HEADLINE[0] <= len(headline) <= _HEADLINE[1] or visible(above) != headline:
        return False
    return visible(box).startswith(headline) and _TEASER[0] <= prose(box) <= _TEASER[1]
