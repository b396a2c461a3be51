"""The elements in which content management systems put the body of an article."""

from lxml.html import HtmlElement

from crawlers.reading.dom import names, prose, visible
from crawlers.reading.lexicon import container_ranks, spelling
from nlp.dates import find_date

# TRS (most ministries and provinces), 大汉 jpage, gkmlpt (Guangdong), JPaaS, UCAP (gov.cn), ivs (Shanghai), WeChat.
_MIN_CHARS = 15
_MAX_LINKED = 0.4
# A container inside another is the body when it holds nearly all of it; else it is one part of several.
_INNERMOST = 0.8
_FRAMED = 0.5
_DAY_CHARS = 60
_AMONG_LISTS, _LISTED = 0.6, 0.3


def containers(root: HtmlElement) -> list[HtmlElement]:
    """Give the elements that hold a body by name, those of government systems first, then the fullest; innermost."""
    found = [
        (rank, element)
        for element in root.iter("div", "td", "article", "section", "span", "ul", "p", "main")
        if (rank := _rank(element)) is not None and _holds_text(element)
    ]
    every = [element for _, element in found]
    kept = [
        (rank, element)
        for rank, element in found
        if not any(_fills(other, element) for other in every) and not _frames(element, every)
    ]
    return [element for _, element in sorted(kept, key=lambda pair: (pair[0], -prose(pair[1])))]


def _frames(outer: HtmlElement, every: list[HtmlElement]) -> bool:
    """True for the box around a whole article: heading or day first, then one container, which is the body."""
    inner = [one for one in every if one is not outer and outer in one.iterancestors()]
    if not inner or any(one not in inner[0].iter() for one in inner[1:]):
        return False
    begun = next(one for one in outer.iter() if one is inner[0] or one.tag in ("h1", "h2") or _is_day(one))
    return begun is not inner[0] and prose(inner[0]) >= prose(outer) * _FRAMED


def _is_day(element: HtmlElement) -> bool:
    text = element.text or ""
    return len(text) < _DAY_CHARS and find_date(text) is not None


def named(root: HtmlElement) -> list[HtmlElement]:
    """Give the elements that are named as bodies, whatever they hold."""
    return [one for one in root.iter("div", "td", "article", "section") if _rank(one) is not None]


def _rank(element: HtmlElement) -> int | None:
    known = container_ranks()
    ranks = [known[name] for word in names(element).split() for name in (word.lower(), spelling(word)) if name in known]
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
