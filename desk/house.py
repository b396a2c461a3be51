"""Rooms beside the inbox: held figures, what was corrected, who did what, keys of programs."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive import accounts, audit, holding, labels, ledger, markets
from archive.errors import BadInput
from desk import clock, pricefiles, roles, sources
from desk.api.access import SCOPES
from desk.errors import told
from desk.inbox import EDITORS, record
from nlp.sections import model

SHOWN = 100
LESSONS = 10
KEY_LIFE = timedelta(days=365)


@require_http_methods(["GET", "POST"])
@EDITORS
@told
def quarantine(request: HttpRequest) -> HttpResponseBase:
    """Rows that failed a check: let one pass, or refuse it, with a reason."""
    if request.method == "POST":
        asked = request.POST
        pk, because = asked.get("row", ""), asked.get("because", "")[:500]
        if not (pk.isascii() and pk.isdigit() and len(pk) < 16) or asked.get("do") not in {"accept", "reject"}:
            raise BadInput("请选择放行或拒绝。")
        decide = ledger.accept if asked["do"] == "accept" else ledger.reject
        decide(int(pk), who=request.user.get_username(), because=because, now=clock.now())
        if asked["do"] == "accept":
            transaction.on_commit(pricefiles.follow)
        said = "已放行入库。" if asked["do"] == "accept" else "已拒绝，不会入库。"
        record(request, f"quarantine {asked['do']}", f"held {pk}", because, said=said)
        return redirect("quarantine")
    rows = [held for held, _ in zip(holding.waiting(), range(SHOWN), strict=False)]
    context = {
        "rows": [(held, _around(held.row)) for held in rows],
        "titles": sources.titles(),
        "markets": {one.id: one.zh for one in markets.all_markets()},
    }
    return render(request, "desk/quarantine.html", context)


def _around(row: dict[str, Any]) -> str:
    """The address of what the market did in the fortnights before and after; "" where the day was not read."""
    if not row["day"] or not row["market"]:
        return ""
    day, fortnight = date.fromisoformat(row["day"]), timedelta(days=14)
    asked = {"market": row["market"], "from": day - fortnight, "to": day + fortnight}
    return f"{reverse('prices')}?{urlencode(asked)}"


@require_GET
@EDITORS
def corrections(request: HttpRequest) -> HttpResponseBase:
    """What editors changed in four weeks, and where the model is wrong most."""
    since = clock.now() - timedelta(days=28)
    context = {
        "rows": labels.recent(),
        "confusions": labels.confusions(since),
        "confirmed": labels.confirmed(since),
        "lessons": _lessons(),
    }
    return render(request, "desk/corrections.html", context)


def _lessons() -> list[dict[str, Any]]:
    """What each version of the model was taught, the newest first; `held_out`: section, asked, lost, won."""
    place = Path(settings.TANXUN_VAR) / "models"
    told = []
    for file in sorted(place.glob("[0-9]*.json"), reverse=True)[:LESSONS]:
        about = model.load(file).about
        changed = [(name, *counts) for name, counts in about["held_out"].items() if any(counts[1:])]
        told.append({"name": file.stem, "live": file.name == model.live_name(place), **about, "held_out": changed})
    return told


@require_GET
@roles.needs(roles.ADMIN)
def log(request: HttpRequest) -> HttpResponseBase:
    """The audit log."""
    text = request.GET.get("q", "").replace("\0", "")[:150]
    return render(request, "desk/log.html", {"rows": audit.newest(text=text), "q": text, "people": accounts.people()})


@require_http_methods(["GET", "POST"])
@roles.needs(*roles.ROLES)
@told
def keys(request: HttpRequest) -> HttpResponseBase:
    """One's own keys for programs. A new key is shown once."""
    fresh = ""
    if request.method == "POST":
        name, scopes = request.POST.get("name", "").strip()[:80], request.POST.getlist("scope")
        if not name or not scopes or set(scopes) - set(SCOPES):
            raise BadInput("请写明用途，并至少选一个范围。")
        fresh = accounts.grant(request.user, name, scopes, clock.now(), KEY_LIFE)
        record(request, "key made", name, " ".join(scopes))
    context = {"tokens": accounts.tokens(request.user), "fresh": fresh, "scopes": SCOPES, "now": clock.now()}
    return render(request, "desk/keys.html", context)


@require_POST
@roles.needs(*roles.ROLES)
@told
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End one of one's own keys."""
    accounts.revoke(request.user, pk, clock.now())
    record(request, "key ended", f"key {pk}", said="密钥已停用。")
    return redirect("keys")
