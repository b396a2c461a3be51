"""The lines around a title, where a page prints date, source and author: after the title and before the body."""

from dataclasses import dataclass
from itertools import takewhile

from lxml import etree
from lxml.html import HtmlElement

from crawlers.reading.blocks import flat
from nlp.text import fold

_BEFORE_CHARS = 160
_AFTER_CHARS = 500
_TAIL_CHARS = 260
_LINE_CHARS = 60


@dataclass(frozen=True)
class Run:
    """One piece of text of a page and the element that it stands in."""

    text: str
    element: HtmlElement


@dataclass(frozen=True)
class Window:
    """Runs before the title, from the title to the body, the body's first ones, and those about the body's end."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]
    start: tuple[Run, ...]
    tail: tuple[Run, ...]


def runs(root: HtmlElement) -> list[Run]:
    """Give the pieces of text of a page in order."""
    found: list[Run] = []
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        body = root
    for event, element in etree.iterwalk(body, events=("start", "end")):
        owner, raw = (element, element.text) if event == "start" else (element.getparent(), element.tail)
        if raw and owner is not None and (text := flat(raw)):
            found.append(Run(text, owner))
        elif event == "start" and element.tag == "img" and found and found[-1].text.endswith(("来源：", "来源:")):
            found.append(Run(flat(element.get("alt") or element.get("title") or ""), element))
    return found


def find_window(found: list[Run], title: str, paragraphs: tuple[str, ...]) -> Window:
    """Cut the runs at the title and the body. Without a title on the page the window ends at the body."""
    folded = [fold(run.text) for run in found]
    body = _begin(folded, [fold(paragraph) for paragraph in paragraphs[:3]])
    titles = _places(folded, fold(title))
    above = [place for place in titles if body is None or place[1] <= body]
    begin, end = above[-1] if above else (0, 0)
    if not above and body is not None:
        begin = end = max(0, body - 12)
    if (body is not None and body < end) or (body is None and not titles):
        body = end
    last = _last(folded, paragraphs, body if body is not None else end)
    return Window(
        before=tuple(reversed(_take(list(reversed(found[:begin])), _BEFORE_CHARS))),
        after=tuple(_take(found[end:body], _AFTER_CHARS)),
        start=tuple(takewhile(_is_short, found[body : body + 4])) if body is not None else (),
        tail=tuple(_take(found[last:], _TAIL_CHARS)),
    )


def _is_short(run: Run) -> bool:
    return len(run.text) < _LINE_CHARS and "。" not in run.text


def _places(folded: list[str], title: str) -> list[tuple[int, int]]:
    """Give [begin, end) of every place where the runs spell the title."""
    places = []
    for begin, text in enumerate(folded):
        if not text or not title.startswith(text):
            continue
        end, spelled = begin + 1, text
        while end < len(folded) and len(spelled) < len(title) and title.startswith(spelled + folded[end]):
            spelled += folded[end]
            end += 1
        if spelled == title:
            places.append((begin, end))
    return places


def _begin(folded: list[str], firsts: list[str]) -> int | None:
    """Give the run with which the body begins.

    The longest of the first paragraphs says where; a short one (the name of an office) may stand above the title too,
    so of those before it the place nearest to it counts.
    """
    longest = max(firsts, key=len, default="")
    anchor = _first(folded, longest, 0) if longest else None
    if anchor is None:
        return min((at for one in firsts if (at := _first(folded, one, 0)) is not None), default=None)
    for one in reversed(firsts[: firsts.index(longest)]):
        anchor = next((at for at in range(anchor - 1, -1, -1) if _begins(folded, at, one[:12])), anchor)
    return anchor


def _first(folded: list[str], paragraph: str, begin: int) -> int | None:
    """Give the run with which a paragraph begins; twelve characters decide."""
    key = paragraph[:12]
    return next((number for number in range(begin, len(folded)) if _begins(folded, number, key)), None)


def _begins(folded: list[str], number: int, key: str) -> bool:
    text = folded[number]
    if not text or not (text.startswith(key) or key.startswith(text)):
        return False
    return "".join(folded[number : number + 12]).startswith(key)


def _last(folded: list[str], paragraphs: tuple[str, ...], begin: int) -> int:
    for paragraph in reversed(paragraphs[-2:]):
        if (found := _first(folded, fold(paragraph), begin)) is not None:
            return found
    return len(folded)


def _take(found: list[Run], chars: int) -> list[Run]:
    taken: list[Run] = []
    for run in found:
        if chars <= 0:
            break
        taken.append(run)
        chars -= len(run.text)
    return taken
