"""What a made page says in truth, and whether a wrong figure contradicts anything: written apart from the checks."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

HTML = {"Content-Type": "text/html; charset=utf-8"}
FIGURE_ROLES = ("open", "high", "low", "close", "average", "volume_t", "turnover_cny")
APART = ("block_volume_t", "block_turnover_cny", "auction_volume_t", "auction_turnover_cny")


def truth(source: str, days: list[dict[str, Any]]) -> list[Any]:
    """The quotes of an unharmed page, in the ledger's terms, oldest first."""
    from archive.settling import settle
    from bench import notices, pages
    from crawlers.declaration import find
    from crawlers.reading.page import read_quotes

    declared = find(source)
    rows = []
    for part in [[day] for day in days] if source in notices.SINGLE else [days]:
        made = pages.page(declared, part)
        title = notices.title(source, made.rows[0])
        rows += read_quotes(declared.layout, pages.render(made).encode(), HTML, declared.start[0], title).quotes
    return sorted((settle(row) for row in rows), key=lambda row: row.day)


def days_told(source: str, walked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days that a page tells of, behind those that are known."""
    from bench import notices, pages

    return walked[pages.DAYS : pages.DAYS + 1] if source in notices.SINGLE else walked[pages.DAYS :]


def evening(day: date) -> datetime:
    """When the pages of a day are looked at: 20 o'clock in Shanghai."""
    return datetime.combine(day, time(12), UTC)


def key(row: Any) -> tuple[str, date]:
    """Instrument and day."""
    return f"{row.market} {row.product} {row.vintage}", row.day


def said(row: Any) -> tuple[Any, ...]:
    """Every figure of a row, and whether anybody traded."""
    return tuple(getattr(row, name) for name in (*FIGURE_ROLES, *APART, "status"))


def is_true(row: Any, truth: dict[Any, Any]) -> bool:
    """Whether a stored row says what the unharmed page said of its instrument and day."""
    return key(row) in truth and said(row) == said(truth[key(row)])


def known_or_not(source: str, row: Any, truth: dict[Any, Any], wrong: list[Any]) -> tuple[str, str]:
    """Whether what stands in the ledger contradicts anything: the oracle is written apart from the checks."""
    same_day = truth.get(key(row))
    shown = {
        n: (getattr(same_day, n), getattr(row, n))
        for n in (*FIGURE_ROLES, *APART)
        if same_day and getattr(same_day, n) != getattr(row, n)
    }
    what = f"{source} {row.day} {shown or 'wrong day'}"
    prices = [v for v in (row.open, row.high, row.low, row.close) if v is not None]
    contradicts = [
        row.high is not None
        and row.low is not None
        and (max(prices) > row.high or min(prices) < row.low)
        and "open" not in _outside(row),
        row.average is not None
        and row.basis != "feed.mixed"  # its average is a close on some days
        and row.volume_t
        and row.turnover_cny
        and abs(row.turnover_cny / row.volume_t - row.average) > Decimal("0.02") * row.average,
        row.volume_t
        and row.turnover_cny
        and row.close is not None
        and row.average is None
        and not row.close / 2 < row.turnover_cny / row.volume_t < row.close * 2,
        any(not v * Decimal("0.5") < p < v * Decimal(2) for p in prices for v in _levels(truth)),
        any(_far_apart(row, way) for way in ("block", "auction")),
        row.day not in {day for _, day in truth} and len(wrong) == 1 and _breaks_order(row, truth),
    ]
    return ("SILENT" if any(contradicts) else "unknowable"), what


def _far_apart(row: Any, way: str) -> bool:
    """Whether trades apart from the listed ones have a price that no rule allows: half, or twice, the listed one."""
    volume, turnover = getattr(row, f"{way}_volume_t"), getattr(row, f"{way}_turnover_cny")
    if not (volume and turnover and row.close):
        return bool(volume) != bool(turnover)
    return not row.close / 2 < turnover / volume < row.close * 2


def _breaks_order(row: Any, truth: dict[Any, Any]) -> bool:
    days = sorted(day for _, day in truth)
    return not days[0] - timedelta(days=4) <= row.day <= days[-1]


def _levels(truth: dict[Any, Any]) -> list[Decimal]:
    return [price for row in truth.values() if (price := row.close if row.close is not None else row.average)]


def _outside(row: Any) -> tuple[str, ...]:
    from archive import definitions

    return definitions.definition(row.basis).outside if row.basis else ()
