"""What editors wrote down about pages and sites: data/lexicon/pages.toml and sites.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import crawlers
from crawlers.errors import ReadError

_LABEL_CHARS = 8
_FOLDER = Path(crawlers.__file__).parents[1] / "data" / "lexicon"


def site_name(url: str) -> str:
    """Give the publisher that a host belongs to ("www.mee.gov.cn" → 生态环境部), "" for one that nobody wrote down."""
    host = _host(url)
    while "." in host:
        if host in _sites():
            return _sites()[host]
        host = host.partition(".")[2]
    return ""


@cache
def watermarks() -> tuple[str, ...]:
    """Give the names that portals put into other people's text, longest first."""
    return tuple(sorted(_strings("sites.toml", "watermarks"), key=len, reverse=True))


@cache
def disguises() -> dict[str, str]:
    """Give the characters that portals write for others when they hide their name, and those they stand for."""
    value = _value("sites.toml", "disguises")
    if isinstance(value, dict) and all(isinstance(others, str) for others in value.values()):
        return {other: one for one, others in value.items() for other in others}
    raise ReadError("data/lexicon/sites.toml [disguises]: write character = its disguises, both in quotes")


@cache
def domain_labels() -> frozenset[str]:
    """Give the names of sites in their addresses (tanpaifang), those long enough to be found in a text."""
    return frozenset(label for host in _sites() for label in host.split(".") if len(label) >= _LABEL_CHARS)


@cache
def vendors() -> frozenset[str]:
    """Give the values of source and author metas that name a system or a clerk, not a source."""
    return frozenset(_strings("sites.toml", "vendors"))


@cache
def own_names() -> frozenset[str]:
    """Give the words for "this site" and "some site" that stand where a source's name should."""
    return frozenset(_strings("sites.toml", "own_names"))


@cache
def noise_words() -> frozenset[str]:
    """Give the words in ids and classes that mark the blocks around an article."""
    return frozenset(_strings("pages.toml", "noise", "words"))


@cache
def container_ranks() -> dict[str, int]:
    """Give the ids and classes that hold bodies, lower-case and in `spelling`: 0 government systems, 1 the press."""
    ranks: dict[str, int] = {}
    for rank, group in ((1, "press"), (0, "government")):
        for name in _strings("pages.toml", "containers", group):
            ranks |= {name.lower(): rank, spelling(name): rank}
    return ranks


def spelling(name: str) -> str:
    """Give an id or class as all its spellings share it: articleContent, article_content, article-content."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", "-", name).lower()


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@cache
def _sites() -> dict[str, str]:
    value = _value("sites.toml", "sites")
    if isinstance(value, dict) and all(isinstance(name, str) for name in value.values()):
        return value
    raise ReadError("data/lexicon/sites.toml [sites]: write host = name, both in quotes")


def _strings(file: str, *path: str) -> list[str]:
    value = _value(file, *path)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    raise ReadError(f"data/lexicon/{file} {'.'.join(path)}: write a list of texts in quotes")


def _value(file: str, *path: str) -> object:
    value: object = _load(file)
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


@cache
def _load(file: str) -> dict[str, object]:
    try:
        return tomllib.loads((_FOLDER / file).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReadError(f"data/lexicon/{file} cannot be read ({error}): restore or correct it") from error
