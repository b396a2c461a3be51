"""Checks that need the days before: the daily price limit, and a row that says again what another day said."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from archive import calendar, checks, holding, neighbours
from archive.amounts import BLOCK_LEAST, price_of
from archive.checks import Fault
from archive.models import Quote
from archive.records import PUBLISHED_CHANGE, QuoteRow
from archive.settling import flag

PASSED = {"jump", "accepted"}
"""Flags of rows that were let into a ledger in spite of the limit; an import of that ledger's export keeps them."""
LAST_DIGIT = Decimal("0.011")  # per cent: both sides are rounded to a hundredth
NOT_CLOSED = {calendar.State.OPEN, calendar.State.EITHER, calendar.State.UNKNOWN}
LOOK_BACK = timedelta(days=30)  # a price older than this says nothing about today's limit
ODD, LEAST_T = 100, 1000
"""Round and small lots do recur (2,000 t at the same price on three days); 15,956 t for 234,609.36 do not."""


class Prices:
    """One instrument's prices as one source gave them, walked through in the order of days.

    A row is held when it leaves the band around the last good price, unless it stays in the band around the row that
    was held just before: so a slip holds one row, and a real jump holds its first day, not every day after. What is
    FARTHEST from the last good price stays out, however many rows agree on it, until an editor accepts one: a page in
    another currency or unit agrees with itself in every row.
    """

    def __init__(self, known: Mapping[date, Quote], source: str) -> None:
        priced = ((day, price_of(row)) for day, row in sorted(known.items()))
        self._good: dict[date, Decimal] = {day: price for day, price in priced if price is not None}
        self._days = sorted(self._good)
        self._rows: dict[date, QuoteRow | Quote] = dict(known)
        self._traded = sorted(day for day, row in known.items() if row.status == Quote.Status.TRADED)
        self._source = source
        self._held: tuple[date, Decimal] | None = None
        self._jumped = False

    def fault(self, row: QuoteRow) -> Fault | None:
        """Why the row cannot stand beside the ones before it."""
        return self._repeated(row) or self._limit(row) or self._bare(row) or self._change(row)

    def _repeated(self, row: QuoteRow) -> Fault | None:
        """A row with the odd figures, or the block trades, of the day before: one of the two was copied."""
        place = bisect_left(self._traded, row.day)
        if not place or "accepted" in row.flags:
            return None
        day = self._traded[place - 1]
        before = self._rows[day]
        listed = (row.volume_t, row.turnover_cny) == (before.volume_t, before.turnover_cny)
        odd = row.volume_t and row.turnover_cny and row.volume_t >= LEAST_T and row.volume_t % ODD
        if (listed and odd) or any(_again(row, before, way) for way in ("block", "auction")):
            return Fault("repeated", f"{row.day} 的成交量和成交额与 {day} 完全相同，其中一天可能是抄错的")
        return None

    def _limit(self, row: QuoteRow) -> Fault | None:
        self._jumped = False
        day = self._before(row.day)
        price = price_of(row)
        if price is None or PASSED & set(row.flags):
            return None
        if day is None:
            return neighbours.fault(row, self._source)
        far = checks.beyond_limit(row, day, self._good[day])
        if far is None:
            return None
        held = self._held or holding.last_beyond_limit(row, self._source)
        self._held = (row.day, price)
        real = self._good[day] / checks.FARTHEST <= price <= self._good[day] * checks.FARTHEST
        if held and real and day < held[0] < row.day and checks.beyond_limit(row, *held) is None:
            self._jumped = True
            return None
        change = far / self._good[day] - 1
        return Fault("limit", f"{row.day} 的 {far} 比 {day} 的 {self._good[day]} 变动 {change:+.1%}，超出涨跌幅限制")

    def _bare(self, row: QuoteRow) -> Fault | None:
        """Volume and turnover without a price, whose ratio is of another order than the price before."""
        day = self._before(row.day)
        if day is None or price_of(row) is not None or not row.volume_t or not row.turnover_cny:
            return None
        vwap, before = row.turnover_cny / row.volume_t, self._good[day]
        if PASSED & set(row.flags) or before * BLOCK_LEAST <= vwap <= before / BLOCK_LEAST:
            return None
        return Fault("turnover", f"{row.day} 的成交额 ÷ 成交量 = {vwap:.2f}，与 {day} 的价格 {before} 不是一个量级")

    def _change(self, row: QuoteRow) -> Fault | None:
        """A close that does not go with the change printed beside it and the close of the trading day before."""
        told, day = row.raw.get(PUBLISHED_CHANGE), self._before(row.day)
        before = self._rows.get(day) if day else None
        if told is None or day is None or before is None or row.close is None or PASSED & set(row.flags):
            return None
        unknown = [d for d in calendar.days(day, row.day) if calendar.state(row.market, d) in NOT_CLOSED][1:-1]
        if unknown or before.basis != row.basis or before.close is None:
            return None
        change = (row.close / before.close - 1) * 100
        if abs(abs(change) - abs(Decimal(told))) <= LAST_DIGIT:
            return None
        return Fault(
            "change", f"{row.day} 收盘价 {row.close} 与 {day} 的 {before.close} 相差 {change:+.2f}%，页面却写 {told}%"
        )

    def taken(self, row: QuoteRow) -> QuoteRow:
        """Remember a row that passed; one that passed only beside a held one carries the flag `jump`."""
        price = price_of(row)
        if row.status == Quote.Status.TRADED and row.day not in self._rows:
            insort(self._traded, row.day)
            self._rows[row.day] = row
        if price is not None:
            if row.day not in self._good:
                insort(self._days, row.day)
            self._good[row.day] = price
        return flag(row, "jump") if self._jumped else row

    def _before(self, day: date) -> date | None:
        place = bisect_left(self._days, day)
        return self._days[place - 1] if place and self._days[place - 1] >= day - LOOK_BACK else None


def _again(row: QuoteRow, before: QuoteRow | Quote, way: str) -> bool:
    """Whether the trades published apart are those of the day before, to the tonne and the cent."""
    names = f"{way}_volume_t", f"{way}_turnover_cny"
    return all(getattr(row, name) and getattr(row, name) == getattr(before, name) for name in names)
