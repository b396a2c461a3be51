"""Where a declaration tells the reader what it cannot find alone: the [page] section of a source."""

from dataclasses import dataclass

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from crawlers.errors import ReadError


@dataclass(frozen=True)
class PageRule:
    """Places on a page, each an XPath (begins with `/`, `./` or `(`) or a CSS selector; empty: find it alone.

    A place that is named and is not on the page is Drift. `drop` and `attachments` may match nothing: not every page
    of a source has an advertisement or a file.
    """

    title: str = ""
    date: str = ""
    publisher: str = ""
    body: str = ""
    drop: tuple[str, ...] = ()
    attachments: str = ""


def select(root: HtmlElement, place: str) -> list[HtmlElement]:
    """Give the elements at `place`, in page order. Raises ReadError where `place` cannot be understood."""
    try:
        query = place if place.startswith(("/", "./", "(")) else CSSSelector(place).path
        found = root.xpath(query)
    except (etree.XPathError, SelectorError) as error:
        raise ReadError(
            f"the place “{place}” is neither an XPath nor a CSS selector: correct [page] ({error})"
        ) from error
    if not isinstance(found, list):
        raise ReadError(f"the place “{place}” gives a value, not elements: end it at an element")
    return [one for one in found if isinstance(one, HtmlElement)]
