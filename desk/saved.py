"""Saved pages of other people, shown as dead paper: no script, no network, an origin of its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from archive import browse, pages
from archive.models import Page
from desk.errors import told
from desk.headers import SAVED_PAGE
from desk.inbox import EDITORS

LARGEST = 5_000_000
HTML = ("text/html", "application/xhtml+xml")
TEXT = ("text/", "application/json", "application/xml", "application/javascript")


def kind(page: Page) -> str:
    """The type that the site named, without its parameters."""
    headers = {name.lower(): value for name, value in page.headers.items()}
    return str(headers.get("content-type", "")).lower()


def readable(page: Page) -> bool:
    """Whether the page can be shown here; a PDF or a picture is offered as a file instead."""
    return kind(page).startswith((*HTML, *TEXT)) or not kind(page)


@require_GET
@EDITORS
@told
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came, in a sandbox. `?raw=1`: as plain text."""
    page = browse.page(pk)
    body = pages.body(page)
    told_kind = kind(page)
    if not readable(page) or len(body) > LARGEST:
        response = HttpResponse(body, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="page-{page.pk}.bin"'
    elif request.GET.get("raw") or not told_kind.startswith(HTML):
        response = HttpResponse(body, content_type=f"text/plain; charset={_charset(told_kind) or 'utf-8'}")
    else:
        charset = _charset(told_kind)
        response = HttpResponse(body, content_type=f"text/html; charset={charset}" if charset else "text/html")
    response["Content-Security-Policy"] = SAVED_PAGE
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _charset(told_kind: str) -> str:
    """The charset that the site named, if it is a name at all: it goes into a header of ours."""
    name = told_kind.partition("charset=")[2].partition(";")[0].strip(" \"'")
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else ""
