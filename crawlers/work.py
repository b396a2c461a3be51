"""One crawl in a process of its own: `python -m crawlers.work`, an order as JSON in, a line of JSON for each run out.

A line is `{"run": 17}`, written as soon as that run is in the ledger, or `{"busy": "hubei_daily"}`: then nothing was
begun. How a run ended is in the ledger. A reactor runs once in a process, and a crawl that is killed must not take the
desk or the schedule with it.
"""

import json
import os
import sys
import traceback
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import django

_LOG_BYTES = 5_000_000


def main() -> None:
    order = json.load(sys.stdin)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    django.setup()
    sys.excepthook = _into_log
    since = date.fromisoformat(order["since"]) if order["since"] else None
    work(
        order["names"], Path(order["replay"]) if order["replay"] else None, since, datetime.fromisoformat(order["now"])
    )


def work(names: list[str], folder: Path | None, since: date | None, now: datetime) -> None:
    """Crawl the sources, each with a row of its own in the ledger of runs, then link what repeats what."""
    from django.conf import settings as house
    from scrapy.crawler import AsyncCrawlerProcess

    from archive import runs
    from crawlers import judging, turns
    from crawlers.closing import Closing
    from crawlers.declaration import find
    from crawlers.replay import open_replay
    from crawlers.spiders.declared import DeclaredSpider

    replay = open_replay(folder) if folder else None
    clock = replay.clock if replay else now
    locks = [turns.take(Path(house.TANXUN_VAR), name) for name in names]
    if None in locks:
        _say(busy=names[locks.index(None)])
        return
    log = _log(Path(house.TANXUN_VAR))
    process = AsyncCrawlerProcess(scrapy_settings({"LOG_FILE": str(log), "SAVED_PAGES": replay}))
    closings = []
    for source in map(find, names):
        run = runs.start(source.name, now, replay=replay is not None, clock=clock)
        _say(run=run.pk)
        crawler = process.create_crawler(DeclaredSpider)
        crawler.settings.setdict(own_settings(source, replayed=replay is not None), priority="spider")
        closing = Closing(run, source, crawler)
        closings.append(closing)
        process.crawl(crawler, declaration=source, run=run, since=since)
    process.start()
    for closing in closings:
        closing.end()
    judging.link(clock)


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _into_log(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault before or after the crawl itself: the traceback is for the log, not for the person who called."""
    from django.conf import settings as house

    with _log(Path(house.TANXUN_VAR)).open("a", encoding="utf-8") as log:
        traceback.print_exception(kind, error, trace, file=log)


def _log(var: Path) -> Path:
    """The log of crawls; one old file is kept, so that it never fills the disk."""
    log = var / "crawl.log"
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(var / "crawl.log.1")
    return log


def scrapy_settings(more: dict[str, Any]) -> Any:
    """The house's settings for Scrapy, with `more` on top."""
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawlers.settings")
    settings.setdict(more, priority="cmdline")
    return settings


def own_settings(source: Any, *, replayed: bool = False) -> dict[str, Any]:
    """What one source is asked with. A replay waits for nobody."""
    own = {
        "DOWNLOAD_DELAY": source.delay,
        "AUTOTHROTTLE_START_DELAY": source.delay,
        "DOWNLOAD_VERIFY_CERTIFICATES": not source.tls,
    }
    if replayed:
        handler = "crawlers.replay.ReplayHandler"
        own |= {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_ENABLED": False}
        own |= {
            "DOWNLOAD_HANDLERS": {
                "http": handler,
                "https": handler,
                "data": None,
                "file": None,
                "ftp": None,
                "s3": None,
            }
        }
    return own


if __name__ == "__main__":
    main()
