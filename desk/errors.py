"""What a visitor sees when something is not there, not allowed or not right."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from archive.editing import Conflict
from archive.errors import ArchiveError, Unknown
from digest.errors import BuildError

P = ParamSpec("P")


def page(request: HttpRequest, status: int, title: str, why: str) -> HttpResponse:
    """One sentence on a page, or alone where htmx asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "desk/error.html", {"title": title, "why": why, "status": status}, status=status)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page(request, 404, "没有这一页", "地址可能有误，或内容已撤下。")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, "没有权限", str(exception or "") or "您的账号不能打开这一页。")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return page(request, 403, "请求未通过校验", "页面可能开得太久：请返回上一页刷新后再试。")


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500, "出错了", "服务器没能完成这一步，已记入日志；数据没有改动。")


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
        except (ArchiveError, BuildError) as error:
            return page(request, 422, "没有完成", str(error))

    return wrapped
