"""What a visitor sees when something is not there, not allowed or not right."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from archive.editing import Conflict
from archive.errors import ArchiveError, Unknown
from digest.errors import BuildError
from nlp.errors import BadFile

P = ParamSpec("P")


def page(request: HttpRequest, status: int, title: str, why: str) -> HttpResponse:
    """One sentence on a page, or alone where htmx or a program asked."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": why}, status=status, json_dumps_params={"ensure_ascii": False})
    if request.headers.get("HX-Request"):
        return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")
    context = {"title": title, "why": why, "status": status}
    user = getattr(request, "user", None)  # a strange host is refused before anybody is known
    if request.path.startswith("/desk/") and status < 500 and user and user.is_authenticated:
        back = came_from(request) if request.method == "POST" else ""
        return render(request, "desk/error_inside.html", context | {"back": back}, status=status)
    return render(request, "desk/error.html", context, status=status)


def came_from(request: HttpRequest) -> str:
    """The page of this site that the person came from, to whose form he may want to return; "" for any other."""
    came = request.headers.get("Referer", "")
    return came if url_has_allowed_host_and_scheme(came, {request.get_host()}) else ""


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page(request, 404, "没有这一页", "地址可能有误，或内容已撤下。")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, "没有权限", str(exception or "") or "您的账号不能打开这一页。")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return page(request, 403, "请求未通过校验", "页面可能开得太久：请返回上一页刷新后再试。")


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500, "出错了", "服务器没能完成这一步，已记入日志；数据没有改动。")


def without_nul(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a form with a NUL is refused. No person types one, and PostgreSQL stores none."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and any("\0" in value for _, many in request.POST.lists() for value in many):
            return page(request, 400, "请求有误", "表单里有不能保存的控制字符，请去掉后再试。")
        return get_response(request)

    return middleware


def never_blank(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: an address that only takes forms, opened by hand, says so; Django answers an empty page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        worded = page(request, 405, "这一页不能直接打开", "它只接收表单：请回到原来的页面，从那里的按钮提交。")
        worded["Allow"] = answer["Allow"]
        return worded

    return middleware


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page(request, 400, "请求有误", "地址或表单的内容不对。")


def told(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For views: what a room refuses is shown as its one sentence."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Unknown as error:
            return page(request, 404, "没有找到", str(error))
        except Conflict as error:
            return page(request, 409, "别人刚改过", str(error))
        except (ArchiveError, BuildError, BadFile) as error:
            return page(request, 422, "没有完成", str(error))

    return wrapped
