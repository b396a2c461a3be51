"""Crawling: choose the sources, start the crawl in a process of its own, and say how each source did."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from archive import known, noted, runs
from archive.models import Run
from crawlers.declaration import Declaration, all_sources, faulty, find
from crawlers.errors import ReadError
from crawlers.replay import Replay, open_replay


class CrawlFailed(ReadError):
    """The crawl as a whole could not be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How one source did in one crawl. `state`: as in the ledger of runs, or "declaration": it could not be begun."""

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

    A replay without names leaves out the sources that its folder has no start page of, a live crawl those that have no
    saved page yet (drafts); both leave out what editors let rest. Raises ReadError where the choice is wrong, where
    another crawl is at one of these sources, or where nothing could be started; how a source did is in its summary.
    """
    if (replay is not None) == live:
        raise CrawlFailed("choose a folder of saved pages (--replay DIR) or the web (--live)")
    saved = open_replay(replay) if replay else None
    sources = _chosen(names, saved, since)
    order: dict[str, object] = {
        "names": [source.name for source in sources],
        "replay": str(replay.resolve()) if replay else "",
        "since": since.isoformat() if since else "",
        "now": now.isoformat(),
    }
    code, ids = _start(order)
    runs.orphans(now)
    made = known.runs(ids)
    if missing := [one.name for one in sources if one.name not in made]:
        raise CrawlFailed(f"the crawl ended {code} before {missing[0]} was begun: see crawl.log in the archive's var/")
    broken = {} if names else faulty()
    return [_summary(source, made[source.name]) for source in sources] + [_unread(*one) for one in broken.items()]


def _chosen(names: Iterable[str] | None, saved: Replay | None, since: date | None) -> list[Declaration]:
    if names:
        return [find(name) for name in dict.fromkeys(names)]
    rests = noted.resting()
    sources = [one for one in all_sources() if one.name not in rests]
    if saved:
        sources = [
            one for one in sources if any(saved.answer(ask.url, ask.body) for ask in one.asks(saved.clock, since))
        ]
    else:
        sources = [one for one in sources if one.has_saved_page and one.cadence]
        if not sources:
            raise CrawlFailed("no source has a saved page yet: finish one with `tanxun sources save`, or name it")
    if not sources:
        raise CrawlFailed("the folder has no start page of any declared source: name one that has, or a source")
    return sources


def _start(order: dict[str, object]) -> tuple[int, list[int]]:
    """Run the crawl and wait for it. Gives its exit code and the ids of the runs it began, also when it was killed.

    Its own words go to the log; what it must say at once comes through stderr.
    """
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    child = subprocess.run(
        [sys.executable, "-m", "crawlers.work"],
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    lines = [json.loads(line) for line in child.stdout.splitlines() if line.endswith("}")]
    if busy := [line["busy"] for line in lines if "busy" in line]:
        raise CrawlFailed(f"another crawl is at {busy[0]} now, so nothing was asked: wait until it has ended")
    return child.returncode, [line["run"] for line in lines]


def _unread(name: str, why: str) -> Summary:
    """The summary of a source whose declaration cannot be read: there is no run of it."""
    return Summary(
        source=name,
        title=name,
        state="declaration",
        message=why,
        shown=0,
        stored=0,
        revised=0,
        quarantined=0,
        newest=None,
    )


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
