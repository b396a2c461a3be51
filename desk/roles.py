"""Who may do what. Roles are Django groups; a person may have several.

editor     triage, edit, order, build, check
approver   publish what another person built, correct what is published
analyst    all prices, also those that may not be passed on; keys for programs
admin      everything, and people
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from archive import accounts
from desk.errors import came_from, page

EDITOR, APPROVER, ANALYST, ADMIN = "editor", "approver", "analyst", "admin"
ROLES = {EDITOR: "编辑", APPROVER: "签发人", ANALYST: "分析员", ADMIN: "管理员"}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def of(request: HttpRequest) -> frozenset[str]:
    """The roles of whoever asks; none for a reader."""
    return accounts.roles(request.user)


def has(request: HttpRequest, *roles: str) -> bool:
    """Whether the person has one of these roles; an admin has all."""
    return bool(of(request) & {*roles, ADMIN})


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the form, and from there back to the page: a form's own address answers nobody who only looks."""
    if request.headers.get("HX-Request"):
        return page(request, 401, "请登录", "登录已过期，这一步没有做：请刷新页面，重新登录后再试。")
    return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else came_from(request))


def needs(*roles: str) -> Callable[[View[P]], View[P]]:
    """For views: ask strangers to sign in, refuse people who have none of these roles."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not has(request, *roles):
                raise PermissionDenied(f"这一页需要{'或'.join(ROLES[role] for role in roles)}权限。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
