"""Ending a run: its state comes from what was seen.

Scrapy's exit code says nothing: it is 0 when every callback raised.
"""

import sys
from datetime import UTC, datetime
from typing import Any

from asgiref.sync import sync_to_async
from scrapy import signals

from archive import runs
from archive.models import Run
from crawlers.asking import SHANGHAI
from crawlers.declaration import Declaration
from crawlers.health import NAMES, Watch, verdict


class Closing:
    """Listens to one crawler and writes the end of its run once the crawl is over."""

    def __init__(self, run: Run, source: Declaration, crawler: Any) -> None:
        self.run = run
        self.source = source
        self.crawler = crawler
        self.reason = ""
        self.watch = Watch()
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._raised, signal=signals.spider_error)
        crawler.signals.connect(self._not_stored, signal=signals.item_error)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    def _opened(self, spider: Any) -> None:
        self.watch = spider.watch

    def _raised(self, failure: Any, response: Any) -> None:
        self.watch.crash(f"{response.url}: {failure.type.__name__}: {failure.getErrorMessage()}")

    def _not_stored(self, failure: Any) -> None:
        self.watch.crash(f"{failure.type.__name__}: {failure.getErrorMessage()}")

    async def _closed(self, reason: str) -> None:
        self.reason = reason
        await sync_to_async(self.end)()

    def end(self) -> Run:
        """Write the end of the run, once."""
        if self.run.ended_at:
            return self.run
        if self.reason != "finished":
            self.watch.crash(
                f"采集没有正常结束（{self.reason or '未能启动'}），已存的记录仍在：请看 crawl.log 后重新运行"
            )
        today = self.run.clock.astimezone(SHANGHAI).date()
        state, message = verdict(self.watch, self.source.expect, min(today, self.source.last_day or today))
        if sys.stderr.isatty():
            sys.stderr.write(f"  {self.source.name}: {NAMES[state]}, {self.watch.shown}\n")
        return runs.finish(
            self.run,
            state,
            now=datetime.now(UTC),
            tally=self.watch.tally,
            pages=self.watch.pages,
            shown=self.watch.shown,
            newest=self.watch.newest,
            message=message,
            unread=self.watch.unread_count,
        )
