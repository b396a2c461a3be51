"""The morning's work: what came in, filed or refused by one key each."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from archive import audit, browse, editing, inbox
from archive.editing import Step
from archive.errors import BadInput
from archive.models import Article
from archive.models.articles import SECTIONS
from desk import clock, roles, sources
from desk.errors import told
from desk.signing import address

EDITORS = roles.needs(roles.EDITOR, roles.APPROVER)


def step(request: HttpRequest, why: str = "") -> Step:
    """Who asks, now."""
    return Step(request.user.get_username(), clock.now(), why[:500])


def record(request: HttpRequest, what: str, about: str, detail: str = "", *, said: str = "") -> None:
    """One line of the audit log; `said`: what the person is told about it on the next page."""
    audit.note(clock.now(), request.user.get_username(), what, about=about, detail=detail, address=address(request))
    if said and not request.headers.get("HX-Request"):
        messages.success(request, said)


@require_GET
@EDITORS
@told
def show(request: HttpRequest) -> HttpResponseBase:
    """Health first, then the events that wait."""
    tab, section = _place(request.GET)
    found = inbox.show(tab, section, _after(request.GET.get("after", "")))
    state = sources.report()
    context = {
        "inbox": found,
        "waiting": found.waiting,
        "tab": tab,
        "section": section,
        "tabs": inbox.TABS,
        "reasons": editing.REASONS,
        "health": state,
        "sick": [one for one in state if not one.well and one.state != "never"],
        "never": sum(one.state == "never" for one in state),
        "states": sources.NAMES,
        "titles": sources.titles(),
        "pages": browse.last_pages(),
    }
    return render(request, "desk/inbox.html", context)


@require_POST
@EDITORS
@told
def move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """File under a section, reject with a reason, or merge into another event."""
    asked = request.POST
    if section := asked.get("section"):
        return _done(request, editing.file_under(pk, section, step(request, asked.get("why", ""))))
    if reason := asked.get("reason"):
        return _done(request, editing.reject(pk, reason, step(request, asked.get("why", ""))))
    if "original" in asked:
        return _done(request, editing.merge(pk, _number(asked["original"]), step(request)))
    raise BadInput("没有说要做什么：请选择栏目或弃用理由。")


@require_POST
@EDITORS
@told
def undo(request: HttpRequest) -> HttpResponseBase:
    """Take back one's own last step."""
    article = editing.undo(step(request))
    record(request, "undo", f"article {article.pk}", said=f"已撤销上一步：《{article.title}》")
    return _answer(request, article, "已撤销")


def _done(request: HttpRequest, article: Article) -> HttpResponseBase:
    judged = _judged(article)
    record(request, "triage", f"article {article.pk}", judged, said=f"《{article.title}》{judged}")
    return _answer(request, article, "")


def _judged(article: Article) -> str:
    """What became of the article, in a few words."""
    if article.original_id:
        return f"已并入 #{article.original_id}"
    return "已弃用" if article.state == Article.State.SPIKED else f"已选入{SECTIONS.get(article.section, '离题')}"


def _answer(request: HttpRequest, article: Article, said: str) -> HttpResponseBase:
    """The one row and the counts for htmx, the next article for who reads them one by one, else the list again."""
    tab, section = _place(request.POST)
    if request.headers.get("HX-Request"):
        context = {"article": article, "reasons": editing.REASONS, "said": said, "tab": tab, "section": section}
        return render(request, "desk/moved.html", context | {"waiting": inbox.waiting()})
    if request.POST.get("then") == "next":
        return next_one(article)
    return redirect(f"/desk/?{urlencode({'tab': tab, 'of': section})}#event-{article.original_id or article.pk}")


def next_one(article: Article) -> HttpResponse:
    """To the article that waits below this one; after the last, to the list."""
    below = inbox.following(article)
    return redirect("edit-article", below.pk) if below else redirect("inbox")


def _place(asked: QueryDict) -> tuple[str, str]:
    """Tab and section of the list that the person looks at."""
    tab, section = asked.get("tab", "new"), asked.get("of", "")
    return (tab if tab in inbox.TABS else "new"), (section if section in SECTIONS else "")


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadInput("请填原文的编号（数字），留空表示不是转载。")
    return int(text)


def _after(text: str) -> tuple[datetime, int] | None:
    """A place in the list, as `more` was put into the address."""
    at, _, pk = text.partition("~")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    return (moment, int(pk)) if moment and moment.tzinfo and pk.isascii() and pk.isdigit() and len(pk) < 16 else None
