"""The price ledger: append-only. A changed figure is a new row; the old one stays, and `as_of` can still see it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from archive import checks, copies, holding, shifts
from archive.checks import Fault
from archive.errors import Unknown
from archive.limits import LOOK_BACK, Prices
from archive.locks import writing
from archive.models import Page, Quote
from archive.records import FIGURES, QuoteRow, Tally
from archive.settling import flag, settle, shanghai_day

SAID = (*FIGURES, "status", "basis", "currency")
"""What makes two rows say the same. Flags and raw cells may differ: they tell how it was read, not what was said."""

AT_ONCE = timedelta(hours=1)
"""Two looks this near are one: the same figures in the later one make the earlier one no news."""

Key = tuple[str, str, str]
Held = tuple[QuoteRow, Fault]


@dataclass(frozen=True, slots=True)
class Observation:
    """Who said it, on which page (None: a file), and when it was seen."""

    source: str
    page: Page | None
    observed_at: datetime


def store(rows: Iterable[QuoteRow], *, source: str, page: Page | None, observed_at: datetime) -> Tally:
    """Store the rows of one page, or of one part of a file, in one transaction. Rows that fail a check are held."""
    seen = Observation(source, page, observed_at)
    kept, held, read = _sorted_out(rows, seen)
    repeated = read - len(kept) - len(held)
    with writing("ledger"):
        # A file may hold any choice of days; only a page shows them one after the other.
        doubted = (shifts.shifted(kept) if page else {}) | copies.copied(kept, source)
        held += [(kept[place], fault) for place, fault in doubted.items()]
        kept = [row for place, row in enumerate(kept) if place not in doubted]
        quotes, held_here, unchanged, revised = _compare(kept, seen)
        Quote.objects.bulk_create(quotes, batch_size=200)
        released = holding.hold([*held, *held_here], seen.source, seen.page, seen.observed_at)
    return Tally(
        read=read,
        stored=len(quotes) - revised,
        unchanged=unchanged + repeated + released,
        revised=revised,
        quarantined=len(held) + len(held_here) - released,
    )


def quote(row: QuoteRow, seen: Observation, accepted_because: str = "") -> Quote:
    """The ledger's row, not yet saved."""
    return Quote(
        market=row.market,
        product=row.product,
        vintage=row.vintage,
        day=row.day,
        **row.figures(),
        status=row.status,
        basis=row.basis,
        currency=row.currency,
        source=seen.source,
        page=seen.page,
        observed_at=seen.observed_at,
        raw=dict(row.raw),
        flags=list(row.flags),
        accepted_because=accepted_because,
    )


def _sorted_out(rows: Iterable[QuoteRow], seen: Observation) -> tuple[list[QuoteRow], list[Held], int]:
    """(rows that pass alone, rows that fail, how many were read); a row printed twice alike is kept once."""
    good: list[QuoteRow] = []
    held: list[Held] = []
    read = 0
    for read, printed in enumerate(rows, 1):  # noqa: B007 - the count is needed behind the loop
        try:
            row = settle(printed)
        except Unknown as error:
            held.append((printed, Fault("unknown", str(error))))
            continue
        fault = checks.fault(row, shanghai_day(seen.observed_at))
        if fault:
            held.append((row, fault))
        else:
            good.append(row)
    kept, doubled = _once(good)
    return kept, [*held, *doubled], read


def _once(rows: list[QuoteRow]) -> tuple[list[QuoteRow], list[Held]]:
    """Hold every row of an instrument's day that a page prints twice with different figures: which one is right?"""
    distinct = {(_key(row), row.day, _said(row)): row for row in rows}
    times = Counter((key, day) for key, day, _ in distinct)
    kept, held = [], []
    for (key, day, _), row in distinct.items():
        if times[key, day] == 1:
            kept.append(row)
        else:
            held.append((row, Fault("duplicate", f"同一页上 {day} 有 {times[key, day]} 行不同的数字，无法取舍")))
    return kept, held


def _compare(rows: list[QuoteRow], seen: Observation) -> tuple[list[Quote], list[Held], int, int]:
    """(new quotes, rows held, how many say nothing new, how many revise) against what the source said before."""
    quotes: list[Quote] = []
    held: list[Held] = []
    unchanged = revised = 0
    for series in _by_instrument(rows):
        known, next_said = _known(series, seen)
        prices = Prices(known, seen.source)
        for row in series:
            before, after = known.get(row.day), next_said.get(row.day)
            if _said(row) in {_said(other) for other in (before, after) if other}:
                unchanged += 1
            elif fault := _contradiction(row, before, seen) or prices.fault(row):
                held.append((row, fault))
            else:
                quotes.append(quote(prices.taken(row), seen))
                revised += before is not None
    return quotes, held, unchanged, revised


def _by_instrument(rows: list[QuoteRow]) -> Iterator[list[QuoteRow]]:
    """Each instrument's rows, in the order of days."""
    series: dict[Key, list[QuoteRow]] = {}
    for row in rows:
        series.setdefault(_key(row), []).append(row)
    for key in sorted(series):
        yield sorted(series[key], key=lambda row: row.day)


def _known(series: list[QuoteRow], seen: Observation) -> tuple[dict[date, Quote], dict[date, Quote]]:
    """What the source had said of each day around the rows: its last word by then, and its next word soon after.

    The next word counts because the writer that stores first may not be the one that looked first.
    """
    market, product, vintage = _key(series[0])
    found = Quote.objects.filter(
        market=market,
        product=product,
        vintage=vintage,
        source=seen.source,
        day__range=(series[0].day - LOOK_BACK, series[-1].day),
        observed_at__lte=seen.observed_at + AT_ONCE,
    ).order_by("observed_at", "pk")
    before: dict[date, Quote] = {}
    after: dict[date, Quote] = {}
    for row in found.defer("raw"):
        if row.observed_at <= seen.observed_at:
            before[row.day] = row
        else:
            after.setdefault(row.day, row)
    return before, after


def _contradiction(row: QuoteRow, before: Quote | None, seen: Observation) -> Fault | None:
    """A file that says two things of one day, in parts that are stored one after the other."""
    same_moment = before is not None and before.observed_at == seen.observed_at
    if before is None or not same_moment or before.page_id is not None or seen.page is not None:
        return None
    return Fault("duplicate", f"同一来源在同一时刻对 {row.day} 已有另一组数字（版本 {before.pk}），无法取舍")


def _key(row: QuoteRow) -> Key:
    return row.market, row.product, row.vintage


def _said(row: QuoteRow | Quote) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SAID)


def accept(held_id: int, *, who: str, because: str, now: datetime) -> Quote:
    """Let a held row into the ledger by an editor's word. Raises Unknown or BadInput, as `holding.decide` does."""
    with writing("ledger"):
        held = holding.decide(held_id, "accepted", who=who, because=because, now=now)
        row = settle(holding.row_of(held))
        seen = Observation(held.source, held.page, held.held_at)
        accepted = quote(flag(row, "accepted"), seen, accepted_because=because)
        accepted.save()
    return accepted


def reject(held_id: int, *, who: str, because: str, now: datetime) -> None:
    """Confirm that a held row stays out."""
    with writing("ledger"):
        holding.decide(held_id, "rejected", who=who, because=because, now=now)
