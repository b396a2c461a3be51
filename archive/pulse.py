"""How every source does, those that need a person first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from archive import issues
from archive.models import Run

SILENT = timedelta(days=2)  # the slowest cadence of a daily source and a day of grace
GOOD = (Run.State.OK, Run.State.SHORT, Run.State.STALE, Run.State.LONG)
_ORDER = {"crashed": 0, "blocked": 1, "drift": 2, "unreachable": 3, "stale": 4, "short": 5, "long": 6, "ok": 7}


@dataclass(frozen=True, slots=True)
class Pulse:
    """One source. `good_at`: its last run that read something; `silent`: nobody has asked it for too long."""

    source: str
    state: str
    name: str
    at: datetime
    good_at: datetime | None
    newest: date | None
    shown: int
    held: int
    message: str
    silent: bool

    @property
    def well(self) -> bool:
        return self.state in {"ok", "long"} and not self.silent


def report(now: datetime) -> list[Pulse]:
    """One line for each source that ever ran, the broken first. A replay is judged by the moment it stands for."""
    good = dict(
        Run.objects.filter(state__in=GOOD).order_by("source").values_list("source").annotate(at=Max("ended_at"))
    )
    found = [_pulse(run, good.get(run.source), now) for run in issues.last_runs()]
    return sorted(found, key=lambda one: (one.well, _ORDER.get(one.state, 0), one.source))


def _pulse(run: Run, good_at: datetime | None, now: datetime) -> Pulse:
    return Pulse(
        source=run.source,
        state=run.state,
        name=run.get_state_display(),
        at=run.ended_at or run.started_at,
        good_at=good_at,
        newest=run.newest,
        shown=run.shown,
        held=run.quarantined,
        message=run.message,
        silent=not run.replay and now - run.started_at > SILENT,
    )
