"""【后续】: an item that goes on with what an earlier issue printed."""

import re
from collections.abc import Mapping

from archive import issues
from archive.models import Article, Issue
from digest.shapes import Earlier
from nlp.sequels import subjects
from nlp.text import fold

NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}〔20\d\d〕\d+号")
MOST = 3


def earlier(issue: Issue) -> Mapping[str, Earlier]:
    """What earlier issues printed, by what a later text would call it: a document's number, the subject of a title."""
    known: dict[str, Earlier] = {}
    for item in issues.printed_items(issue):
        title = item.title or item.article.title
        told: Earlier = {"number": item.issue.number, "title": title}
        for name in _subjects(item.article) | _number(item.article):
            known[name] = told
    return known


def follows(article: Article, known: Mapping[str, Earlier]) -> list[Earlier]:
    """The earlier items that this one names in its title or text, or whose next stage it is, the newest issue first."""
    mentioned = set(NUMBER.findall(fold(article.text))) - _number(article) | _subjects(article)
    found = {known[name]["title"]: known[name] for name in sorted(mentioned) if name in known}
    return sorted(found.values(), key=lambda told: -told["number"])[:MOST]


def _number(article: Article) -> set[str]:
    return {fold(article.doc_number)} if article.doc_number else set()


def _subjects(article: Article) -> frozenset[str]:
    return subjects(article.title, article.text, tuple(article.issuers))
