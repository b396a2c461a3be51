"""Articles, issues and health as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from archive import browse, prices, rights, search
from archive.exports import as_json
from archive.models import Article, Issue
from archive.models.articles import SECTIONS
from desk import sources
from desk.api import asked
from desk.api.access import Ask, Caller, endpoint, etag, unchanged
from desk.readers import editions

MOST = 100
SEARCH = ("q", "section", "source", "region", "year", "before", "limit")


def found(request: HttpRequest) -> tuple[search.Hits, str | None]:
    """The page of articles that the question asks for, and the address of the next one. Raises Ask."""
    section = asked.text(request, "section")
    if section and section not in SECTIONS:
        raise Ask(f"没有栏目 {section!r}，可用的有 {'、'.join(SECTIONS)}。")
    facets = search.Filter(
        section=section,
        publisher=asked.text(request, "source"),
        region=asked.text(request, "region"),
        year=asked.number(request, "year", least=1990, most=2100),
    )
    limit = asked.number(request, "limit", least=1, most=MOST) or 20
    hits = search.find(asked.text(request, "q"), facets, before=asked.number(request, "before"), size=limit)
    more = request.GET.copy()
    more["before"] = str(hits.more)
    return hits, request.build_absolute_uri(f"{request.path}?{more.urlencode()}") if hits.more else None


@endpoint(*SEARCH)
def articles(request: HttpRequest, who: Caller) -> HttpResponseBase:
    """Search, newest first. `next` is the address of the following page; nothing is cut off silently."""
    hits, more = found(request)
    body = {
        "count": min(hits.count, search.COUNTED),
        "count_is_exact": hits.count <= search.COUNTED,
        "next": more,
        "articles": [_article(request, one, who) for one in hits.articles],
    }
    return as_one(request, who, body)


@endpoint()
def article(request: HttpRequest, who: Caller, pk: int) -> HttpResponseBase:
    """One article, with the issues that print it."""
    found = browse.public_article(pk)
    return as_one(
        request, who, {**_article(request, found, who), "issues": [one.number for one in browse.issues_of(found)]}
    )


@endpoint()
def issues(request: HttpRequest, who: Caller) -> HttpResponseBase:
    """Published issues, newest first."""
    return as_one(request, who, {"issues": [_issue(request, one) for one in browse.published_issues()]})


@endpoint()
def issue(request: HttpRequest, who: Caller, number: int) -> HttpResponseBase:
    """One published issue: its contents and what was corrected since."""
    found = browse.published_issue(number)
    items = [
        {"article": item.article_id, "section": item.section, "title": item.title or item.article.title}
        for item in browse.contents(found)
    ]
    faults = [{"what": one.what, "old": one.old, "new": one.new} for one in browse.errata(found)]
    return as_one(request, who, {**_issue(request, found), "items": items, "errata": faults})


@endpoint()
def alive(_: HttpRequest, who: Caller) -> HttpResponseBase:
    """Whether the service works, and how far the ledger is. With the scope health: every source."""
    body: dict[str, Any] = {"ok": True, "revision": prices.newest_revision()}
    if "health" in who.scopes:
        body["sources"] = [as_json(source) for source in sources.report()]
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _article(request: HttpRequest, one: Article, who: Caller) -> dict[str, Any]:
    whole = "articles" in who.scopes or rights.full_text(one)
    return {
        "id": one.pk,
        "page": request.build_absolute_uri(reverse("article", args=[one.pk])),
        "url": one.url,
        "title": one.title,
        "section": one.section,
        "section_by": one.section_by,
        "publisher": one.publisher,
        "region": one.region,
        "official": one.official,
        "published_on": one.published_on.isoformat() if one.published_on else None,
        "signed_on": one.signed_on.isoformat() if one.signed_on else None,
        "doc_number": one.doc_number,
        "issuers": one.issuers,
        "text": one.text if whole else rights.lead(one.text),
        "text_is_whole": whole,
    }


def _issue(request: HttpRequest, one: Issue) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("issue", args=[one.number]))
    return {
        "number": one.number,
        "date": one.date.isoformat(),
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "sample": one.sample,
        "snapshot": one.snapshot,
        "page": address,
        "files": {name: address + name for name in editions(one.number)},
    }


def as_one(request: HttpRequest, who: Caller, body: dict[str, Any]) -> HttpResponse:
    """An answer of one piece, or 304."""
    tag = etag(request, who, body)
    same = unchanged(request, tag)
    return same or JsonResponse(body, headers={"ETag": tag}, json_dumps_params={"ensure_ascii": False})
