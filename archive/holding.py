"""Rows that failed a check: held with the check's name, the reason and the cells, until an editor decides."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from archive.checks import Fault
from archive.errors import BadInput, Unknown
from archive.models import Page, Quarantine
from archive.records import FIGURES, QuoteRow

UNREAD = "unread"
"""The check's name on rows that gave no day or no instrument: only their cells are known."""
Row = Mapping[str, Any]


def hold(faults: list[tuple[QuoteRow, Fault]], source: str, page: Page | None, held_at: datetime) -> int:
    """Hold the rows, the same fault once. Answers how many of them an editor had accepted before.

    Call it inside the ledger's transaction.
    """
    told = [(fault, as_json(row)) for row, fault in faults]
    known = _hold(told, source, page, held_at)
    accepted = {digest for digest, decision in known.items() if decision == Quarantine.Decision.ACCEPTED}
    return sum(_digest(source, fault.check, row) in accepted for fault, row in told)


def hold_unread(rows: list[tuple[Mapping[str, str], str]], source: str, page: Page | None, held_at: datetime) -> None:
    """Keep the cells of rows whose day or instrument nobody can read, each with the reason; the same row once."""
    empty = dict.fromkeys(("market", "product", "vintage", "day"), "")
    told = [(Fault(UNREAD, reason), {**empty, "raw": dict(cells)}) for cells, reason in rows]
    _hold(told, source, page, held_at)


def _hold(told: Sequence[tuple[Fault, Row]], source: str, page: Page | None, held_at: datetime) -> dict[str, str]:
    """Store what is new. Answers the digests that were known, with what was decided."""
    found = {_digest(source, fault.check, row): (fault, row) for fault, row in told}
    known = dict(Quarantine.objects.filter(digest__in=list(found)).values_list("digest", "decision"))
    Quarantine.objects.bulk_create(
        [
            Quarantine(
                source=source,
                page=page,
                held_at=held_at,
                check_name=fault.check,
                reason=fault.reason,
                row=row,
                digest=digest,
            )
            for digest, (fault, row) in found.items()
            if digest not in known
        ],
        batch_size=200,
    )
    return known


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
    """The quote as it was read. Raises BadInput for cells that gave none."""
    values: Row = held.row
    if held.check_name == UNREAD:
        raise BadInput(
            f"第 {held.pk} 号没有读出日期或品种，不能放行；请对照原网页用 tanxun import 补录，再拒绝这一行。"
        )
    figures = {name: None if values[name] is None else Decimal(values[name]) for name in FIGURES}
    day, flags = date.fromisoformat(values["day"]), tuple(values["flags"])
    return QuoteRow(**{**values, **figures, "day": day, "flags": flags})


def _digest(source: str, check: str, row: Row) -> str:
    said = json.dumps([source, check, row], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
