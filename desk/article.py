"""One article beside the page it was read from, to be put right without losing anybody's work."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive import browse, editing, inbox, unsaved
from archive.editing import Conflict
from archive.errors import ArchiveError, BadInput
from archive.models import Article, Correction, Unsaved
from archive.models.articles import SECTIONS
from desk import clock, fields, sources
from desk.errors import told
from desk.inbox import EDITORS, next_one, record, step
from desk.saved import readable
from desk.versions import pieces
from digest.crosscheck import checked


@require_http_methods(["GET", "POST"])
@EDITORS
@told
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the article with what this person has not saved yet, or save its fields."""
    article = browse.article(pk)
    who = request.user.get_username()
    if request.method == "GET":
        left = unsaved.find(pk, who)
        return _page(request, article, typed=left.values if left else None, left=left)
    keep_it = request.POST.get("then") == "next"
    by = step(request, request.POST.get("why", ""))
    try:
        values = fields.taken(article, request.POST.dict())
        if keep_it and values.get("section", article.section) not in SECTIONS:
            raise BadInput("离题的文章不能选用：请先选一个栏目，或只按“保存”。")
        changed = editing.edit(pk, values, request.POST.get("seen", ""), by)
        if keep_it:
            changed = editing.file_under(pk, changed.section, by)
    except ArchiveError as error:
        # What the person typed stays on the page, beside what is stored now.
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, browse.article(pk), error=str(error), typed=request.POST.dict(), status=status)
    unsaved.drop(pk, who)
    said = f"《{changed.title}》已选入{SECTIONS[changed.section]}。" if keep_it else "已保存。"
    record(request, "edit", f"article {pk}", changed.title, said=said)
    return next_one(changed) if keep_it else redirect("edit-article", pk)


@require_POST
@EDITORS
@told
def keep(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remember what is typed so far, or forget it. Nothing of the article changes."""
    who, now = request.user.get_username(), clock.now()
    if request.POST.get("do") == "drop":
        unsaved.drop(pk, who)
        return redirect("edit-article", pk)
    article = browse.article(pk)
    typed = {name: request.POST[name] for name in [*fields.LABELS, "why"] if name in request.POST}
    unsaved.keep(article.pk, who, request.POST.get("seen", "")[:16], typed, now)
    return render(request, "desk/kept.html", {"at": now, "others": unsaved.others(pk, who, now)})


@require_GET
@EDITORS
@told
def versions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the source said before, with differences, and what editors changed."""
    article = browse.article(pk)
    context = {
        "article": article,
        "versions": article.versions.order_by("-replaced_at"),
        "corrections": [(one, _diff(one)) for one in article.corrections.order_by("-made_at", "-pk")],
    }
    return render(request, "desk/versions.html", context)


def _diff(one: Correction) -> list[tuple[str, str]]:
    """How an editor changed a long text, as pieces; none for a short one, which is shown whole."""
    return pieces(one.old, one.new) if one.field == "text" else []


def _page(
    request: HttpRequest,
    article: Article,
    *,
    error: str = "",
    typed: Mapping[str, str] | None = None,
    left: Unsaved | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = {**fields.shown(article), "why": ""}
    typed = {**stored, **(typed or {})}
    context: dict[str, Any] = {
        "article": article,
        "typed": typed,
        "differs": [
            (label, typed[name], stored[name]) for name, label in fields.LABELS.items() if _differs(typed, stored, name)
        ],
        "left": left,
        "stale": left is not None and left.seen != editing.version(article),
        "others": unsaved.others(article.pk, request.user.get_username(), clock.now()),
        "seen": editing.version(article),
        "error": error,
        "source_title": sources.title(article.source),
        "odd": fields.odd(article),
        "days": _days(article),
        "source_changed": _source_changed(article),
        "mentions": list(checked(article)),
        "attachments": list(article.attachments.all()),
        "reposts": browse.reposts(article, public=False),
        "corrections": article.corrections.order_by("-made_at", "-pk")[:12],
        "below": inbox.following(article),
        "reasons": editing.REASONS,
        "placed": list(article.items.select_related("issue").order_by("issue__number")),
        "kept": article.page is not None and readable(article.page),
    }
    return render(request, "desk/edit.html", context, status=status)


def _differs(typed: Mapping[str, str], stored: Mapping[str, str], name: str) -> bool:
    return typed[name].split() != stored[name].split()


def _source_changed(article: Article) -> bool:
    """Whether the source wrote something else after an editor had changed the text: nobody has looked at it then."""
    if article.source_text is None:
        return False
    last = article.corrections.filter(field="text").order_by("-made_at").first()
    return last is not None and article.versions.filter(replaced_at__gt=last.made_at).exists()


def _days(article: Article) -> dict[str, date]:
    """Days that it may be of, the likeliest first: an editor chooses one by a key."""
    seen = article.first_seen_at.date()
    known = {"改年份": _right_year(article.published_on, seen), "成文": article.signed_on, "首次看到": seen}
    return {name: day for name, day in known.items() if day and day != article.published_on}


def _right_year(day: date | None, seen: date) -> date | None:
    """The same day of the latest year in which it was not ahead yet; None: there is no better one."""
    if day is None or (day.month, day.day) == (2, 29):
        return None
    right = day.replace(year=seen.year)
    right = right if right <= seen else day.replace(year=seen.year - 1)
    return right if right != day else None
