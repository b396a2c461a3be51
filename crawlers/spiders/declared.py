"""The one spider: it walks any declared source and leaves the reading to `crawlers.reading`."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from scrapy import Spider
from scrapy.http import Request, Response

from archive import known, vanished
from archive.models import Run
from crawlers.asking import SHANGHAI
from crawlers.declaration import Declaration
from crawlers.errors import Gone, ReadError
from crawlers.files import attachment_row, fetch_files, told
from crawlers.health import Watch
from crawlers.joining import with_parts
from crawlers.judging import article_row
from crawlers.middlewares import headers_of
from crawlers.reading.listrule import Listed
from crawlers.reading.page import GONE, list_data, next_list, read_items, read_one, read_quotes, refuse_status
from crawlers.reading.record import Attachment, ReadArticle
from crawlers.records import PageArticle, PageQuotes
from crawlers.replay import ABSENT
from nlp.text import fold

# A notice is watched for a quarter after its day, once a week, the longest unseen first.
_WATCH_FOR = timedelta(days=90)
_WATCH_EVERY = timedelta(days=7)
_WATCH_MOST = 20
_SECOND = 2
Found = AsyncIterator[Request | PageQuotes | PageArticle]


class DeclaredSpider(Spider):
    """Reads one source. `since`: the first day wanted; None: the usual window."""

    name = "declared"

    def __init__(self, declaration: Declaration, run: Run, since: date | None = None) -> None:
        super().__init__(name=declaration.name)
        self.declaration = declaration
        self.run = run
        self.clock: datetime = run.clock
        self.since = since
        self.today = run.clock.astimezone(SHANGHAI).date()
        self.layout = declaration.layout_on(self.today)
        self.watch = Watch(quotes=declaration.kind == "quotes")
        self.listed: set[str] = set()

    def moment(self) -> datetime:
        """When an answer counts as seen: a replay's own moment, else now."""
        return self.clock if self.run.replay else datetime.now(UTC)

    async def start(self) -> AsyncIterator[Request]:
        parse = self.parse_list if self.layout.listing else self.parse_quotes
        for ask in self.declaration.asks(self.clock, self.since):
            yield self._request(
                ask.url, parse, main=True, method=ask.method, body=ask.body.encode(), headers=dict(ask.headers)
            )
        for known_one in await self._to_watch():
            item = Listed(known_one.title, known_one.url, known_one.day)
            yield self._request(item.url, self.parse_article, main=False, cb_kwargs={"item": item})

    async def _to_watch(self) -> list[vanished.Known]:
        """Official notices that are looked at again although no list names them: they are edited and taken away.

        A replay knows only its own pages: what it has not saved is not gone.
        """
        if self.declaration.kind != "notices" or not self.declaration.official or self.run.replay:
            return []
        before = self.clock - min(self.declaration.recheck, _WATCH_EVERY)
        found = await sync_to_async(vanished.due)(
            self.name, first=self.today - _WATCH_FOR, before=before, most=_WATCH_MOST
        )
        return [one for one in found if self.declaration.allows(one.url)]

    def _request(self, url: str, callback: Any, *, main: bool, **more: Any) -> Request:
        return Request(url, callback=callback, errback=self.failed, meta={"main": main}, dont_filter=main, **more)

    async def parse_quotes(self, response: Response, item: Listed | None = None) -> Found:
        """Read a page of quotes: a start page, or the notice that `item` of a list leads to."""
        try:
            refuse_status(response.status)
            title = item.title if item else ""
            reading = read_quotes(self.layout, response.body, headers_of(response), response.url, title)
        except ReadError as error:
            self.watch.fault(error.at(url=response.url), main=item is None)
            return
        if item is None:
            shown = len(reading.quotes) + len(reading.refused)
            self.watch.show(shown, [quote.day for quote in reading.quotes])
        self.watch.read += 1
        yield PageQuotes(response.meta.get("page"), reading)

    async def parse_list(self, response: Response, number: int = 1) -> Found:
        """Read page `number` of a list; go on to the next one while it shows anything new."""
        try:
            if number > 1 and response.status == 404:
                await self._ended(response, number)
                return
            refuse_status(response.status)
            if address := list_data(self.layout, response.body, headers_of(response), response.url):
                yield self._request(address, self.parse_list, main=True, cb_kwargs={"number": number})
                return
            items = read_items(self.layout, response.body, headers_of(response), response.url, self.today)
        except ReadError as error:
            self.watch.fault(error.at(url=response.url), main=number == 1)
            return
        # Many sites answer a page behind the last one with the first one: what was listed before is nothing new.
        items = tuple(item for item in items if item.url not in self.listed)
        self.listed |= {item.url for item in items}
        self.watch.show(len(items), [item.day for item in items if item.day])
        fresh = await self._fresh(items)
        for item in fresh:
            alone = self.layout.listing is not None and self.layout.listing.alone
            yield self._alone(response, item) if alone else self._detail(item)
        headers = headers_of(response)
        following = next_list(self.layout, response.body, headers, response.url, number + 1) if fresh else None
        if following and self.declaration.allows(following):
            yield self._request(following, self.parse_list, main=False, cb_kwargs={"number": number + 1})

    async def _ended(self, response: Response, number: int) -> None:
        """Take a 404 for the end of the list, and say so where page 2 never was: a wrong `next` looks the same."""
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if number > _SECOND or ABSENT in response.flags or await sync_to_async(known.answered)(self.name, asked):
            return
        self.watch.notes.append(f"{asked}：第 2 页答复 404，从未读到过，只读了第 1 页：请核对 [listing] 的 next")

    async def _fresh(self, items: tuple[Listed, ...]) -> list[Listed]:
        """The items to look at: wanted, on a declared host, and new, changed in the list, or not looked at for long."""
        wanted = [item for item in items if self.since is None or item.day is None or item.day >= self.since]
        allowed = [item for item in wanted if self.declaration.allows(item.url)]
        self.watch.passed += len(wanted) - len(allowed)
        seen = await sync_to_async(known.pages)(self.name, [item.url for item in allowed])
        return [item for item in allowed if not self._settled(item, seen.get(item.url))]

    def _settled(self, item: Listed, page: known.KnownPage | None) -> bool:
        if page is None or page.read_at < self.clock - self.declaration.recheck:
            return False
        listed, stored = fold(item.title.removesuffix("…")), fold(page.title)
        return not stored or listed in stored or stored in listed

    def _detail(self, item: Listed) -> Request:
        quotes = self.declaration.kind == "quotes"
        callback = self.parse_quotes if quotes else self.parse_file if item.form == "file" else self.parse_article
        return self._request(item.url, callback, main=False, cb_kwargs={"item": item})

    def _alone(self, response: Response, item: Listed) -> PageArticle:
        """What a feed tells of an article whose page is closed to us."""
        self.watch.read += 1
        lines = (item.text,) if item.text else ()
        read = ReadArticle(
            url=item.url,
            title=item.title,
            published_on=item.day,
            paragraphs=lines,
            raw_text=item.text,
            flags=("teaser",),
        )
        return PageArticle(response.meta.get("page"), article_row(read, item, self.declaration))

    async def parse_article(self, response: Response, item: Listed) -> Found:
        """Read the article that `item` of a list leads to, with its attachments."""
        try:
            if response.status in GONE:
                raise Gone(f"网站答复 {response.status}，这一页已经没有了")
            refuse_status(response.status)
            read = read_one(self.layout, response.body, headers_of(response), response.url)
        except ReadError as error:
            if not isinstance(error, Gone) or not await sync_to_async(vanished.mark)(item.url, self.moment()):
                self.watch.fault(error.at(url=response.url), main=False)
            return
        read = await with_parts(self, response, read)
        self.watch.read += 1
        if item.day is None and read.published_on:
            self.watch.show(0, [read.published_on])
        files = await fetch_files(self, read.attachments)
        yield PageArticle(response.meta.get("page"), article_row(read, item, self.declaration, files))

    async def parse_file(self, response: Response, item: Listed) -> Found:
        """Take the file that a list links in place of a page for the article's only attachment."""
        row = await attachment_row(Attachment(item.title, item.url), response.status, response.body)
        if row.state in ("missing", "refused"):
            self.watch.fault(ReadError(row.message, url=response.url), main=False)
            return
        self.watch.read += 1
        read = ReadArticle(url=item.url, title=item.title, flags=("text_in_attachment",))
        yield PageArticle(response.meta.get("page"), article_row(read, item, self.declaration, (row,)))

    def failed(self, failure: Any) -> None:
        """Note a request that had no answer. What is no fault of the web is a crash of ours."""
        error = told(failure.value)
        if error is None:
            self.watch.crash(f"{failure.request.url}: {failure.type.__name__}: {failure.getErrorMessage()}")
        else:
            self.watch.fault(error.at(url=failure.request.url), main=failure.request.meta["main"])
