"""Crawling: choose the sources, start the crawl in a process of its own, and say how each source did."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from archive import known, runs
from archive.models import Run
from crawlers.declaration import Declaration, all_sources, find
from crawlers.errors import ReadError
from crawlers.replay import Replay, open_replay


class CrawlFailed(ReadError):
    """The crawl as a whole could not be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How one source did in one crawl. `state`: as in the ledger of runs."""

    source: str
    title: str
    state: str
    message: str
    shown: int
    stored: int
    revised: int
    quarantined: int
    newest: date | None


def crawl(
    names: Iterable[str] | None, *, replay: Path | None = None, live: bool = False, since: date | None, now: datetime
) -> list[Summary]:
    """Crawl these sources, or all: from a folder of saved pages, or from the web when `live`.

    A replay without names leaves out the sources that its folder has no start page of. Raises ReadError where the
    choice is wrong or nothing could be started; how a source did is in its summary.
    """
    if (replay is not None) == live:
        raise CrawlFailed("choose a folder of saved pages (--replay DIR) or the web (--live)")
    saved = open_replay(replay) if replay else None
    sources = _chosen(names, saved, since)
    before = known.last_run()
    order: dict[str, object] = {
        "names": [source.name for source in sources],
        "replay": str(replay.resolve()) if replay else "",
        "since": since.isoformat() if since else "",
        "now": now.isoformat(),
    }
    child = _start(order)
    runs.orphans(now)
    made = known.runs_after(before, [one.name for one in sources])
    if missing := [one.name for one in sources if one.name not in made]:
        raise CrawlFailed(f"the crawl ended {child} before {missing[0]} was begun: see crawl.log in the archive's var/")
    return [_summary(source, made[source.name]) for source in sources]


def _chosen(names: Iterable[str] | None, saved: Replay | None, since: date | None) -> list[Declaration]:
    if names:
        return [find(name) for name in dict.fromkeys(names)]
    sources = all_sources()
    if saved:
        sources = [
            one for one in sources if any(saved.answer(ask.url, ask.body) for ask in one.asks(saved.clock, since))
        ]
    if not sources:
        raise CrawlFailed("the folder has no start page of any declared source: name one that has, or a source")
    return sources


def _start(order: dict[str, object]) -> int:
    """Run the crawl and wait for it. Its own words go to the log; what it must say at once comes through stderr."""
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    child = subprocess.run(
        [sys.executable, "-m", "crawlers.work"],
        input=json.dumps(order),
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    return child.returncode


def _summary(source: Declaration, run: Run) -> Summary:
    return Summary(
        source=source.name,
        title=source.title,
        state=run.state or "crashed",
        message=run.message,
        shown=run.shown,
        stored=run.stored,
        revised=run.revised,
        quarantined=run.quarantined,
        newest=run.newest,
    )
