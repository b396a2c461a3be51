"""Sending an issue from the desk: tested by an approver first, then to everybody, in the background."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from archive import issues, mailings, subscribers
from archive.errors import BadInput
from archive.models import Delivery, Issue, Mailing
from desk import jobs, roles
from desk.errors import told
from desk.headers import EDITION
from desk.inbox import EDITORS, record
from desk.mail import letters, sending
from desk.mail.letters import Letter

NAMES = dict(Delivery.State.choices)


@require_GET
@EDITORS
@told
def letter(_request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """The letter as a reader will get it, without the address that ends his subscription."""
    made = letters.of_issue(issues.find(number))
    if kind == "txt":
        return HttpResponse(made.text, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made.html)
    response["Content-Security-Policy"] = EDITION
    return response


@require_http_methods(["GET", "POST"])
@roles.needs(roles.APPROVER)
@told
def show(request: HttpRequest, number: int) -> HttpResponseBase:
    """How the letters about an issue stand; test one, send it, settle what is unclear."""
    issue = issues.find(number)
    if request.method == "POST":
        _do(request, issue)
        return redirect("desk-mail", number)
    made = [_letter(one) for one in mailings.of_issue(issue)]
    job = jobs.of(_job(issue))
    context = {
        "issue": issue,
        "letters": made,
        "job": job,
        "running": job is not None and not job.done,
        "active": subscribers.counts().get("active", 0),
        "published": issue.state == Issue.State.PUBLISHED,
    }
    return render(request, "desk/mail.html", context)


def _do(request: HttpRequest, issue: Issue) -> None:
    asked = request.POST
    do, correction = asked.get("do", ""), asked.get("letter") == "errata"
    about = f"issue {issue.number}"
    if do == "test":
        mailing, letter = sending.prepared(issue, correction=correction)
        email = subscribers.clean(asked.get("email", ""))
        sending.test(mailing, letter, email)
        record(request, "mail tested", about, letter.subject, said=f"已试寄到 {email}，请看过再寄给读者。")
    elif do == "send":
        mailing, letter = sending.prepared(issue, correction=correction)
        if mailing.tested != letter.sha256:
            raise BadInput("请先把这封信试寄给自己看一遍，再寄给读者。")
        if jobs.start(_job(issue), _work(mailing, letter)):
            record(request, "mail sent", about, letter.subject, said="开始寄送，可以离开这一页。")
    elif do == "settle":
        pk = asked.get("delivery", "")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
            raise BadInput("请选择一封信。")
        sent = asked.get("sent") == "1"
        mailings.settle(int(pk), sent=sent, because=asked.get("because", "")[:300])
        record(request, "mail settled", about, f"delivery {pk} {'sent' if sent else 'again'}", said="已记下。")
    else:
        raise BadInput("没有说要做什么。")


def _work(mailing: Mailing, letter: Letter) -> Callable[[Callable[[str], None]], None]:
    def work(tell: Callable[[str], None]) -> None:
        tell("开始寄送")
        sending.send(mailing, letter)
        tell("寄送结束")

    return work


def _job(issue: Issue) -> int:
    """Beside the build of the same issue: numbers of issues are never negative."""
    return -issue.number


def _letter(mailing: Mailing) -> dict[str, Any]:
    return {
        "name": "更正信" if mailing.through else "周刊",
        "started": mailing.started_at,
        "counts": [(NAMES[state], count) for state, count in mailings.counts(mailing).items()],
        "unclear": mailings.unclear(mailing),
    }
