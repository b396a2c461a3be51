"""One article beside the page it was read from, to be put right without losing anybody's work."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from archive import browse, editing
from archive.editing import Conflict
from archive.errors import ArchiveError, BadInput
from archive.models import Article
from desk.errors import told
from desk.inbox import EDITORS, record, step
from desk.saved import readable


@require_http_methods(["GET", "POST"])
@EDITORS
@told
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the article, or save title, section and day."""
    article = browse.article(pk)
    if request.method == "GET":
        return _page(request, article)
    try:
        changed = editing.edit(
            pk, _values(request), request.POST.get("seen", ""), step(request, request.POST.get("why", ""))
        )
    except ArchiveError as error:
        # What the person typed stays on the page, beside what is stored now.
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, browse.article(pk), error=str(error), typed=request.POST.dict(), status=status)
    record(request, "edit", f"article {pk}", changed.title)
    return redirect("edit-article", pk)


@require_GET
@EDITORS
@told
def versions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the source said before, with differences, and what editors changed."""
    article = browse.article(pk)
    context = {
        "article": article,
        "versions": article.versions.order_by("-replaced_at"),
        "corrections": article.corrections.order_by("-made_at", "-pk"),
    }
    return render(request, "desk/versions.html", context)


def _page(
    request: HttpRequest, article: Article, *, error: str = "", typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    stored = {
        "title": article.title,
        "section": article.section,
        "published_on": article.published_on.isoformat() if article.published_on else "",
        "why": "",
    }
    context: dict[str, Any] = {
        "article": article,
        "stored": stored,
        "typed": {**stored, **(typed or {})},
        "seen": editing.version(article),
        "error": error,
        "odd": _odd(article),
        "days": _days(article),
        "attachments": list(article.attachments.all()),
        "reposts": browse.reposts(article, public=False),
        "corrections": article.corrections.order_by("-made_at", "-pk")[:12],
        "kept": article.page is not None and readable(article.page),
    }
    return render(request, "desk/edit.html", context, status=status)


def _values(request: HttpRequest) -> dict[str, Any]:
    asked = request.POST
    values: dict[str, Any] = {name: asked[name].strip() for name in ("title", "section") if name in asked}
    if "published_on" in asked:
        values["published_on"] = _day(asked["published_on"].strip())
    return values


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"日期 {text!r} 无法识别，请写成 2017-05-19。") from error


def _days(article: Article) -> dict[str, date]:
    """The days that are known of it: an editor chooses one by a key."""
    known = {
        "发布": article.published_on,
        "成文": article.signed_on,
        "首次看到": article.first_seen_at.date(),
    }
    return {name: day for name, day in known.items() if day}


def _odd(article: Article) -> str:
    """What is strange about the article's day, or nothing."""
    if article.published_on is None:
        return "原网页没有日期。"
    if article.published_on > article.first_seen_at.date():
        return "日期晚于首次看到的时间。"
    if (article.first_seen_at.date() - article.published_on).days > 180:
        return "日期比首次看到早半年以上，可能把年份写错了。"
    if article.signed_on and article.published_on < article.signed_on:
        return "发布日期早于成文日期。"
    return ""
