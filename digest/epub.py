"""The issue as an EPUB 3 book for e-readers: the phone page's texts, one chapter a section."""

import io
import re
import zipfile
from typing import Any

from digest.shapes import Snapshot
from digest.templating import render

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
VOID = re.compile(r"<(br|col|hr|img)((?:\s[^<>]*?)?)\s*/?>")
ANCHOR = re.compile(r'href="#([^"]+)"')
ID = re.compile(r'\sid="([^"]+)"')
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file inside, so that the same snapshot gives the same bytes."""


def epub(snapshot: Snapshot, context: dict[str, Any]) -> bytes:
    """The bytes of NUMBER.epub; `context` is that of `digest.view`."""
    shown = {"phone": True, **context}
    pages = {"front": _chapter("front", "本周要览", shown)}
    for section in context["sections"]:
        pages[section["id"]] = _chapter("section", section["name"], {**shown, "section": section})
    pages["back"] = _chapter("back", "数据说明", shown)
    places = {anchor: name for name, html in pages.items() for anchor in ID.findall(html)}
    chapters = [{"file": f"{name}.xhtml", "id": name, "title": _title(html)} for name, html in pages.items()]
    files = {
        "META-INF/container.xml": CONTAINER,
        "book.opf": render("epub.opf", {**context, "chapters": chapters, "identifier": snapshot["sha256"]}),
        "nav.xhtml": _xhtml(render("epub-nav.html", {**context, "chapters": chapters})),
        "book.css": render("epub.css", context),
        **{f"{name}.xhtml": _xhtml(_across(html, name, places)) for name, html in pages.items()},
    }
    return _zipped(files)


def _chapter(kind: str, title: str, context: dict[str, Any]) -> str:
    return render("epub-page.html", {**context, "kind": kind, "page_title": title})


def _title(html: str) -> str:
    return html.partition("<title>")[2].partition("</title>")[0]


def _across(html: str, own: str, places: dict[str, str]) -> str:
    """Links to an anchor in another chapter name its file; one to nothing goes to the beginning."""

    def link(found: re.Match[str]) -> str:
        file = places.get(found[1], "front")
        return found[0] if file == own else f'href="{file}.xhtml#{found[1]}"'

    return ANCHOR.sub(link, html)


def _xhtml(html: str) -> str:
    """Void elements closed as XML asks; names of entities are not in use, since the templates escape by number."""
    return VOID.sub(r"<\1\2/>", html)


def _zipped(files: dict[str, str]) -> bytes:
    """`mimetype` first and not packed, as the format asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", EARLIEST), "application/epub+zip")
        for name, text in files.items():
            book.writestr(zipfile.ZipInfo(name, EARLIEST), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
