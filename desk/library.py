"""Searching and reading articles."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import browse, rights, words
from archive.models import Article
from archive.models.articles import SECTIONS
from archive.search import COUNTED, Filter, facets, find
from desk import fields
from desk.errors import told

FACETS_AGE = 300


def count_facets() -> None:
    """Count them anew. The server does it every minute, so that no reader waits for it (0.2 s at 100,000 articles)."""
    cache.set("facets", facets(), FACETS_AGE)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles by words, section, source and year, newest first. A value that makes no sense finds nothing."""
    asked = request.GET
    text, section, publisher = asked.get("q", "")[:100], asked.get("section", ""), asked.get("source", "")
    year, region = asked.get("year", ""), asked.get("region", "")
    wanted = Filter(
        section=section if section in SECTIONS else "",
        publisher=publisher[:200],
        region=region[:20],
        year=int(year) if year.isascii() and year.isdigit() and 1990 <= int(year) <= 2100 else None,
    )
    before, question = asked.get("before", ""), words.ask(text)
    hits = find(
        text, wanted, before=int(before) if before.isascii() and before.isdigit() and len(before) < 17 else None
    )
    context = {
        "q": text,
        "wanted": wanted,
        "hits": [_hit(article, question) for article in hits.articles],
        "more": hits.more,
        "count": f"{COUNTED}+" if hits.count > COUNTED else hits.count,
        "narrowed": bool(section or publisher or region or year),
        "facets": cache.get_or_set("facets", facets, FACETS_AGE),
    }
    return render(request, "desk/results.html" if request.headers.get("HX-Request") else "desk/articles.html", context)


@require_safe
@told
def article(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One article: whole where its rights allow, else its first lines and the way to the original."""
    found = browse.public_article(pk)
    whole = rights.full_text(found)
    context = {
        "article": found,
        "card": fields.card(found),
        "whole": whole,
        "text": found.text if whole else rights.lead(found.text),
        "tables": found.tables if whole else [],
        "attachments": list(found.attachments.all()),
        "issues": browse.issues_of(found),
        "reposts": browse.reposts(found),
    }
    return render(request, "desk/article.html", context)


def _hit(article: Article, question: words.Question) -> tuple[Article, str, bool]:
    """(article, what of its text a stranger may be shown, whether a term stands only in the rest of the text)."""
    if rights.full_text(article):
        return article, article.text, False
    lead = rights.lead(article.text)
    seen = words.holds(question, (article.title, lead, article.publisher, article.doc_number))
    return article, lead, not seen
