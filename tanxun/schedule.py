"""The clock: runs `tanxun` commands at the times of `data/schedule.toml`.

One scheduler at a time (two on one job store fired every job twice), one job at a time, and what was missed while the
machine was off is made up once.
"""

import fcntl
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from archive import tables
from tanxun.__main__ import names
from tanxun.home import PROJECT, var

FILE = PROJECT / "data" / "schedule.toml"
ZONE = "Asia/Shanghai"
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
log = logging.getLogger(__name__)


class ScheduleError(Exception):
    """The schedule cannot be followed; the message says what to change."""


@dataclass(frozen=True)
class Job:
    """One line of the schedule."""

    name: str
    title: str
    command: tuple[str, ...]
    trigger: CronTrigger


@dataclass(frozen=True)
class Schedule:
    """What to run when, and how late a missed run may still be made up."""

    jobs: tuple[Job, ...]
    grace: timedelta


def load(file: Path = FILE) -> Schedule:
    """Read a schedule. Raises ScheduleError naming the job and what is wrong with it, BadInput for what is no TOML."""
    told = tables.read(file)
    entries = told.get("job")
    if not isinstance(entries, dict) or not entries:
        raise ScheduleError(f"{file} names no job: add a [job.NAME] with title, command, days and time")
    jobs = tuple(_job(name, entry) for name, entry in entries.items())
    return Schedule(jobs, _duration(str(told.get("grace", ""))))


def _job(name: str, entry: Any) -> Job:
    if not isinstance(entry, dict) or entry.keys() != {"title", "command", "days", "time"}:
        raise ScheduleError(f"job {name} must have exactly title, command, days and time")
    if not isinstance(entry["title"], str):
        raise ScheduleError(f"job {name}: its title must be a text in quotes")
    command = _command(name, entry["command"])
    try:
        hour, minute, *second = str(entry["time"]).split(":")
        trigger = CronTrigger(
            day_of_week=entry["days"], hour=hour, minute=minute, second=second[0] if second else 0, timezone=ZONE
        )
    except ValueError as error:
        raise ScheduleError(f'job {name}: days like "mon-fri" and time like "18:10" are wanted: {error}') from error
    return Job(name, entry["title"], command, trigger)


def _command(name: str, words: Any) -> tuple[str, ...]:
    """The words of a `tanxun` command. Raises ScheduleError now, not at night when the job is due."""
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise ScheduleError(f'job {name}: command must be a list of words like ["crawl", "--live"]')
    if words[0] not in (known := names()):
        raise ScheduleError(f"job {name}: there is no command {words[0]}, only {', '.join(known)}")
    return tuple(words)


def _duration(text: str) -> timedelta:
    if not text[:-1].isdigit() or text[-1] not in UNITS:
        raise ScheduleError(f'grace must be a number and one of s m h d, like "6h", not {text!r}')
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])})


def run_job(name: str, command: list[str]) -> None:
    """Run one command in a process of its own, so that a crash there never stops the clock."""
    log.info("%s: tanxun %s", name, " ".join(command))
    done = subprocess.run([sys.executable, "-m", "tanxun", *command], check=False)  # noqa: S603  from our own file
    level = logging.INFO if done.returncode == 0 else logging.WARNING
    log.log(level, "%s ended %d", name, done.returncode)


@contextmanager
def alone(place: Path) -> Iterator[TextIO]:
    """Hold the scheduler's lock; the system lets go of it when the process ends, however it ends."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "schedule.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ScheduleError(f"another scheduler is running on {place}: stop it first") from error
        yield lock


def follow(schedule: Schedule) -> None:
    """Run until SIGINT or SIGTERM, and let a command that is under way end first."""
    place = var()
    with alone(place):
        scheduler = _scheduler(schedule, place)
        # Paused, so that nothing fires from a stored job that the file no longer has.
        scheduler.start(paused=True)
        _agree(scheduler, schedule)
        scheduler.resume()
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        stop.wait()
        scheduler.shutdown(wait=True)


def upcoming(schedule: Schedule, now: datetime) -> list[tuple[datetime, Job]]:
    """When each job runs next, earliest first."""
    times = [(job.trigger.get_next_fire_time(None, now), job) for job in schedule.jobs]
    return sorted(((time, job) for time, job in times if time), key=lambda pair: pair[0])


def _scheduler(schedule: Schedule, place: Path) -> BackgroundScheduler:
    return BackgroundScheduler(
        timezone=ZONE,
        jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{place / 'schedule.sqlite3'}")},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": int(schedule.grace.total_seconds())},
    )


def _agree(scheduler: BackgroundScheduler, schedule: Schedule) -> None:
    """Bring the stored jobs to the schedule's. One that agrees already is left alone, and so keeps its missed run."""
    stored = {job.id: job for job in scheduler.get_jobs()}
    for job in schedule.jobs:
        known = stored.pop(job.name, None)
        args = [job.name, list(job.command)]
        if known is None or str(known.trigger) != str(job.trigger) or list(known.args) != args:
            scheduler.add_job(run_job, job.trigger, args, id=job.name, name=job.title, replace_existing=True)
    for name in stored:
        scheduler.remove_job(name)
