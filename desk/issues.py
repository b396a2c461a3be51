"""The issue on the desk: its order, its building, its publishing by another person than the one who built it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive import audit, browse, composing, issues
from archive.editing import Conflict
from archive.errors import BadInput
from archive.models import Erratum, Issue, Item
from archive.models.articles import SECTIONS
from desk import clock, jobs, readers, roles, sources
from desk.errors import told
from desk.inbox import EDITORS, record

if TYPE_CHECKING:
    from digest.faults import Fault

PAGE = 1200  # characters on a page of two columns: 28 pages of the sample week come out at 28
BUDGET = 60


@require_http_methods(["GET", "POST"])
@EDITORS
@told
def index(request: HttpRequest) -> HttpResponseBase:
    """All issues; a new draft."""
    if request.method == "POST":
        from digest.drafting import draft

        asked = request.POST
        number, day = _number(asked.get("number", "")), _day(asked.get("date", ""))
        first, last = _day(asked.get("first", "")), _day(asked.get("last", ""))
        # What stands among sample pages is a sample, whoever drafts it.
        sample = any(one.sample for one in issues.newest_first())
        draft(number, day, first, last, now=clock.now(), sample=sample)
        record(request, "draft", _name(number))
        return redirect("desk-issue", number)
    return render(request, "desk/issue_list.html", {"issues": issues.newest_first(), "next": issues.next_number()})


@require_GET
@EDITORS
@told
def show(request: HttpRequest, number: int) -> HttpResponseBase:
    """The arrangement, with what each item costs in pages."""
    issue = issues.find(number)
    items = issues.items(issue)
    grouped = [(name, [item for item in items if item.section == name]) for name in SECTIONS]
    builder = audit.last("build", _name(number))
    context = {
        "issue": issue,
        "grouped": [(name, [(item, _pages(item)) for item in group]) for name, group in grouped],
        "pages": round(sum(_pages(item) for item in items) + 6),
        "budget": BUDGET,
        "seen": composing.version(issue),
        "files": readers.editions(number),
        "job": jobs.of(number),
        "asked": False,
        "faults": _faults(issue),
        "builder": builder,
        "may_publish": roles.has(request, roles.APPROVER) and builder != request.user.get_username(),
        "is_approver": roles.has(request, roles.APPROVER),
        "errata": browse.errata(issue),
        "editable": issue.state != Issue.State.PUBLISHED,
    }
    return render(request, "desk/issue_edit.html", context)


@require_POST
@EDITORS
@told
def item(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Move, reword or remove one item."""
    asked = request.POST
    seen, what = asked.get("seen", ""), asked.get("do", "")
    if what == "move":
        composing.move(number, pk, asked.get("section", ""), _number(asked.get("place", "0")), seen)
    elif what == "remove":
        composing.remove(number, pk, seen)
    elif what == "word":
        values = {"title": asked.get("title", "").strip(), "note": asked.get("note", "").strip()}
        composing.word(number, pk, {**values, "condensed": bool(asked.get("condensed"))}, seen)
    else:
        raise BadInput("没有说要做什么。")
    record(request, f"item {what}", _name(number), f"item {pk}")
    return redirect(f"/desk/issues/{number}/#item-{pk}")


@require_POST
@EDITORS
@told
def add(request: HttpRequest, number: int) -> HttpResponseBase:
    """Put an article into the issue by its id."""
    article = _number(request.POST.get("article", ""))
    composing.add(number, article, request.POST.get("seen", ""))
    record(request, "item add", _name(number), f"article {article}")
    return redirect("desk-issue", number)


@require_POST
@EDITORS
@told
def build(request: HttpRequest, number: int) -> HttpResponseBase:
    """Freeze and render in the background."""
    issue = issues.find(number)
    if issue.state == Issue.State.PUBLISHED:
        raise BadInput(f"总第 {number} 期已发布，不能再编排。")
    record(request, "build", _name(number))
    jobs.start(number, lambda tell: _build(number, tell))
    return redirect("desk-issue", number)


@require_GET
@EDITORS
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The steps so far; asked for again and again while a build runs."""
    return render(request, "desk/progress.html", {"job": jobs.of(number), "number": number, "asked": True})


@require_POST
@roles.needs(roles.APPROVER)
@told
def publish(request: HttpRequest, number: int) -> HttpResponseBase:
    """Publish exactly the snapshot that was looked at."""
    issue = issues.find(number)
    seen = composing.version(issue)
    if issue.state != Issue.State.FROZEN or not readers.editions(number):
        raise BadInput("请先编排成册并检查，再签发。")
    if request.POST.get("snapshot") != issue.snapshot:
        raise Conflict("这一期在您查看之后又编排过，请重新查看再签发。")
    if audit.last("build", _name(number)) == request.user.get_username():
        raise BadInput("编排和签发须由两人完成，请另一位签发人签发。")
    if blocking := [fault for fault in _faults(issue) or [] if fault.serious]:
        raise BadInput(f"付印检查还有 {len(blocking)} 处必须先改：{blocking[0].title} {blocking[0].what}")
    composing.publish(number, issue.snapshot, clock.now(), seen)
    record(request, "publish", _name(number), issue.snapshot)
    return redirect("desk-issue", number)


@require_POST
@EDITORS
@told
def erratum(request: HttpRequest, number: int) -> HttpResponseBase:
    """Register a fault of a published issue."""
    asked = request.POST
    fault = Erratum(found_at=clock.now(), what=asked.get("what", "")[:500], old=asked.get("old", "")[:500])
    fault.new = asked.get("new", "")[:500]
    composing.correct(issues.find(number), fault)
    record(request, "erratum", _name(number), fault.what)
    return redirect("desk-issue", number)


@require_GET
@EDITORS
@told
def preview(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """An edition before it is published."""
    return readers.send(request, number, name)


def _build(number: int, tell: Callable[[str], None]) -> None:
    from digest.build import build as render_editions
    from digest.snapshot import freeze

    issue = issues.find(number)
    seen = composing.version(issue)
    tell("定稿：冻结快照")
    snapshot = freeze(issue, sources.titles())
    render_editions(snapshot, readers.folder(number), progress=tell)
    composing.freeze(number, snapshot["sha256"], seen)
    tell("完成")


def _faults(issue: Issue) -> list["Fault"] | None:
    """The check list of what was built; None: nothing was built yet."""
    from digest import sealed
    from digest.faults import faults

    built = readers.folder(issue.number) / f"{issue.number}.json"
    return faults(issue, sealed.read(built)) if built.is_file() else None


def _pages(item: Item) -> float:
    length = 300 if item.condensed else len(item.article.text)
    return round((length + 160) / PAGE, 1)


def _name(number: int) -> str:
    return f"issue {number}"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(f"{text!r} 不是编号，请填数字。")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"日期 {text!r} 无法识别，请写成 2017-05-19。") from error
