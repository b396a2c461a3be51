"""Who asks the API, what they may see, and how often. Readers need no key; what rights withhold needs one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from archive import accounts
from archive.errors import ArchiveError, Unknown
from archive.rights import rules
from desk import clock
from desk.api.limits import meter
from desk.signing import address

SCOPES = {"prices": "全部价格（含仅供内部核对的来源）", "articles": "文章全文", "health": "各来源的采集状况"}
ALLOWED = "GET, HEAD, OPTIONS"
COSTS = {"xlsx": 10, "parquet": 10}
"""Forms that are made whole before the first byte is sent, and count as several requests."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks. `scopes`: what they may see beyond what everybody may."""

    name: str
    scopes: frozenset[str]
    limit: int


class Refused(Exception):
    """The key is no good."""


class Ask(Exception):
    """The question itself is wrong; the message says how to put it right."""


P = ParamSpec("P")
Answer = Callable[Concatenate[HttpRequest, Caller, P], HttpResponseBase]


def caller(request: HttpRequest) -> Caller:
    """By the key in `Authorization: Bearer …`, by the session of the desk, else a reader. Raises Refused."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    limits = rules().limits
    if kind:
        token = accounts.token(key.strip(), clock.now()) if kind.lower() == "bearer" else None
        if token is None:
            raise Refused
        return Caller(f"key {token.pk}", frozenset(token.scopes), limits.key)
    if accounts.roles(request.user):
        return Caller(f"user {request.user.pk}", frozenset(SCOPES), limits.key)
    return Caller(f"address {address(request)}", frozenset(), limits.reader)


def endpoint(
    *known: str, needs: str = ""
) -> Callable[[Answer[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """For API views: GET only, known parameters only, counted, errors as JSON with one sentence."""

    def decorate(view: Answer[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in {"GET", "HEAD", "OPTIONS"}:
                return error(405, "接口只读，请用 GET。", Allow=ALLOWED)
            try:
                who = caller(request)
            except Refused:
                # Guessing keys is counted like everything else.
                wait = meter.full(f"address {address(request)}", rules().limits.reader)
                return _full(wait) if wait else error(401, "密钥无效或已过期。", **{"WWW-Authenticate": "Bearer"})
            if wait := meter.full(who.name, who.limit, COSTS.get(str(kwargs.get("kind")), 1)):
                return _full(wait)
            if needs and needs not in who.scopes:
                return error(403, f"需要含 {needs} 范围的密钥，可在编辑台的“密钥”页生成。")
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": ALLOWED})
            if unknown := sorted(set(request.GET) - set(known)):
                return error(400, f"不认识参数 {'、'.join(unknown)}，可用的有 {'、'.join(known) or '（无）'}。")
            return _answer(request, view, who, *args, **kwargs)

        return guarded

    return decorate


def _answer(request: HttpRequest, view: Answer[P], who: Caller, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    try:
        response = view(request, who, *args, **kwargs)
    except Ask as wrong:
        return error(400, str(wrong))
    except Unknown as missing:
        return error(404, str(missing))
    except ArchiveError as wrong:
        return error(400, str(wrong))
    response["Cache-Control"] = "private, max-age=60" if who.scopes else "public, max-age=60"
    response["Vary"] = "Authorization, Cookie"
    response["Access-Control-Allow-Origin"] = "*"  # open data for any page's script; credentials are never allowed
    return response


def etag(request: HttpRequest, who: Caller, *parts: object) -> str:
    """Names this answer: same question, same rights, same state of the archive."""
    said = repr((request.get_full_path(), sorted(who.scopes), parts)).encode()
    return f'"{sha256(said).hexdigest()[:24]}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 for whoever has this answer already."""
    had = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    return HttpResponse(status=304, headers={"ETag": tag}) if tag in had else None


def error(status: int, sentence: str, **headers: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def _full(wait: int) -> JsonResponse:
    return error(429, f"请求过于频繁，请 {wait} 秒后再试。", **{"Retry-After": str(wait)})
