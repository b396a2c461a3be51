"""What stands first in a section: leaders and the United Nations, the country, what is official, what is new."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from archive.models import Article
from digest.errors import BuildError

FILE = Path(__file__).resolve().parents[1] / "data" / "weight.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of data/weight.toml."""

    leaders: tuple[str, ...]
    united_nations: tuple[str, ...]
    national: tuple[str, ...]
    national_bodies: tuple[str, ...]
    places: tuple[str, ...]


@cache
def words(path: Path = FILE) -> Words:
    """Read the lists. Raises BuildError."""
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Words(**{name: tuple(entries) for name, entries in table.items()})
    except (OSError, ValueError, TypeError) as error:
        raise BuildError(f"{path.name} 无法读取（{error}），请按文件开头的说明改正。") from error


def _names(text: str, listed: tuple[str, ...]) -> bool:
    return any(word in text for word in listed)


def is_national(article: Article) -> bool:
    """Of the whole country: by who issued it, else by a title that names the country and no place in it."""
    listed = words()
    if article.issuers:
        return str(article.issuers[0]).startswith(listed.national_bodies)
    return _names(article.title, listed.national) and not _names(article.title, listed.places)


Key = tuple[bool, bool, bool, bool, int, int]


def key(article: Article) -> Key:
    """Sorts heavy articles first; of equals the newest, then the one that was stored first."""
    listed = words()
    day = article.published_on or date.min
    return (
        not _names(article.title, listed.leaders),
        not _names(article.title, listed.united_nations),
        not is_national(article),
        not article.official,
        -day.toordinal(),
        article.pk,
    )
