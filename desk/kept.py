"""Pages for strangers, kept for some seconds: all readers of the front page see the same one."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

SECONDS = 5
LARGEST = 500_000
VERSION = "kept-version"
PATHS = ("/issues/", "/prices/", "/feeds/")
"""Pages that many ask for; articles and searches are too many to keep. The front page is kept too."""


def pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Whatever is done at the desk is seen at once; what a crawl writes after some seconds."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            response = get_response(request)
            who = getattr(request, "user", None)
            if who and who.is_authenticated:  # else a stranger's empty forms would have every page made anew
                cache.set(VERSION, cache.get(VERSION, 0) + 1, None)
            return response
        name = _name(request)
        kept = cache.get(name) if name else None
        if kept is not None:
            return HttpResponse(kept[0], headers=kept[1])
        response = get_response(request)
        if name and _same_for_all(response):
            cache.set(name, (response.content, dict(response.headers)), SECONDS)
        return response

    return middleware


def _name(request: HttpRequest) -> str:
    """Under which the page is kept; "" where it is not. Addresses in it carry the host that was asked."""
    path = request.path
    conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    if request.method != "GET" or conditional or not (path == "/" or path.startswith(PATHS)):
        return ""
    asked = request.get_full_path()
    if len(asked) > 150 or not asked.isprintable():
        return ""
    part = "part" if request.headers.get("HX-Request") else "whole"
    return f"kept:{cache.get(VERSION, 0)}:{part}:{request.scheme}:{request.get_host()}:{asked}".replace(" ", "%20")


def _same_for_all(response: HttpResponse) -> bool:
    plain = response.status_code == 200 and not response.streaming and not response.cookies
    return plain and len(response.content) <= LARGEST
