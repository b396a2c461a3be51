"""Quotes as the database says them, and which of a day's rows the day is known by.

An export reads millions of rows: the figures of a row come as one text, and become decimals only for whom needs them.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from archive import cells, definitions, markets
from archive.models import Quote
from archive.records import FIGURES

CHUNK = 2000
Said = tuple[Any, ...]
"""A row as it comes from the database, in the order of NAMES."""


class _Kept(Func):
    """Days and moments as SQLite keeps them, which is text: "2017-05-17", "2017-05-19 01:00:00.000005" in UTC."""

    template, output_field = "CAST(%(expressions)s AS TEXT)", TextField()  # bare, the driver would make values
    forms = {
        "day": "TO_CHAR({}, 'YYYY-MM-DD')",
        "observed_at": "TO_CHAR({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    }

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        form = self.forms[self.get_source_expressions()[0].target.name]
        return self.as_sql(compiler, connection, template=form.format("%(expressions)s"))


class _Joined(Func):
    """The figures as one text, "29.42,,30": nothing for NULL, no needless zeros."""

    function = "PRINTF"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        form, *figures = self.get_source_expressions()
        trimmed = self.copy()
        trimmed.set_source_expressions([form, *(Func(figure, function="TRIM_SCALE") for figure in figures)])
        return trimmed.as_sql(compiler, connection, function="FORMAT")


BEFORE, BEHIND = ("market", "product", "vintage", "day"), ("status", "basis", "currency", "source")
TEXTS: dict[str, Func] = {
    **{f"{name}_text": _Kept(name) for name in _Kept.forms},
    "figures_text": _Joined(Value(",".join(["%s"] * len(FIGURES))), *FIGURES),
    "flags_text": Cast("flags", TextField()),
}
NAMES = (*BEFORE, "figures", *BEHIND, "observed_at", "pk", "flags")
ASKED = tuple(f"{name}_text" if f"{name}_text" in TEXTS else name for name in NAMES)
DAY, JOINED, STATUS, BASIS, SOURCE, SEEN, REVISION, FLAGS = map(
    NAMES.index, ("day", "figures", "status", "basis", "source", "observed_at", "pk", "flags")
)
INSTRUMENT_DAY = itemgetter(*range(len(BEFORE)))
SAME = Decimal("0.005")
"""Two sources that differ by more than this share say different things: feeds round to 6 digits, or to a cent."""
LEASTS = {"close": Decimal("0.01"), "average": Decimal("0.01"), "volume_t": Decimal(1), "turnover_cny": Decimal(1)}
COMPARED = [(FIGURES.index(name), least) for name, least in LEASTS.items()]
"""What two sources must agree on, prices first, and the difference in yuan or tonnes that is none."""


def stream(rows: QuerySet[Quote]) -> Iterator[Said]:
    """The rows in their order, never all at once."""
    return rows.annotate(**TEXTS).values_list(*ASKED).iterator(chunk_size=CHUNK)


def values(row: Said) -> list[Any]:
    """The row's cells as values, in the order of the ledger's columns: days, exact decimals, moments with UTC."""
    figures = (Decimal(text) if text else None for text in row[JOINED].split(","))
    seen = _moment(row[SEEN])
    return [*row[:DAY], _day(row[DAY]), *figures, *row[STATUS:SEEN], seen, row[REVISION], _flags(row[FLAGS])]


def line(row: Said) -> str:
    """The row's cells as CSV has them, in the order of the ledger's columns."""
    behind = _moment_text(row[SEEN]), str(row[REVISION]), _flags_text(row[FLAGS])
    return ",".join((_words(row[:DAY]), row[DAY], row[JOINED], _words(row[STATUS:SEEN]), *behind))


@lru_cache(maxsize=8192)  # every market has the same days
def _day(kept: str) -> date:
    return date.fromisoformat(kept)


@lru_cache(maxsize=256)  # all rows of a page were seen at one moment
def _moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def _moment_text(kept: str) -> str:
    return str(cells.plain(_moment(kept)))


@lru_cache(maxsize=256)
def _flags(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=256)
def _flags_text(text: str) -> str:
    return cells.csv_text(cells.plain(_flags(text)))


@lru_cache(maxsize=1024)  # an instrument's days come one after the other
def _words(names: tuple[str, ...]) -> str:
    return ",".join(map(cells.csv_text, names))


def winner(group: Iterable[Said]) -> tuple[Said, str]:
    """Of an instrument's day: the newest row of each source, then the best source; and what others say otherwise."""
    first, *more = group
    if not more:
        return first, ""
    newest = {first[SOURCE]: first}
    for row in more:
        before = newest.get(row[SOURCE])
        if before is None or _when(row) >= _when(before):
            newest[row[SOURCE]] = row
    best, *others = sorted(newest.values(), key=_standing)
    return best, "；".join(told for row in others if (told := _difference(best, row)))


def _when(row: Said) -> tuple[datetime, int]:
    return _moment(row[SEEN]), row[REVISION]


def _standing(row: Said) -> tuple[bool, int, str]:
    """A source that says nothing of a day never stands before one that does."""
    return row[STATUS] == Quote.Status.MISSING, markets.source(row[SOURCE]).rank, row[SOURCE]


def _difference(ours: Said, theirs: Said) -> str:
    """How another source contradicts the row, in one phrase; a close is compared with a close only."""
    name = theirs[SOURCE]
    if theirs[STATUS] != ours[STATUS] and Quote.Status.MISSING not in {ours[STATUS], theirs[STATUS]}:
        return f"{name} {theirs[STATUS]}≠{ours[STATUS]}"
    if ours[JOINED] == theirs[JOINED]:
        return ""
    compared = COMPARED if definitions.same_scope(ours[BASIS], theirs[BASIS]) else COMPARED[:2]
    mine, other = ours[JOINED].split(","), theirs[JOINED].split(",")
    for place, least in compared:
        if not mine[place] or not other[place] or mine[place] == other[place]:
            continue
        one, two = Decimal(mine[place]), Decimal(other[place])
        if abs(one - two) > max(least, SAME * one):
            return f"{name} {FIGURES[place]} {two.normalize():f}≠{one.normalize():f}"
    return ""
