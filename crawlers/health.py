"""How a source did: what its pages showed, what went wrong, and the state that follows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from archive.models import Run
from archive.records import Tally
from crawlers.declaration import Expect
from crawlers.errors import Blocked, Drift, Hollow, ReadError
from crawlers.reading.page import Unreachable

NAMES = {**dict(Run.State.choices), "declaration": "声明"}
WORST = ("crashed", "blocked", "drift", "unreachable", "short")
_STATES = {Blocked: "blocked", Unreachable: "unreachable", Drift: "drift"}
_ALL_BAD = 3
_TOLD = 3  # faults that a message names; the others are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong. `main`: with a page that the source needs. `hollow`: a page without text."""

    state: str
    told: str
    main: bool = False
    hollow: bool = False


@dataclass(slots=True)
class Watch:
    """What one run saw, as it goes on. `shown`: records and items, new or not; `read`: pages that gave records.

    `quotes`: of a source of quotes, each page is a day or more: one that is unread would look like a day without trade.
    `notes`: what an editor should know of a run that may be sound.
    `unread`: rows whose day or instrument cannot be read, as they are printed: nobody knows which day is missing.
    """

    pages: int = 0
    shown: int = 0
    newest: date | None = None
    tally: Tally = field(default_factory=Tally)
    read: int = 0
    passed: int = 0
    quotes: bool = False
    unread: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def show(self, number: int, days: list[date]) -> None:
        self.shown += number
        self.newest = max([*days, *([self.newest] if self.newest else [])], default=None)

    def fault(self, error: ReadError, *, main: bool) -> None:
        """Note a page that could not be read. A page without text spoils nothing unless it is a main one."""
        hollow = isinstance(error, Hollow)
        state = next(
            (state for kind, state in _STATES.items() if isinstance(error, kind)), "short" if hollow else "drift"
        )
        self.faults.append(Fault(state, str(error), main=main, hollow=hollow))

    def crash(self, told: str) -> None:
        """Note a fault of the program itself: the run is spoiled wherever it happened."""
        self.faults.append(Fault("crashed", told, main=True))

    @property
    def unread_count(self) -> int:
        """How many rows, and pages of a source of quotes, could not be read."""
        return len(self.unread) + (len(self.faults) if self.quotes else 0)

    @property
    def states(self) -> list[str]:
        """The states that spoil the run, the worst first."""
        found = {fault.state for fault in self.faults if fault.main or self.quotes}
        if self.unread:
            found.add("short")
        bad = [fault.state for fault in self.faults if not fault.main and not fault.hollow]
        # Of news, one page that stays missing is asked for every day and spoils nothing; a redesign of all does.
        if len(bad) >= _ALL_BAD and not self.read:
            found.add(Counter(bad).most_common(1)[0][0])
        return [state for state in WORST if state in found]


def verdict(watch: Watch, expect: Expect, today: date) -> tuple[str, str]:
    """The state of a run and the message for the editor. `today`: the Shanghai day of the run's clock."""
    state, why = _state(watch, expect, today)
    parts = [why] if why else []
    if watch.unread:
        parts.append(f"{len(watch.unread)} 行读不出日期或品种，这几天的行情可能缺失：{'；'.join(watch.unread[:_TOLD])}")
    told = [fault.told for fault in watch.faults if fault.main or not fault.hollow]
    parts += told[:_TOLD]
    if len(told) > _TOLD:
        parts.append(f"另有 {len(told) - _TOLD} 处类似问题")
    if hollow := [fault.told for fault in watch.faults if fault.hollow and not fault.main]:
        parts.append(f"{len(hollow)} 页没有正文，例如 {hollow[0]}")
    if watch.passed:
        parts.append(f"{watch.passed} 个链接指向未声明的站点，没有抓取")
    parts += watch.notes[:_TOLD]
    parts += list(watch.tally.errors[:_TOLD])
    return state, "；".join(parts)


def _state(watch: Watch, expect: Expect, today: date) -> tuple[str, str]:
    fewest, most = expect.rows
    if watch.states:
        return watch.states[0], ""
    if watch.shown < fewest:
        return "short", f"页面只有 {watch.shown} 条，正常不少于 {fewest} 条：请看原网页是否改版"
    if watch.newest is None:
        return "stale", "没有一条记录带日期：请看原网页"
    if (today - watch.newest).days > expect.newest_days:
        return "stale", f"最新一条是 {watch.newest}，已超过 {expect.newest_days} 天：请看原网站是否停更"
    if watch.shown > most:
        return "long", f"页面有 {watch.shown} 条，正常不多于 {most} 条：请看是否读入了别的内容"
    return "ok", ""
