"""What a declaration says of a list, and what a list says of an article."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRule:
    """Where the items stand. Places are XPath or CSS, below the row for `link`, `title` and `date`.

    `title`: "" (the link's text, or its `title` where the text is cut), "own" (the link's text before its first
    element: 碳道 puts summary and author into the link), or a place.
    `date`: "auto" (beside the link, inside it, else in its address), "url", "none", or a place.
    `only`: a pattern that a title must match. `next`: the address of page n as `index_{n}.html`, where page 1 would
    be number `first`; or a place of the link to it; or "": one page. `pages`: read at most so many.
    `family`: the list is no HTML page; one of crawlers/families/ reads it (records: JSON, the default where `base` is
    given; wrapped: HTML inside JSON or XML; rss; dated: a page nobody described), and says what `rows`, `link`,
    `title`, `date`, `inside` mean to it.
    `data`, `data_url`: the element that names the data of a list filled by script, and where that data is.
    `alone`: an item is all there is, the page behind it is not asked for (a paywall).
    """

    rows: str
    link: str = "a"
    title: str = ""
    date: str = "auto"
    only: str = ""
    next: str = ""
    first: int = 1
    pages: int = 1
    base: str = ""
    family: str = ""
    inside: str = "record"
    data: str = ""
    data_url: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list. `cut`: the title ends in "…" here, and the page itself has the whole one."""

    title: str
    url: str
    day: date | None
    cut: bool = False
    form: Literal["page", "file"] = "page"
    text: str = ""  # the teaser of a feed
