"""The issue on the desk: what is in it and in which order, what it looks like, what was wrong with it afterwards."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive import audit, browse, composing, issues, selection
from archive.errors import BadInput
from archive.models import Article, Erratum, Issue, Item
from archive.models.articles import SECTIONS
from desk import clock, jobs, press, readers, roles, sources
from desk.errors import told
from desk.inbox import EDITORS, record

PAGE = 1200  # characters on a page of two columns: 28 pages of the sample week come out at 28
AROUND = 6  # cover, contents, tables and the last page
BUDGET = 60
SHOWN = 200  # articles that an issue may still take


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
        record(request, "draft", press.name(number), said=f"总第 {number} 期已组稿。")
        return redirect("desk-issue", number)
    found = list(issues.newest_first())
    context = {"issues": found, "next": issues.next_number(), **_next_week(found[0] if found else None)}
    return render(request, "desk/issue_list.html", context)


def _next_week(last: Issue | None) -> dict[str, date]:
    """The days of the issue after `last`: its prices begin where those of `last` ended. Of the first one: today's."""
    if last is None:
        today = timezone.localdate(clock.now())
        return {"date": today, "first": today - timedelta(days=7), "last": today - timedelta(days=1)}
    week = timedelta(days=7)
    return {"date": last.date + week, "first": last.last_day + timedelta(days=1), "last": last.last_day + week}


@require_GET
@EDITORS
@told
def show(request: HttpRequest, number: int) -> HttpResponseBase:
    """The arrangement, with what each item costs in pages."""
    issue = issues.find(number)
    items = issues.items(issue)
    grouped = [(name, [item for item in items if item.section == name]) for name in SECTIONS]
    builder, faults = audit.last("build", press.name(number)), press.found(issue)
    context = {
        "issue": issue,
        "grouped": [(name, [(item, _pages(item)) for item in group]) for name, group in grouped],
        "pages": readers.pages(number) if issue.snapshot else None,
        "estimate": _estimate(items),
        "budget": BUDGET,
        "seen": composing.version(issue),
        "files": {name: readers.NAMES[kind] for kind, name in readers.named(number).items()},
        "job": jobs.of(number),
        "asked": False,
        "faults": faults,
        "stops": [one for one in faults or [] if one.serious],
        "hints": [one for one in faults or [] if not one.serious],
        "builder": builder,
        "may_publish": roles.has(request, roles.APPROVER) and builder != request.user.get_username(),
        "is_approver": roles.has(request, roles.APPROVER),
        "errata": browse.errata(issue),
        "editable": issue.state != Issue.State.PUBLISHED,
    }
    return render(request, "desk/issue_edit.html", context)


@require_GET
@EDITORS
@told
def left_out(request: HttpRequest, number: int) -> HttpResponseBase:
    """What this issue could print and does not: what was chosen first, then what nobody has judged, newest first."""
    issue = issues.find(number)
    inside = {item.article_id for item in issues.items(issue)}
    found = [one for one in selection.candidates(issue.date, number=number) if one.pk not in inside]
    rows = sorted(found, key=lambda one: one.state != Article.State.KEPT)
    context = {"issue": issue, "rows": rows[:SHOWN], "hidden": max(len(rows) - SHOWN, 0)}
    return render(request, "desk/issue_left_out.html", context | {"seen": composing.version(issue)})


@require_GET
@EDITORS
@told
def table(request: HttpRequest, number: int) -> HttpResponseBase:
    """The weekly table as the ledger has it now: what a build would print."""
    from digest.lines import line
    from digest.weekrows import rows

    issue = issues.find(number)
    found = [line(row) for row in rows(issue.first_day, issue.last_day, sources.titles())]
    return render(request, "desk/issue_table.html", {"issue": issue, "lines": found})


@require_POST
@EDITORS
@told
def item(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Move, reword or remove one item."""
    asked = request.POST
    seen, what = asked.get("seen", ""), asked.get("do", "")
    if what == "move":
        composing.move(number, pk, asked.get("section", ""), _number(asked.get("place", "0")), seen)
        said = "已移动"
    elif what == "remove":
        composing.remove(number, pk, seen)
        said = "已移出本期；文章还在，可从“没有编入的文章”加回"
    elif what == "word":
        values = {"title": asked.get("title", "").strip(), "note": asked.get("note", "").strip()}
        composing.word(number, pk, {**values, "condensed": bool(asked.get("condensed"))}, seen)
        said = "已保存"
    else:
        raise BadInput("没有说要做什么。")
    about = f"约 {_estimate(issues.items(issues.find(number)))} 页"
    record(request, f"item {what}", press.name(number), f"item {pk}", said=f"{said}，{about}。")
    return redirect(f"/desk/issues/{number}/#item-{pk}")


@require_POST
@EDITORS
@told
def add(request: HttpRequest, number: int) -> HttpResponseBase:
    """Put an article into the issue by its id."""
    article = _number(request.POST.get("article", ""))
    composing.add(number, article, request.POST.get("seen", ""))
    record(request, "item add", press.name(number), f"article {article}", said=f"已加入 #{article}。")
    return redirect("desk-left-out" if request.POST.get("then") == "more" else "desk-issue", number)


@require_POST
@EDITORS
@told
def erratum(request: HttpRequest, number: int) -> HttpResponseBase:
    """Register a fault of a published issue."""
    asked = request.POST
    fault = Erratum(found_at=clock.now(), what=asked.get("what", "")[:500], old=asked.get("old", "")[:500])
    fault.new = asked.get("new", "")[:500]
    composing.correct(issues.find(number), fault)
    record(request, "erratum", press.name(number), fault.what, said="更正已登记，读者页面已标出；更正信要另行寄送。")
    return redirect("desk-issue", number)


@require_GET
@EDITORS
@told
def preview(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """An edition before it is published."""
    return readers.send(request, number, name)


@require_GET
@EDITORS
@told
def preview_item(_request: HttpRequest, number: int, article: int) -> HttpResponseBase:
    """One item as the bulletin will print it, as things stand now."""
    from digest.preview import preview as render_item
    from digest.snapshot import freeze

    body = render_item(freeze(issues.find(number), sources.titles()), article)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}-{article}.pdf"'
    return response


def _estimate(items: list[Item]) -> int:
    """Pages of the whole issue before it is built: the items, and those around them."""
    return round(sum(_pages(item) for item in items) + AROUND)


def _pages(item: Item) -> float:
    length = 300 if item.condensed else len(item.article.text)
    return round((length + 160) / PAGE, 1)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(f"{text!r} 不是编号，请填数字。")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"日期 {text!r} 无法识别，请写成 2017-05-19。") from error
