"""`tanxun read`: saved pages → one JSON a line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import date

    from crawlers.errors import ReadError
    from crawlers.reading.record import ReadArticle
    from crawlers.reading.rule import PageRule


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", default="", help="The address the page was saved from: links become whole, the site is known.")
@click.option("--source", default="", help="Read by the [page] section of this declared source.")
def command(files: tuple[Path, ...], url: str, source: str) -> None:
    """Read saved HTML pages; print one JSON object a line, one for each FILE, in order.

    A page without an article answers {"file", "error", "why"} with an empty text and what is known of it.
    """
    from tanxun import jsonlines

    rule = _rule(source) if source else None
    with click.progressbar(files, file=sys.stderr, hidden=len(files) < 10 or not sys.stderr.isatty()) as pages:
        for file in pages:
            jsonlines.write(_row(file, url, rule))


def _row(file: Path, url: str, rule: PageRule | None) -> dict[str, Any]:
    from crawlers.errors import ReadError
    from crawlers.reading.article import read_article

    try:
        body = file.read_bytes()
    except OSError as error:
        why = f"the file cannot be read ({error.strerror}): look at its name and rights"
        return {"file": str(file), "error": "ReadError", "why": why, "text": ""}
    try:
        return {"file": str(file), **_fields(read_article(body, {}, url, rule))}
    except ReadError as error:
        return {"file": str(file), "error": type(error).__name__, "why": error.detail, **_known(error)}


def _fields(article: ReadArticle) -> dict[str, Any]:
    return {
        "url": article.url or None,
        "title": article.title or None,
        "published_on": _day(article.published_on),
        "publisher": article.publisher or None,
        "author": article.author or None,
        "doc_number": article.doc_number or None,
        "issuers": list(article.issuers),
        "signed_on": _day(article.signed_on),
        "index_number": article.index_number or None,
        "text": article.text,
        "tables": [{"before": table.before, "rows": table.rows} for table in article.tables],
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "attachments": [{"name": one.name, "url": one.url or None} for one in article.attachments],
        "flags": list(article.flags),
        "found": {name: {"where": place.where, "sure": place.sure} for name, place in article.found.items()},
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _known(error: ReadError) -> dict[str, Any]:
    from crawlers.reading.record import ReadArticle

    return _fields(error.known) if isinstance(error.known, ReadArticle) else {"text": ""}


def _rule(source: str) -> PageRule | None:
    from crawlers.declaration import find

    return find(source).layout.page
