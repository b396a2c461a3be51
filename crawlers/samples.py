"""A source's saved pages: raw bytes, and a JSON beside each that a person read: what it must yield, or which refusal.

{"origin": "made", "saved": "2026-11-21", "url": "https://…", "clock": "2017-05-19T01:00:00Z", "type": "text/html",
 "quotes": […] | "items": […] | "article": {…} | "error": "Drift"}
"""

import json
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count
from pathlib import Path
from typing import Any

from archive.records import FIGURES, QuoteRow
from crawlers.asking import SHANGHAI
from crawlers.declaration import Declaration
from crawlers.differing import differences
from crawlers.errors import ReadError
from crawlers.fetching import Answer
from crawlers.reading.listrule import Listed
from crawlers.reading.page import list_data, read_items, read_one, read_quotes, refuse_status

Told = dict[str, Any]
_STEMS = {"error": "refused", "data": "column", "items": "list", "article": "article", "quotes": "quotes"}


def pages(source: Declaration) -> list[tuple[Path, Told]]:
    """Every saved page of a source with what its JSON says. Raises ReadError for a JSON that does not say it."""
    found = []
    for file in sorted(source.folder.glob("*.json")):
        page = next((path for path in source.folder.glob(f"{file.stem}.*") if path != file), None)
        if page is None:
            raise ReadError(f"{file.name} has no saved page of its name beside it: save one, or delete {file.name}")
        found.append((page, _told(file)))
    return found


def _told(file: Path) -> Told:
    """What a JSON says of its page. Raises ReadError that names the file and the key."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReadError(f"{file.name} is no JSON: {error}: correct it, or save the page again") from error
    if not isinstance(told, dict):
        raise ReadError(f"{file.name} must be one JSON object with clock, type and url")
    if wrong := [key for key in ("clock", "type", "url") if not isinstance(told.get(key), str)]:
        raise ReadError(f"{file.name} has no text for {'、'.join(wrong)}: add it")
    if type(told.get("status", 200)) is not int or not isinstance(told.get("title", ""), str):
        raise ReadError(f"{file.name}: status must be a number and title a text")
    try:
        clock = datetime.fromisoformat(told["clock"])
    except ValueError as error:
        raise ReadError(f"{file.name}: clock is no moment such as 2017-05-19T01:00:00Z: {error}") from error
    if clock.tzinfo is None:
        raise ReadError(f"{file.name}: clock has no zone: write it such as 2017-05-19T01:00:00Z")
    return told


def check_pages(source: Declaration) -> list[str]:
    """What the saved pages yield otherwise than their JSON says, one sentence each; none: they agree."""
    saved = pages(source)
    problems = [] if saved else [f"{source.name} has no saved page: make one with `tanxun sources save {source.name}`"]
    for page, told in saved:
        clock = datetime.fromisoformat(told["clock"])
        answer = Answer(told["url"], told.get("status", 200), {"Content-Type": told["type"]}, page.read_bytes())
        got = read_sample(source, answer, clock, told.get("title", ""), told_items="items" in told)
        problems += [f"{page.stem}.json: {line}" for line in differences(told, got)]
    return problems


def read_sample(
    source: Declaration, answer: Answer, clock: datetime, title: str = "", *, told_items: bool = False
) -> Told:
    """Read one page as the spider would, and say it in JSON's types. A refusal is told as `error` and `why`.

    `told_items`: the page is a list although no run begins with it (the data of a list that a script fills).
    """
    url, body, headers = answer.url, answer.body, answer.headers
    today = clock.astimezone(SHANGHAI).date()
    layout = source.layout_on(today)
    try:
        refuse_status(answer.status)
        asked = url in {ask.url for ask in source.asks(clock)}
        if asked and (address := list_data(layout, body, headers, url)):
            return {"data": address}
        if layout.listing and (asked or told_items):
            return {"items": [_item(item) for item in read_items(layout, body, headers, url, today)]}
        if source.kind != "quotes":
            read = read_one(layout, body, headers, url)
            return {"article": {"title": read.title, "published_on": _plain(read.published_on), "text": read.text}}
        reading = read_quotes(layout, body, headers, url, title)
    except ReadError as error:
        return {"error": type(error).__name__, "why": error.detail}
    told: Told = {"quotes": [_quote(row) for row in reading.quotes]}
    return {**told, "refused": [one.reason for one in reading.refused]} if reading.refused else told


def first_article(source: Declaration) -> str:
    """The address of the first item with a page of its own on a saved list. Raises ReadError where there is none."""
    for page, told in pages(source):
        if "items" not in told:
            continue
        day = datetime.fromisoformat(told["clock"]).astimezone(SHANGHAI).date()
        items = read_items(source.layout_on(day), page.read_bytes(), {"Content-Type": told["type"]}, told["url"], day)
        for item in items:
            if item.form == "page" and source.allows(item.url):
                return item.url
    raise ReadError("no saved list names a page of its own: save the list first, or give the article's address")


def save_page(source: Declaration, answer: Answer, stem: str | None, clock: datetime) -> Path:
    """Write an answer's bytes into the source's folder, and what is read there. Raises ReadError for a taken name.

    `stem`: the file's name; None: what the page is (list, article, quotes, refused), numbered from the second on.
    """
    kind = answer.headers.get("Content-Type", "text/html")
    read = read_sample(source, answer, clock)
    stem = stem or _free(source.folder, next(name for key, name in _STEMS.items() if key in read))
    page = source.folder / f"{stem}{'.feed' if 'json' in kind else '.html'}"
    file = source.folder / f"{stem}.json"
    if page.exists() or file.exists():
        raise ReadError(f"{page.name} is there already: choose another name with --as")
    read.pop("why", None)
    told = {
        "origin": "live",
        "saved": clock.astimezone(SHANGHAI).date().isoformat(),
        "url": answer.url,
        "clock": clock.isoformat(),
        "type": kind,
        **({"status": answer.status} if answer.status != 200 else {}),
        **read,
    }
    page.write_bytes(answer.body)
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return page


def _free(folder: Path, stem: str) -> str:
    taken = {path.stem for path in folder.iterdir()}
    return next(name for name in chain([stem], (f"{stem}{number}" for number in count(2))) if name not in taken)


def _quote(row: QuoteRow) -> Told:
    """A quote without what it does not have and without its raw cells."""
    names = ("market", "product", "vintage", "day", *FIGURES, "status", "basis")
    return {name: _plain(getattr(row, name)) for name in names if getattr(row, name) not in (None, "")}


def _item(item: Listed) -> Told:
    return {name: _plain(value) for name, value in asdict(item).items() if name in ("title", "url", "day")}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
