"""The main job: crawl, read, judge, draft, build."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tanxun.home import PROJECT

if TYPE_CHECKING:
    from crawlers.run import Summary
    from digest.build import Built

SAMPLE = PROJECT / "data" / "sample" / "2017-W20"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ANSWER_SECONDS = 5

Progress = Callable[[str], None]


class NothingGathered(Exception):
    """Not one source showed anything, so an issue would look like a quiet week."""


@dataclass(frozen=True)
class Week:
    """Which issue to make, and from what."""

    replay: Path | None  # None: from the web
    now: datetime
    ending: date
    number: int | None  # None: the next one
    date: date
    sample: bool


@dataclass(frozen=True)
class Result:
    """The issue that was built, and how its sources did."""

    number: int
    built: "Built"
    prices: Path
    runs: "Sequence[Summary]"

    @property
    def unhealthy(self) -> "list[Summary]":
        return [run for run in self.runs if run.state != "ok"]


def week_of_replay(folder: Path, ending: date | None) -> Week:
    """The week that a folder of saved pages stands for, by its `week.toml`. Raises ReadError."""
    from crawlers.replay import week

    told = week(folder)
    return Week(folder, told.clock, ending or told.ending, told.number, told.date, told.sample)


def week_now(ending: date | None) -> Week:
    """The week that ends today (Shanghai), or on a given day; its issue bears the day after."""
    now = datetime.now(UTC)
    last = ending or now.astimezone(SHANGHAI).date()
    return Week(None, now, last, None, last + timedelta(days=1), sample=False)


def a_source_answers(urls: Iterable[str]) -> bool:
    """Whether any of these sites gives any HTTP answer at all: then there is a web to crawl."""
    from concurrent.futures import ThreadPoolExecutor, as_completed
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    def answers(url: str) -> bool:
        try:
            with urlopen(Request(url, method="HEAD"), timeout=ANSWER_SECONDS):  # noqa: S310  declared http(s) addresses
                return True
        except HTTPError:
            return True  # a refusal is an answer
        except (URLError, HTTPException, OSError):
            return False

    pool = ThreadPoolExecutor(max_workers=8)
    try:
        return any(done.result() for done in as_completed([pool.submit(answers, url) for url in urls]))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def make(week: Week, *, out: Path | None = None, progress: Progress = lambda _: None) -> Result:
    """Crawl, draft and build one issue in the archive that is set up. The same call again finishes what was cut short.

    Raises NothingGathered, ArchiveError, ReadError or BuildError with what to do.
    """
    from django.conf import settings

    from archive.exports import refresh
    from crawlers.run import crawl
    from digest.build import build
    from digest.drafting import draft, next_number
    from digest.snapshot import freeze
    from tanxun.issuing import follows, long_window

    progress("采集 gathering")
    runs = crawl(None, replay=week.replay, live=week.replay is None, since=None, now=week.now)
    if not any(run.shown for run in runs):
        raise NothingGathered(f"none of {len(runs)} sources showed anything: check the network; no issue was drafted")
    progress("价格表 writing the price files")
    prices = refresh(settings.TANXUN_HOME / "prices")
    number = week.number or _open_number(week.ending) or next_number()
    progress(f"组稿 drafting no. {number}")
    first_day = follows(number, week.ending)
    issue = draft(number, week.date, first_day, week.ending, now=week.now, sample=week.sample)
    if told := long_window(issue):
        progress(told)
    snapshot = freeze(issue)
    folder = out or settings.TANXUN_VAR / "issues" / str(number)
    built = build(snapshot, folder, progress=progress, draft=True)
    return Result(number, built, prices, runs)


def _open_number(ending: date) -> int | None:
    """The draft of the same week, which a second call goes on with."""
    from archive import issues
    from archive.models import Issue

    found = (one.number for one in issues.newest_first() if one.state == Issue.State.DRAFT and one.last_day == ending)
    return next(found, None)


def choose(replay: Path | None, live: bool, ending: date | None, say: Progress) -> Week:
    """Decide between the web, a folder of saved pages and the bundled sample."""
    if replay:
        return week_of_replay(replay, ending)
    if live:
        return week_now(ending)
    from crawlers.declaration import all_sources

    addresses = sorted({address for source in all_sources() for address in source.addresses()})
    if os.environ.get("TANXUN_OFFLINE") != "1" and a_source_answers(addresses):
        return week_now(ending)
    if ending:
        raise NothingGathered(f"no source answers from here, so there is no week ending {ending}: check the network")
    say("no source answers from here: running on the bundled sample week instead (样刊, 11–18 May 2017).")
    return week_of_replay(SAMPLE, None)
