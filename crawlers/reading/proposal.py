"""What `sources new` may propose for [listing], and a trial of it on the page itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crawlers.errors import ReadError
from crawlers.reading.listing import read_listing
from crawlers.reading.listrule import Listed, ListingRule


@dataclass(frozen=True, slots=True)
class Proposal:
    """What [listing] could say, and the items it would give."""

    listing: dict[str, str | int]
    items: tuple[Listed, ...]


def tried(listing: Mapping[str, str | int], text: str, url: str, today: date) -> Proposal | None:
    """Read the page by such a rule; None: it gives nothing there."""
    try:
        return Proposal(dict(listing), read_listing(text, url, ListingRule(**listing), today))  # type: ignore[arg-type]
    except ReadError:  # this place gives nothing: the next one is tried
        return None
