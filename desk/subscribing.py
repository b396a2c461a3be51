"""Subscribing by mail: asked here, confirmed from the mailbox, ended by one click. Works without script."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive import subscribers
from archive.errors import ArchiveError, BadInput
from archive.models import Delivery, Subscriber
from desk import clock
from desk.api.limits import meter
from desk.errors import page, told
from desk.mail import letters, links, sending
from desk.signing import address

log = logging.getLogger(__name__)
A_MINUTE, ALL_A_MINUTE = 5, 60
"""Askings that one address of the network, and all together, may make."""


@never_cache
@require_http_methods(["GET", "POST"])
@told
def ask(request: HttpRequest) -> HttpResponseBase:
    """The form, and always the same answer to it: who subscribes is nobody's business."""
    if not (settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.TANXUN_ORIGIN):
        return render(request, "desk/subscribe.html", {"open": False, "email": ""})
    if request.method == "GET":
        return render(request, "desk/subscribe.html", {"open": True, "email": ""})
    if wait := meter.full(f"ask {address(request)}", A_MINUTE) or meter.full("ask", ALL_A_MINUTE):
        answer = page(request, 429, "请稍候", f"请求过于频繁，请 {wait} 秒后再试。")
        answer["Retry-After"] = str(wait)
        return answer
    email = request.POST.get("email", "")[:300]
    try:
        found = subscribers.ask(email, clock.now())
    except BadInput as wrong:
        context = {"open": True, "email": email, "error": str(wrong)}
        return render(request, "desk/subscribe.html", context, status=422)
    if found and not _write(found):
        return page(request, 503, "暂时寄不出邮件", "邮件服务器没有答复，请一刻钟后再试。")
    return render(request, "desk/said.html", {"title": "请查收邮件", "why": _ASKED})


_ASKED = (
    "如果这个地址可用，几分钟内会收到一封确认信；点开其中的链接即完成订阅，三天内有效。"
    "没有收到时请看垃圾邮件箱，一刻钟后可再试。"
)


@never_cache
@csrf_exempt  # the signed token is what allows it
@require_http_methods(["GET", "POST"])
@told
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """The second step. A look at the page confirms nothing: mail servers open links to test them."""
    pk, asked_at = links.read_confirm(token)
    if request.method == "GET":
        return _own(render(request, "desk/subscribe_confirm.html"))
    found = subscribers.confirm(pk, asked_at, clock.now())
    return _own(render(request, "desk/said.html", {"title": "已订阅", "why": _CONFIRMED, "link": links.leave(found)}))


_CONFIRMED = "每期发布后会寄到您的邮箱。每封信末尾都有退订链接，一点即退。"


@never_cache
@csrf_exempt  # RFC 8058: the mailbox's own server posts here, without cookies
@require_http_methods(["GET", "POST"])
@told
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """Leaving (a bare post, as RFC 8058 wants it), and what little may be chosen."""
    pk = links.read_leave(token)
    found = subscribers.find(pk)
    if request.method == "GET":
        active = found.state == Subscriber.State.ACTIVE
        return _own(render(request, "desk/subscribe_leave.html", {"active": active, "pdf": found.pdf}))
    do = request.POST.get("do", "leave")
    if do == "prefer":
        subscribers.prefer(pk, pdf=bool(request.POST.get("pdf")))
        said = "已保存", "从下一期起照此寄送。"
    elif do == "erase":
        subscribers.erase(pk, clock.now())
        said = "已删除", "您的地址已从名单中删除，只留下无法还原的摘要，用来证明哪一期寄过。"
    else:
        subscribers.leave(pk, clock.now())
        said = "已退订", "不会再寄给您。改变主意时，可随时重新订阅。"
    return _own(render(request, "desk/said.html", {"title": said[0], "why": said[1]}))


def _write(found: Subscriber) -> bool:
    """Send the confirmation; False: no mail can be sent. What the server says of an address is not passed on."""
    try:
        letter = letters.confirmation(found)
        headers = {"Auto-Submitted": "auto-replied"}
        message = letters.message(letter, str(found.email), headers, {}, links.leave(found))
        ended = sending.deliver(message, str(found.email))
    except ArchiveError as error:
        log.warning("a confirmation to subscriber %d could not be sent: %s", found.pk, error)
        return False
    if ended.state != Delivery.State.SENT:
        log.warning("a confirmation to subscriber %d was not taken: %s", found.pk, ended.state)
    return True


def _own(response: HttpResponse) -> HttpResponse:
    """The address of these pages is a key: it is told to no other site, and no search engine keeps it."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
