"""The printed names of the declared sources, for rooms that may not read declarations themselves."""

from functools import cache


@cache
def titles() -> dict[str, str]:
    """Source name → title. Read once: a new source needs a new start."""
    from crawlers.declaration import all_sources

    return {source.name: source.title for source in all_sources()}
