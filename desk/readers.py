"""The public archive of issues. Files are served by fixed names only: no part of a request becomes part of a path."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from archive import browse
from archive.models import Issue
from desk.errors import told
from desk.headers import EDITION
from digest import house, sealed
from digest.lines import Line, line

TYPES = {
    "{}.pdf": "application/pdf",
    "{}.html": "text/html; charset=utf-8",
    "{}.epub": "application/epub+zip",
    "{}-prices.csv": "text/csv; charset=utf-8",
}
"""The editions that readers get. The snapshot itself holds full texts that only the printed issue may carry."""
NAMES = {"{}.pdf": "PDF", "{}.html": "手机版", "{}.epub": "EPUB", "{}-prices.csv": "价格 CSV"}

_BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)


def folder(number: int) -> Path:
    """Where the editions of an issue lie."""
    return Path(settings.TANXUN_VAR) / "issues" / str(number)


def editions(number: int) -> dict[str, Path]:
    """The editions that are there: name → path."""
    found = {name.format(number): folder(number) / name.format(number) for name in TYPES}
    return {name: path for name, path in found.items() if path.is_file()}


def named(number: int) -> dict[str, str]:
    """Pattern of TYPES → name, of the editions that are there."""
    there = editions(number)
    return {kind: kind.format(number) for kind in TYPES if kind.format(number) in there}


def snapshot(number: int) -> str:
    """The hash of the snapshot that the editions were made of. Raises BadSnapshot."""
    return sealed.read(folder(number) / f"{number}.json")["sha256"]


def pages(number: int) -> int | None:
    """How many pages the PDF has; None where there is none."""
    path = editions(number).get(f"{number}.pdf")
    return _counted(path, path.stat().st_mtime_ns) if path else None


@lru_cache(maxsize=64)
def _counted(path: Path, _changed: int) -> int | None:
    try:
        return len(PdfReader(path).pages)
    except PyPdfError:  # not ours: the file is shown as it is, its length is not known
        return None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every published issue, the newest on top with its contents."""
    issues = browse.published_issues()
    rows = [{"issue": issue, "files": _files(issue.number)} for issue in issues]
    newest = _by_section(issues[0]) if issues else []
    week, points = _front(issues[0].number) if issues else ((), ())
    return render(request, "desk/home.html", {"rows": rows, "newest": newest, "week": week, "points": points})


@require_safe
@told
def issue(request: HttpRequest, number: int) -> HttpResponseBase:
    """The phone edition with the banner of its errata; a list of contents where it was not built."""
    found = browse.published_issue(number)
    faults = browse.errata(found)
    phone = editions(number).get(f"{number}.html")
    banner = {"issue": found, "errata": faults, "files": _files(number), "publication": house.name()}
    if phone is None:
        return render(request, "desk/issue.html", banner | {"newest": _by_section(found)})
    return with_banner(phone.read_bytes(), render_to_string("desk/banner.html", banner))


@require_safe
@told
def edition(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """One file of a published issue, by its fixed name."""
    browse.published_issue(number)
    return send(request, number, name)


def with_banner(html: bytes, banner: str) -> HttpResponse:
    """The phone page as it was frozen, with what became known since above it."""
    body = _BODY.search(html)
    at = body.end() if body else 0
    response = HttpResponse(html[:at] + banner.encode() + html[at:])
    response["Content-Security-Policy"] = EDITION
    return response


def send(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """A built edition. Raises Http404 for any name that is not one of the fixed ones."""
    kinds = {pattern.format(number): kind for pattern, kind in TYPES.items()}
    path = editions(number).get(name)
    if path is None:
        raise Http404
    changed = http_date(path.stat().st_mtime)
    if request.headers.get("If-Modified-Since") == changed:
        return HttpResponse(status=304)
    response = FileResponse(
        path.open("rb"), content_type=kinds[name], filename=name, as_attachment=name.endswith(("csv", "epub"))
    )
    response["Last-Modified"] = changed
    response["Content-Security-Policy"] = EDITION
    return response


def _front(number: int) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The closes of the printed table and the printed points of the week; nothing where the snapshot is not at hand."""
    path = folder(number) / f"{number}.json"
    return _printed(path, path.stat().st_mtime_ns) if path.is_file() else ((), ())


@lru_cache(maxsize=4)
def _printed(path: Path, _changed: int) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    snapshot = sealed.read(path)
    return tuple(line(row) for row in snapshot["week"] if row["close"]), tuple(snapshot["lead"])


def _files(number: int) -> dict[str, str]:
    """What is offered beside the phone edition, which the issue's own page shows."""
    return {name: NAMES[kind] for kind, name in named(number).items() if kind != "{}.html"}


def _by_section(found: Issue) -> list[tuple[str, list[object]]]:
    grouped: dict[str, list[object]] = {}
    for item in browse.contents(found):
        grouped.setdefault(item.section, []).append(item)
    return list(grouped.items())
