"""【后续】: an item that goes on with what an earlier issue printed."""

import re
from collections.abc import Mapping

from archive import issues
from archive.models import Article, Issue
from digest.shapes import Earlier
from nlp.text import fold

NAMED = re.compile(r"《([^《》]{6,80})》")
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}〔20\d\d〕\d+号")
MOST = 3


def earlier(issue: Issue) -> Mapping[str, Earlier]:
    """What earlier issues printed, by what a later text would call it: a document's number, the 《name》 in a title."""
    known: dict[str, Earlier] = {}
    for item in issues.printed_items(issue):
        title = item.title or item.article.title
        told: Earlier = {"number": item.issue.number, "title": title}
        for name in _names(item.article.doc_number, title):
            known[name] = told
    return known


def follows(article: Article, known: Mapping[str, Earlier]) -> list[Earlier]:
    """The earlier items that this one names in its title or text, the newest issue first."""
    own = {fold(article.doc_number)} if article.doc_number else set()
    mentioned = {fold(name) for name in NAMED.findall(article.title)} | set(NUMBER.findall(fold(article.text)))
    found = {known[name]["title"]: known[name] for name in sorted(mentioned - own) if name in known}
    return sorted(found.values(), key=lambda told: -told["number"])[:MOST]


def _names(number: str, title: str) -> list[str]:
    return [fold(name) for name in [number, *NAMED.findall(title)] if name]
