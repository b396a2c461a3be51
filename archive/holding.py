"""Rows that failed a check: held with the check's name, the reason and the cells, until an editor decides."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from archive.checks import Fault
from archive.errors import BadInput, Unknown
from archive.models import Page, Quarantine
from archive.records import FIGURES, QuoteRow


def hold(faults: list[tuple[QuoteRow, Fault]], source: str, page: Page | None, held_at: datetime) -> int:
    """Hold the rows, the same fault once. Answers how many of them an editor had accepted before.

    Call it inside the ledger's transaction.
    """
    found = {_digest(source, fault.check, row): (row, fault) for row, fault in faults}
    known = dict(Quarantine.objects.filter(digest__in=list(found)).values_list("digest", "decision"))
    Quarantine.objects.bulk_create(
        [
            Quarantine(
                source=source,
                page=page,
                held_at=held_at,
                check_name=fault.check,
                reason=fault.reason,
                row=as_json(row),
                digest=digest,
            )
            for digest, (row, fault) in found.items()
            if digest not in known
        ],
        batch_size=200,
    )
    accepted = {digest for digest, decision in known.items() if decision == Quarantine.Decision.ACCEPTED}
    return sum(_digest(source, fault.check, row) in accepted for row, fault in faults)


def waiting() -> Iterator[Quarantine]:
    """What an editor has not decided yet, newest first."""
    return Quarantine.objects.filter(decision=Quarantine.Decision.WAITING).order_by("-held_at", "-pk").iterator()


def decide(held_id: int, decision: str, *, who: str, because: str, now: datetime) -> Quarantine:
    """Write down an editor's decision. Raises Unknown for a row that is not there, BadInput without a reason."""
    held = Quarantine.objects.filter(pk=held_id).first()
    if held is None:
        raise Unknown(f"待审数据中没有第 {held_id} 号。")
    if not because.strip():
        raise BadInput("请写明放行或拒绝的理由。")
    if held.decision:
        raise BadInput(f"第 {held_id} 号已由 {held.decided_by} 处理：{held.get_decision_display()}。")
    held.decision, held.decided_by, held.decided_because, held.decided_at = decision, who, because, now
    held.save()
    return held


def last_beyond_limit(row: QuoteRow, source: str) -> tuple[date, Decimal] | None:
    """The newest price of the instrument before that day that was held for leaving the daily limit."""
    found = Quarantine.objects.filter(
        source=source,
        check_name="limit",
        row__market=row.market,
        row__product=row.product,
        row__vintage=row.vintage,
        row__day__lt=row.day.isoformat(),
    ).order_by("-row__day", "-pk")
    held = found.first()
    if held is None:
        return None
    price = held.row["close"] or held.row["average"]
    return date.fromisoformat(held.row["day"]), Decimal(price)


def as_json(row: QuoteRow) -> dict[str, Any]:
    """The row with figures and day as text, so that nothing is lost in JSON's numbers."""
    values = {f.name: getattr(row, f.name) for f in fields(row)}
    figures = {name: None if value is None else str(value) for name, value in row.figures().items()}
    return {**values, **figures, "day": row.day.isoformat(), "raw": dict(row.raw), "flags": list(row.flags)}


def row_of(held: Quarantine) -> QuoteRow:
    """The quote as it was read."""
    values: Mapping[str, Any] = held.row
    figures = {name: None if values[name] is None else Decimal(values[name]) for name in FIGURES}
    day, flags = date.fromisoformat(values["day"]), tuple(values["flags"])
    return QuoteRow(**{**values, **figures, "day": day, "flags": flags})


def _digest(source: str, check: str, row: QuoteRow) -> str:
    said = json.dumps([source, check, as_json(row)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
