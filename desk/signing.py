"""Signing in and out. Guessing is slowed down by name and by address, and every try is on record."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive import audit
from desk import clock, roles

WINDOW = timedelta(minutes=15)
NAME_TRIES, ADDRESS_TRIES = 8, 40  # an office shares one address


def address(request: HttpRequest) -> str:
    """Whose request this is; behind a proxy the server has put the reader's own address here."""
    return str(request.META.get("REMOTE_ADDR", ""))


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask name and password. The answer to a wrong one never says which of the two was wrong."""
    if request.method == "GET":
        return _form(request, "", 200)
    now, name, where = clock.now(), request.POST.get("name", "")[:150], address(request)
    by_name, by_address = audit.failures(now, name, where, WINDOW)
    if by_name >= NAME_TRIES or by_address >= ADDRESS_TRIES:
        return _form(request, "尝试次数过多，请 15 分钟后再试。", 429)
    user = authenticate(request, username=name, password=request.POST.get("password", "")[:1000])
    if user is None:
        audit.note(now, name, audit.SIGN_IN_FAILED, address=where)
        return _form(request, "用户名或密码不对。", 403)
    login(request, user)
    audit.note(now, user.get_username(), "signed_in", address=where)
    return redirect(_next(request) or _first_page(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        audit.note(clock.now(), request.user.get_username(), "signed_out", address=address(request))
    logout(request)
    return redirect("home")


def _form(request: HttpRequest, error: str, status: int) -> HttpResponse:
    return render(request, "desk/sign_in.html", {"error": error, "next": _next(request)}, status=status)


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=settings.HTTPS)
    return wanted if safe and wanted != reverse("inbox") else ""


def _first_page(request: HttpRequest) -> str:
    """Where the person works: who may not edit would be refused at the inbox."""
    return "inbox" if roles.has(request, roles.EDITOR, roles.APPROVER) else "keys"
