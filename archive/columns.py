"""The columns of what is exported: the ledger's, and the weekly table's."""

from dataclasses import dataclass

from archive.records import FIGURES


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its cells are: text, day, moment, price, amount, count, flag."""

    name: str
    kind: str


def _kind(name: str) -> str:
    return "amount" if name.endswith(("_t", "_cny")) else "price"


QUOTE_COLUMNS = (
    *(Column(name, "text") for name in ("market", "product", "vintage")),
    Column("day", "day"),
    *(Column(name, _kind(name)) for name in FIGURES),
    *(Column(name, "text") for name in ("status", "basis", "currency", "source")),
    Column("observed_at", "moment"),
    Column("revision", "count"),
    *(Column(name, "text") for name in ("flags", "dispute")),
)
"""The ledger's columns by name. `tanxun import` reads them back."""

WEEK_COLUMNS = (
    *(Column(name, "text") for name in ("market", "product", "vintage", "printed")),
    *(Column(name, "price") for name in ("open", "high", "low", "close")),
    Column("close_day", "day"),
    Column("average", "price"),
    *(Column(name, "amount") for name in FIGURES[5:]),
    Column("previous", "price"),
    Column("previous_day", "day"),
    *(Column(name, "price") for name in ("change", "change_pct", "ytd_pct")),
    Column("last_day", "day"),
    *(Column(name, "count") for name in ("traded_days", "no_trade_days", "missing_days", "unknown_days")),
    Column("thin", "flag"),
    *(Column(name, "text") for name in ("basis", "currency", "sources", "dispute")),
)
"""The weekly table's columns; docs/week-table.md says how each is worked out."""

TOTAL_COLUMNS = (
    *(Column(name, "text") for name in ("market", "product", "vintage")),
    *(Column(name, "day") for name in ("after", "until")),
    *(Column(name, "amount") for name in ("published_t", "summed_t", "gap_t")),
)
"""The days against the published cumulative volumes (`archive.cumulative.Span`)."""

DOUBT_COLUMNS = (
    Column("revision", "count"),
    *(Column(name, "text") for name in ("market", "product", "vintage")),
    Column("day", "day"),
    *(Column(name, "text") for name in ("source", "check", "reason")),
)
"""Stored rows that would be held today (`archive.rechecking.Doubt`)."""
