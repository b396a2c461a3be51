"""The main job: crawl, read, judge, draft, build."""

import os
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tanxun.home import PROJECT

if TYPE_CHECKING:
    from crawlers.run import Summary
    from digest.build import Built

SAMPLE = PROJECT / "data" / "sample" / "2017-W20"
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_WINDOW = timedelta(days=7)  # the first issue looks back from a Thursday to the Thursday before

Progress = Callable[[str], None]


class NothingAnswered(Exception):
    """Not one source could be reached, so an issue would look like a quiet week."""


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
    """The week that a folder of saved pages stands for, by its `week.toml`."""
    with (folder / "week.toml").open("rb") as file:
        told: dict[str, Any] = tomllib.load(file)
    last = ending or told["ending"]
    issue = told.get("issue", {})
    day = issue.get("date", last + timedelta(days=1))
    return Week(folder, told["clock"], last, issue.get("number"), day, bool(told.get("sample")))


def week_now(ending: date | None, now: datetime | None = None) -> Week:
    """The week that ends today (Shanghai), or on a given day; its issue bears the day after."""
    now = now or datetime.now(UTC)
    last = ending or now.astimezone(SHANGHAI).date()
    return Week(None, now, last, None, last + timedelta(days=1), sample=False)


def a_source_answers(urls: Iterable[str], seconds: float = 5.0) -> bool:
    """Whether any of these sites gives any HTTP answer at all: then there is a web to crawl."""
    from concurrent.futures import ThreadPoolExecutor, as_completed
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    def answers(url: str) -> bool:
        try:
            with urlopen(Request(url, method="HEAD"), timeout=seconds):  # noqa: S310  declared http(s) addresses
                return True
        except HTTPError:
            return True  # a refusal is an answer
        except (URLError, OSError):
            return False

    pool = ThreadPoolExecutor(max_workers=8)
    try:
        return any(done.result() for done in as_completed([pool.submit(answers, url) for url in urls]))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def make(week: Week, *, out: Path | None = None, progress: Progress = lambda _: None) -> Result:
    """Crawl, draft and build one issue in the archive that is set up. The same call again finishes what was cut short.

    Raises NothingAnswered, ArchiveError, ReadError or BuildError with what to do.
    """
    from django.conf import settings

    from archive.exports import refresh
    from crawlers.run import crawl
    from digest.build import build
    from digest.drafting import draft, next_number
    from digest.snapshot import freeze

    progress("采集 gathering")
    runs = crawl(None, replay=week.replay, live=week.replay is None, since=None, now=week.now)
    if all(run.state == "unreachable" for run in runs):
        raise NothingAnswered(f"none of {len(runs)} sources could be reached: check the network; no issue was drafted")
    progress("价格表 writing the price files")
    prices = refresh(settings.TANXUN_HOME / "prices")
    number = week.number or next_number()
    progress(f"组稿 drafting no. {number}")
    issue = draft(number, week.date, _first_day(number, week.ending), week.ending, now=week.now, sample=week.sample)
    snapshot = freeze(issue)
    folder = out or settings.TANXUN_VAR / "issues" / str(number)
    built = build(snapshot, folder, progress=progress)
    return Result(number, built, prices, runs)


def _first_day(number: int, ending: date) -> date:
    """The day after the last issue's window, so that weeks neither overlap nor leave a hole."""
    from archive.models import Issue

    before = Issue.objects.filter(number__lt=number, last_day__lt=ending).order_by("-number").first()
    return before.last_day + timedelta(days=1) if before else ending - FIRST_WINDOW


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
    say("no source answers from here: running on the bundled sample week instead (样刊, 11–18 May 2017).")
    return week_of_replay(SAMPLE, None)
