"""The ledger of runs: one row for every attempt of a source, also for one that was killed."""

import os
import socket
from datetime import date, datetime, timedelta
from pathlib import Path

from archive.models import Run
from archive.records import Tally

ELSEWHERE = timedelta(days=1)  # a run of another machine cannot be looked up; no crawl of ours takes a day


def start(source: str, now: datetime, *, replay: bool = False, clock: datetime | None = None) -> Run:
    """Begin a run, after closing those that were killed. `clock`: the moment a replay's pages stand for."""
    orphans(now)
    return Run.objects.create(source=source, started_at=now, clock=clock or now, replay=replay, process=_this_process())


def finish(
    run: Run,
    state: str,
    *,
    now: datetime,
    tally: Tally = Tally(),  # noqa: B008 - frozen
    pages: int = 0,
    shown: int = 0,
    newest: date | None = None,
    unread: int = 0,
    message: str = "",
) -> Run:
    """End a run with its state (`Run.State`) and what it showed. `unread`: rows or pages that could not be read."""
    run.state, run.ended_at, run.message = Run.State(state), now, message
    run.pages, run.shown, run.newest, run.unread = pages, shown, newest, unread
    run.stored, run.revised, run.quarantined = tally.stored, tally.revised, tally.quarantined
    run.save()
    return run


def orphans(now: datetime) -> list[Run]:
    """Close the runs whose process is gone as `crashed`, and answer them."""
    dead = [run.pk for run in Run.objects.filter(ended_at=None) if not _alive(run, now)]
    # Read again: a process may have ended its run between the two looks, and nobody writes to these any more.
    gone = list(Run.objects.filter(pk__in=dead, ended_at=None))
    for run in gone:
        finish(
            run,
            Run.State.CRASHED,
            now=now,
            pages=run.page_set.count(),
            message="进程中途结束，已存的记录仍在；重新运行即可补齐。",
        )
    return gone


def _this_process() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}"


def _alive(run: Run, now: datetime) -> bool:
    host, pid, started = run.process.rsplit("/", 2)
    if host != socket.gethostname():
        return now - run.started_at < ELSEWHERE
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is there, and another user's
    return _started(int(pid)) == started


def _started(pid: int) -> str:
    """When a process began, in ticks since boot; empty where the system has no /proc: then the id alone must do."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The second field is the program's name in brackets and may hold spaces; the start is the 22nd of all.
    return stat.rpartition(")")[2].split()[19]
