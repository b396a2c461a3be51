"""Per source: the last good run, the state, the newest item, and what a person should do."""

from datetime import date, datetime, timedelta

import pytest

from archive import health, ledger, runs
from archive.models import Run
from archive.records import QuoteRow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ran(source: str, state: str, at: datetime, newest: date | None = None) -> None:
    runs.finish(runs.start(source, at), state, now=at, newest=newest, message=f"{state}!")


def test_the_worst_source_comes_first_with_what_to_do(now: datetime) -> None:
    ran("well", "ok", now, date(2017, 5, 18))
    ran("moved", "ok", now - DAY, date(2017, 5, 17))
    ran("moved", "drift", now)
    ran("late", "ok", now - 3 * DAY)
    ran("forgotten", "crashed", now)
    runs.start("busy", now)
    names = ["well", "moved", "late", "new", "busy"]
    report = health.report(dict.fromkeys(names, DAY), now)
    assert [(line.source, line.state) for line in report] == [
        ("moved", "drift"),
        ("late", "overdue"),
        ("new", "never"),
        ("busy", "running"),
        ("well", "ok"),
    ]
    moved = report[0]
    assert (moved.good_at, moved.newest, moved.message) == (now - DAY, date(2017, 5, 17), "drift!")
    assert "tanxun sources check moved" in moved.to_do
    assert [line.well for line in report] == [False, False, False, True, True]


def test_a_weekly_source_may_be_silent_for_a_week(now: datetime) -> None:
    ran("slow", "ok", now - 8 * DAY)
    assert health.report({"slow": 7 * DAY}, now)[0].well
    assert not health.report({"slow": DAY}, now)[0].well


def test_a_site_that_stands_still_is_history_and_no_alarm(now: datetime) -> None:
    ran("asked", "ok", now - 400 * DAY, date(2021, 3, 23))
    ran("gone", "unreachable", now)
    found = {one.source: one for one in health.report(dict.fromkeys(["asked", "gone", "never"]), now)}
    assert {name: (one.state, one.well) for name, one in found.items()} == {
        "asked": ("history", True),
        "never": ("history", True),
        "gone": ("unreachable", False),
    }
    assert "tanxun crawl never" in found["never"].to_do


def test_rows_that_wait_for_an_editor_are_counted(now: datetime) -> None:
    ran("beijing_daily", "ok", now)
    bad = QuoteRow(market="beijing", product="XEA", day=date(2017, 5, 17))
    ledger.store([bad], source="beijing_daily", page=None, observed_at=now)
    assert health.report({"beijing_daily": DAY}, now)[0].held == 1


def test_every_state_has_something_to_say() -> None:
    states = set(Run.State.values) | {"never", "running", "overdue", "declaration", "history", "resting"}
    assert states == set(health.REMEDIES) == set(health.URGENCY)
