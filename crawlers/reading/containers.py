"""The elements in which content management systems put the body of an article."""

import re

from lxml.html import HtmlElement

from crawlers.reading.dom import names, prose, visible
from crawlers.reading.lexicon import container_ranks

# TRS (most ministries and provinces), 大汉 jpage, gkmlpt (Guangdong), JPaaS, UCAP (gov.cn), ivs (Shanghai), WeChat.
_SPLIT = re.compile(r"\s+")
_MIN_CHARS = 15
_MAX_LINKED = 0.4
# A container inside another is the body when it holds nearly all of it; else it is one part of several.
_INNERMOST = 0.8
_AMONG_LISTS, _LISTED = 0.6, 0.3


def containers(root: HtmlElement) -> list[HtmlElement]:
    """Give the elements that hold a body by name, those of government systems first, then the fullest; innermost."""
    found = [
        (rank, element)
        for element in root.iter("div", "td", "article", "section", "span", "ul", "p", "main")
        if (rank := _rank(element)) is not None and _holds_text(element)
    ]
    kept = [(rank, element) for rank, element in found if not any(_fills(other, element) for _, other in found)]
    return [element for _, element in sorted(kept, key=lambda pair: (pair[0], -prose(pair[1])))]


def named(root: HtmlElement) -> list[HtmlElement]:
    """Give the elements that are named as bodies, whatever they hold."""
    return [one for one in root.iter("div", "td", "article", "section") if _rank(one) is not None]


def _rank(element: HtmlElement) -> int | None:
    known = container_ranks()
    ranks = [known[name] for word in _SPLIT.split(names(element)) if (name := word.lower()) in known]
    if element.get("itemprop") == "articleBody":
        ranks.append(1)
    return min(ranks, default=None)


def _holds_text(element: HtmlElement) -> bool:
    text = visible(element)
    return len(text) >= _MIN_CHARS and prose(element) >= len(text) * (1 - _MAX_LINKED)


def _fills(inner: HtmlElement, outer: HtmlElement) -> bool:
    if inner is outer or outer not in inner.iterancestors():
        return False
    more = prose(outer) - prose(inner)
    lists = len(visible(outer)) - len(visible(inner)) - more
    # Around the body of a short article other articles' headlines are most of the rest (sina.com.cn).
    return more <= prose(outer) * (1 - (_AMONG_LISTS if lists > more * _LISTED else _INNERMOST))
