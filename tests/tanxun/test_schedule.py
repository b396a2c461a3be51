"""The clock, with real processes: it runs commands, makes up a missed run once, and there is only one of it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import BadInput
from tanxun import schedule

EVERY_SECOND = """
grace = "1h"
[job.look]
title = "看一眼"
command = ["schedule", "--list"]
days = "*"
time = "*:*:*"
"""


def start(home: Path, file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tanxun", "schedule", "--file", str(file)],
        env=os.environ | {"TANXUN_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_to(process: subprocess.Popen[str], word: str, seconds: float = 30) -> str:
    """What the process logs up to a line with `word`; a process that never says it is killed and the test fails."""
    assert process.stderr
    alarm = threading.Timer(seconds, process.kill)
    alarm.start()
    seen = ""
    try:
        for line in process.stderr:
            seen += line
            if word in line:
                return seen
    finally:
        alarm.cancel()
    pytest.fail(f"never said {word!r}, but: {seen}")


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def every_second(tmp_path: Path) -> Path:
    file = tmp_path / "schedule.toml"
    file.write_text(EVERY_SECOND, encoding="utf-8")
    return file


def test_the_bundled_schedule_crawls_after_the_close_and_drafts_on_thursday() -> None:
    friday = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # 20:00 in Shanghai
    times = {job.name: time for time, job in schedule.upcoming(schedule.load(), friday)}
    assert f"{times['after_close']:%a %H:%M}" == "Mon 18:10"
    assert f"{times['next_morning']:%a %H:%M}" == "Sat 08:40"
    assert f"{times['weekly_draft']:%a %H:%M}" == "Thu 19:00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no job"),
        ('grace="6h"\n[job.a]\ntitle="a"\ncommand=["health"]\ndays="mon"', "exactly title, command, days and time"),
        ('grace="6h"\n[job.a]\ntitle="a"\ncommand=["health"]\ndays="someday"\ntime="18:10"', "days like"),
        ('grace="6h"\n[job.a', "schedule.toml.*TOML"),
        ('grace="6h"\njob="crawl"', "names no job"),
        ('grace="6h"\n[job]\na="crawl"', "exactly title, command, days and time"),
        ('grace="6h"\n[job.a]\ntitle="a"\ncommand="crawl --live"\ndays="mon"\ntime="18:10"', "list of words"),
        ('grace="6h"\n[job.a]\ntitle="a"\ncommand=["crwl"]\ndays="mon"\ntime="18:10"', "no command crwl"),
        ('grace="6h"\n[job.a]\ntitle=1\ncommand=["crawl"]\ndays="mon"\ntime="18:10"', "title must be"),
        ('grace="soon"\n[job.a]\ntitle="a"\ncommand=["health"]\ndays="mon"\ntime="18:10"', "grace must be"),
    ],
)
def test_a_schedule_that_cannot_be_followed_is_answered_with_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "schedule.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises((schedule.ScheduleError, BadInput), match=says):
        schedule.load(file)


def test_jobs_run_and_a_second_scheduler_is_refused(tmp_path: Path, every_second: Path) -> None:
    first = start(tmp_path, every_second)
    try:
        assert "tanxun schedule --list" in read_to(first, "look ended 0")
        second = start(tmp_path, every_second)
        _, error = second.communicate(timeout=20)
        assert second.returncode == 1
        assert "another scheduler is running" in error
    finally:
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=20)
    assert first.returncode == 0


def test_a_run_missed_while_the_machine_was_off_is_made_up_once(tmp_path: Path) -> None:
    """The stored next time is put into the past, as it would be after a night switched off."""
    file = tmp_path / "schedule.toml"
    hour = (datetime.now(UTC).hour + 8 + 12) % 24  # twelve hours from now in Shanghai: nothing is due by itself
    file.write_text(EVERY_SECOND.replace('"*:*:*"', f'"{hour}:00"'), encoding="utf-8")
    store = tmp_path / "var" / "schedule.sqlite3"

    def next_time() -> float:
        with sqlite3.connect(store) as database:
            if not database.execute("select 1 from sqlite_master where name = 'apscheduler_jobs'").fetchone():
                return 0.0  # the file is there before its table
            rows = database.execute("select next_run_time from apscheduler_jobs").fetchall()
        return float(rows[0][0]) if rows else 0.0

    first = start(tmp_path, file)
    assert until(lambda: store.exists() and next_time() > 0)
    first.kill()
    first.communicate()
    with sqlite3.connect(store) as database:
        job = schedule_job_moved_back(database, seconds=1800)
    assert job == 1
    second = start(tmp_path, file)
    read_to(second, "look ended 0")
    assert next_time() > time.time()
    second.send_signal(signal.SIGTERM)
    _, rest = second.communicate(timeout=20)
    assert "look:" not in rest


def schedule_job_moved_back(database: sqlite3.Connection, seconds: int) -> int:
    """Set every stored job's next time to `seconds` ago, in its column and in its pickled state."""
    import pickle

    rows = database.execute("select id, job_state from apscheduler_jobs").fetchall()
    for name, blob in rows:
        state = pickle.loads(blob)  # noqa: S301  our own store
        state["next_run_time"] = datetime.fromtimestamp(time.time() - seconds, tz=state["trigger"].timezone)
        database.execute(
            "update apscheduler_jobs set next_run_time = ?, job_state = ? where id = ?",
            (time.time() - seconds, pickle.dumps(state), name),
        )
    return len(rows)
