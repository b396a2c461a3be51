"""Watching the sources: how each does, what it yields now, what editors say of it, and whether it rests."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods

from archive import browse, noted
from archive.errors import BadInput, Unknown
from desk import clock
from desk import sources as declared
from desk.errors import told
from desk.inbox import EDITORS, record

SHOWN = 20


@require_GET
@EDITORS
@told
def sources(request: HttpRequest) -> HttpResponseBase:
    """Every source, those that need a person first; the last page of each is one click away."""
    state = declared.report()
    context = {
        "health": [one for one in state if one.state != "never"],
        "never": [one for one in state if one.state == "never"],
        "pages": browse.last_pages(),
        "titles": declared.titles(),
        "states": declared.NAMES,
        "notes": noted.notes(),
    }
    return render(request, "desk/sources.html", context)


@require_http_methods(["GET", "POST"])
@EDITORS
@told
def source(request: HttpRequest, name: str) -> HttpResponseBase:
    """One source: try it, write a note, let it rest or wake it."""
    health = next((one for one in declared.report() if one.source == name), None)
    if health is None:
        raise Unknown(f"没有名为 {name} 的来源。")
    tried = None
    if request.method == "POST":
        if request.POST.get("do") != "try":
            return _noted(request, name)
        attempt: Callable[[str], dict[str, Any]] = import_string(settings.TRY_SOURCE)
        tried = attempt(name)
        record(request, "source tried", name)
    context = {
        "one": health,
        "title": declared.titles()[name],
        "state": declared.NAMES[health.state],
        "note": noted.notes().get(name),
        "page": browse.last_pages().get(name),
        "tried": tried,
        "rows": _rows(tried) if tried else [],
    }
    return render(request, "desk/source.html", context)


def _noted(request: HttpRequest, name: str) -> HttpResponseBase:
    note, resting = request.POST.get("note", "")[:500], request.POST.get("do") == "rest"
    if resting and not note.strip():
        raise BadInput("停采一个来源要写明原因，别的编辑才知道它为什么没有消息。")
    noted.say(name, note, resting=resting, who=request.user.get_username(), now=clock.now())
    said = "已停采，说明已保存。" if resting else "已恢复采集。" if request.POST.get("do") == "wake" else "说明已保存。"
    record(request, "source rests" if resting else "source noted", name, note, said=said)
    return redirect("source", name)


def _rows(tried: dict[str, Any]) -> list[dict[str, Any]]:
    """What was read, as rows of one table; the first twenty."""
    article = tried.get("article")
    return list(tried.get("quotes") or tried.get("items") or ([article] if article else []))[:SHOWN]
