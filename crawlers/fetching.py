"""Fetching one page of a source by hand, from a replay or from the web. Nothing is stored."""

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawlers.declaration import Declaration
from crawlers.errors import ReadError
from crawlers.replay import open_replay


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a web server."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(source: Declaration, url: str | None, *, replay: Path | None, now: datetime) -> tuple[datetime, Answer]:
    """Fetch `url`, or the source's first page, and say at which moment. Raises ReadError where there is no answer."""
    saved = open_replay(replay) if replay else None
    clock = saved.clock if saved else now
    ask = source.asks(clock)[0]
    if saved is None:
        return clock, _live(source.name, url, now)
    address = url or ask.url
    page = saved.answer(address, "" if url else ask.body)
    if page is None:
        raise ReadError("the folder has no such page: look into its week.toml", source=source.name, url=address)
    return clock, Answer(address, page.status, page.headers, page.body())


def _live(name: str, url: str | None, now: datetime) -> Answer:
    order = json.dumps({"name": name, "url": url, "now": now.isoformat()})
    root = str(Path(__file__).resolve().parents[1])
    child = subprocess.run(
        [sys.executable, "-m", "crawlers.fetching"],
        input=order,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])},
    )
    if child.returncode or not child.stdout.strip():
        raise ReadError(f"the page could not be fetched: {child.stderr.strip()[-300:]}", source=name, url=url or "")
    told = json.loads(child.stdout.splitlines()[-1])
    if told.get("error"):
        raise ReadError(told["error"], source=name, url=url or "")
    return Answer(told["url"], told["status"], told["headers"], b64decode(told["body"]))


def _child() -> None:
    """Fetch one page under the same guard, robots.txt and limits as a crawl; print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    import django

    django.setup()
    from scrapy.crawler import AsyncCrawlerProcess

    from crawlers.settings import DOWNLOADER_MIDDLEWARES
    from crawlers.spiders.single import SingleSpider
    from crawlers.work import own_settings, scrapy_settings

    order = json.load(sys.stdin)
    process = AsyncCrawlerProcess(scrapy_settings({"ITEM_PIPELINES": {}, "LOG_LEVEL": "ERROR"}))
    crawler = process.create_crawler(SingleSpider)
    from crawlers.declaration import find

    source = find(order["name"])
    crawler.settings.setdict(own_settings(source), priority="spider")
    # The guard must stay: a setting that is given anew replaces the whole table.
    steps = {**DOWNLOADER_MIDDLEWARES, "crawlers.middlewares.KeepPage": None}
    crawler.settings.set("DOWNLOADER_MIDDLEWARES", steps, priority="spider")
    answers: list[dict[str, object]] = []
    now = datetime.fromisoformat(order["now"])
    process.crawl(crawler, declaration=source, url=order["url"], now=now, answers=answers)
    process.start()
    for answer in answers[:1] or [{"error": "nothing was answered: look at the address"}]:
        sys.stdout.write(json.dumps(answer, default=lambda body: b64encode(body).decode()) + "\n")


if __name__ == "__main__":
    _child()
