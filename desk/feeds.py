"""Atom and JSON feeds: of each section, of everything, and of issues."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import condition, require_safe

from archive import browse, rights
from archive.models import Article, Issue
from archive.models.articles import SECTIONS
from digest import house

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = {"all": "全部文章", "issues": "各期周刊", **SECTIONS}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed."""

    title: str
    path: str
    summary: str
    at: datetime
    author: str = ""
    category: str = ""


def entries(name: str) -> list[Entry]:
    """What a feed holds now. Raises Http404 for a feed that there is not."""
    if name not in NAMES:
        raise Http404
    if name == "issues":
        return [_issue(issue) for issue in browse.published_issues()[:40]]
    return [_article(article) for article in browse.newest("" if name == "all" else name)]


def _asked(request: HttpRequest, name: str) -> list[Entry]:
    """The feed's entries, looked up once for the ETag and the body."""
    if not hasattr(request, "entries"):
        request.entries = entries(name)  # type: ignore[attr-defined]
    found: list[Entry] = request.entries  # type: ignore[attr-defined]
    return found


def _etag(request: HttpRequest, name: str) -> str | None:
    return f'"{sha256(repr(_asked(request, name)).encode()).hexdigest()[:24]}"'


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/feeds.html", {"names": NAMES})


@require_safe
@condition(etag_func=_etag)
def atom(request: HttpRequest, name: str) -> HttpResponse:
    """Atom 1.0."""
    whole = request.build_absolute_uri
    feed = Atom1Feed(
        title=f"{house.name()} · {NAMES.get(name, name)}",
        link=whole(reverse("home")),
        description="",
        language="zh-CN",
        feed_url=whole(request.path),
    )
    for entry in _asked(request, name):
        feed.add_item(
            title=_clean(entry.title),
            link=whole(entry.path),
            description=_clean(entry.summary),
            unique_id=whole(entry.path),
            pubdate=entry.at,
            updateddate=entry.at,
            author_name=_clean(entry.author) or None,
            categories=[entry.category] if entry.category else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@condition(etag_func=_etag)
def json_feed(request: HttpRequest, name: str) -> HttpResponse:
    """JSON Feed 1.1."""
    whole: Callable[[str], str] = request.build_absolute_uri
    items: list[dict[str, Any]] = [
        {
            "id": whole(entry.path),
            "url": whole(entry.path),
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.at.isoformat(),
            **({"authors": [{"name": entry.author}]} if entry.author else {}),
            **({"tags": [entry.category]} if entry.category else {}),
        }
        for entry in _asked(request, name)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{house.name()} · {NAMES[name]}",
        "home_page_url": whole(reverse("home")),
        "feed_url": whole(request.path),
        "language": "zh-CN",
        "items": items,
    }
    return JsonResponse(feed, json_dumps_params={"ensure_ascii": False}, content_type="application/feed+json")


def _article(article: Article) -> Entry:
    day = datetime.combine(article.published_on, time(), SHANGHAI) if article.published_on else article.first_seen_at
    return Entry(
        article.title,
        reverse("article", args=[article.pk]),
        rights.lead(article.text),
        day,
        article.publisher,
        SECTIONS[article.section],
    )


def _issue(issue: Issue) -> Entry:
    title = f"总第{issue.number}期（{issue.date:%Y-%m-%d}）{'【样刊】' if issue.sample else ''}"
    note = f"行情区间 {issue.first_day} 至 {issue.last_day}"
    if issue.faults:  # type: ignore[attr-defined]
        note += f"；已登记 {issue.faults} 条更正"  # type: ignore[attr-defined]
    return Entry(title, reverse("issue", args=[issue.number]), note, issue.published_at or issue.created_at)


def _clean(text: str) -> str:
    """XML has no control characters, also not as references."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
