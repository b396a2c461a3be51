"""Tags for screen readers: every head cell says whether it heads a row or a column, as PDF/UA asks; and they cost less.

WeasyPrint 70.0 leaves the scope out, and lists all pages anew for every tag, so that the cost of tags grew with the
square of the pages. Like `justify`, this leans on its insides.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.pdf import tags

_stock = tags._build_box_tree
_counted = pydyf.PDF.page_references.fget


def build_box_tree(box: Any, *rest: Any) -> Iterator[Any]:
    """Yield the tags of a box as WeasyPrint does, the head cells with their scope from the HTML."""
    for tag in _stock(box, *rest):
        if tag["S"] == "/TH" and box.element is not None and "A" in tag:
            tag["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
        yield tag


def page_references(pdf: Any) -> Any:
    """The references of all pages; made again only when a page was added."""
    count, made = pdf.__dict__.get("made_references", (None, None))
    if count != len(pdf.pages["Kids"]):
        count, made = len(pdf.pages["Kids"]), _counted(pdf)
        pdf.made_references = (count, made)
    return made


def install() -> None:
    """Let WeasyPrint use both from now on."""
    tags._build_box_tree = build_box_tree
    pydyf.PDF.page_references = property(page_references)
