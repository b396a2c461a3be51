"""What the desk may know of the declared sources: it must not import the crawlers, so the front door tells it."""

from datetime import timedelta
from functools import cache
from typing import NamedTuple


class Declared(NamedTuple):
    """A source's name, its printed title, how often it is read."""

    name: str
    title: str
    every: timedelta


@cache
def sources() -> tuple[Declared, ...]:
    """Every declared source. Read once: a new one needs a new start."""
    from crawlers.declaration import all_sources

    return tuple(Declared(source.name, source.title, source.every) for source in all_sources())
