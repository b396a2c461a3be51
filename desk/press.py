"""Before and at the press: the build in the background, the check list, and the signature of another person."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from archive import audit, composing, issues
from archive.editing import Conflict
from archive.errors import BadInput
from archive.models import Issue
from desk import clock, jobs, readers, roles, sources
from desk.errors import told
from desk.inbox import EDITORS, record
from digest.errors import BuildError

if TYPE_CHECKING:
    from digest.faults import Fault


@require_POST
@EDITORS
@told
def build(request: HttpRequest, number: int) -> HttpResponseBase:
    """Freeze and render in the background."""
    issue = issues.find(number)
    if issue.state == Issue.State.PUBLISHED:
        raise BadInput(f"总第 {number} 期已发布，不能再编排。")
    if jobs.start(number, lambda tell: _build(number, tell)):  # else another person's: it stays theirs
        record(request, "build", name(number))
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
    """Publish exactly the snapshot that was looked at; its editions are made once more, without 草稿 on each page."""
    issue = issues.find(number)
    seen = composing.version(issue)
    if issue.state != Issue.State.FROZEN or not readers.editions(number):
        raise BadInput("请先编排成册并检查，再签发。")
    if request.POST.get("snapshot") != issue.snapshot:
        raise Conflict("这一期在您查看之后又编排过，请重新查看再签发。")
    if audit.last("build", name(number)) == request.user.get_username():
        raise BadInput("编排和签发须由两人完成，请另一位签发人签发。")
    if blocking := [fault for fault in found(issue) or [] if fault.serious]:
        raise BadInput(f"付印检查还有 {len(blocking)} 处必须先改：{blocking[0].title} {blocking[0].what}")
    if readers.snapshot(number) != issue.snapshot:
        raise Conflict("盘上的文件不是这次快照排出的，请重新编排、查看后再签发。")

    def note() -> None:
        record(request, "publish", name(number), issue.snapshot)

    # A build that ends later would put other files in the place of those that were signed.
    if not jobs.start(number, lambda tell: _publish(number, seen, note, tell)):
        raise Conflict("这一期正在编排，请等它结束、看过新文件再签发。")
    messages.success(request, f"正在制作总第 {number} 期的定本，做完即发布。")
    return redirect("desk-issue", number)


@require_POST
@EDITORS
@told
def waive(request: HttpRequest, number: int) -> HttpResponseBase:
    """Set one fault of the check list aside, with a reason that is kept."""
    from digest.faults import RULES

    rule, item, because = (request.POST.get(key, "") for key in ("rule", "item", "because"))
    if rule not in RULES or (item and not (item.isascii() and item.isdigit() and len(item) < 16)):
        raise BadInput("没有说要豁免哪一条检查。")
    who = request.user.get_username()
    if because.strip():
        because = f"{because.strip()[:400]}（{who}）"
    issues.waive(issues.find(number), rule, int(item) if item else None, because, clock.now())
    record(request, "waive", name(number), f"{rule} {item} {because}", said="已豁免，理由留在检查单上。")
    return redirect(f"/desk/issues/{number}/#checks")


def _build(number: int, tell: Callable[[str], None]) -> None:
    from digest.build import build as render_editions
    from digest.snapshot import freeze

    issue = issues.find(number)
    if issue.state == Issue.State.PUBLISHED:  # signed between the click and now: its files stay as they are
        raise BadInput(f"总第 {number} 期已发布，不能再编排。")
    seen = composing.version(issue)
    tell("定稿：冻结快照")
    snapshot = freeze(issue, sources.titles())
    render_editions(snapshot, readers.folder(number), progress=tell, draft=True)
    composing.freeze(number, snapshot["sha256"], seen)
    tell("完成")


def _publish(number: int, seen: str, note: Callable[[], None], tell: Callable[[str], None]) -> None:
    from digest import sealed
    from digest.build import build as render_editions

    tell("定本：去掉草稿标记")
    signed = sealed.read(readers.folder(number) / f"{number}.json")
    render_editions(signed, readers.folder(number), progress=tell)
    composing.publish(number, signed["sha256"], clock.now(), seen)
    note()
    tell("已发布，读者现在就能看到")


def found(issue: Issue) -> list["Fault"] | None:
    """The check list of what was built; None: nothing was built yet."""
    from digest import sealed
    from digest.faults import faults

    built = readers.folder(issue.number) / f"{issue.number}.json"
    try:
        return faults(issue, sealed.read(built)) if built.is_file() else None
    except BuildError:  # built by an older version of the program: nothing stands in the way of building it anew
        return None


def name(number: int) -> str:
    """What the audit log calls an issue."""
    return f"issue {number}"
