"""What the desk may know of the declared sources: it must not import the crawlers, so the front door tells it."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from archive.errors import BadInput


class Declared(NamedTuple):
    """A source's name, its printed title, how often it is read (None: no more)."""

    name: str
    title: str
    every: timedelta | None
    fault: str = ""
    """Why its declaration cannot be read; "" where it can."""


@cache
def sources() -> tuple[Declared, ...]:
    """Every declared source that somebody has saved a page of. Read once: a new one needs a new start."""
    from crawlers.declaration import all_sources, faulty

    read = [Declared(one.name, one.title, one.cadence) for one in all_sources() if one.has_saved_page]
    return (*read, *(Declared(name, name, None, why) for name, why in faulty().items()))


def attempt(name: str) -> dict[str, Any]:
    """Fetch the first page of a source and read it: `url`, and what `tanxun sources try` prints. Nothing is stored.

    Raises BadInput where there is no answer; what the page refuses is told as `error` and `why`.
    """
    from crawlers.declaration import find
    from crawlers.errors import ReadError
    from crawlers.fetching import fetch
    from crawlers.samples import read_sample

    try:
        source = find(name)
        clock, answer = fetch(source, None, replay=None, now=datetime.now(UTC))
    except ReadError as error:
        raise BadInput(f"没有读到：{error.detail}。") from error
    return {"url": answer.url, **read_sample(source, answer, clock)}
