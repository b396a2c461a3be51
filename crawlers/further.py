"""The second page of a list, asked for by hand: whether [listing] `next` leads anywhere."""

from datetime import datetime
from pathlib import Path
from time import sleep

from crawlers.asking import SHANGHAI
from crawlers.declaration import Declaration
from crawlers.errors import ReadError
from crawlers.fetching import Answer, fetch
from crawlers.layout import Layout
from crawlers.reading.page import GONE, next_list, read_items, refuse_status


def second_page(source: Declaration, first: Answer, clock: datetime, replay: Path | None = None) -> str:
    """Ask once for page 2 of a list, after the source's own delay, and say what it yields; "": it names no next one.

    `first`: page 1, which can be read. What is wrong with page 2 is told, not raised.
    """
    day = clock.astimezone(SHANGHAI).date()
    layout = source.layout_on(day)
    if not (layout.listing and layout.listing.next and layout.listing.pages > 1):
        return ""
    url = next_list(layout, first.body, first.headers, first.url, 2)
    if url is None:
        return "page 2: the page says that it is the only one, or `next` of [listing] finds no link on it"
    if not source.allows(url):
        return f"page 2 is {url}, on a host that is not declared: name it in hosts, or correct `next` of [listing]"
    try:
        if replay is None:
            sleep(source.delay)
        _, second = fetch(source, url, replay=replay, now=clock)
        return f"page 2 ({url}) {_yield(layout, first, second, clock)}"
    except ReadError as error:
        return f"page 2 ({url}) cannot be read: {error.detail}"


def _yield(layout: Layout, first: Answer, second: Answer, clock: datetime) -> str:
    day = clock.astimezone(SHANGHAI).date()
    if second.status in GONE:
        return (
            f"answers {second.status}, there is no such page: look where 下一页 of the site leads and correct `next`"
            " and `first` of [listing], or take `next` out where the list has one page"
        )
    refuse_status(second.status)
    before = {item.url for item in read_items(layout, first.body, first.headers, first.url, day)}
    items = read_items(layout, second.body, second.headers, second.url, day)
    new = sum(item.url not in before for item in items)
    if not new:
        return "shows the same rows as page 1: look where 下一页 of the site leads and correct `next` of [listing]"
    return f"shows {len(items)} items, {new} of them not on page 1"
