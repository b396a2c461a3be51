"""Storing what a page gave: one page, one transaction."""

from typing import Any, Self

from asgiref.sync import sync_to_async

from archive import articles, holding, ledger
from archive.checks import Fault
from archive.locks import writing
from archive.records import Tally
from crawlers.reading.rows import Refused
from crawlers.records import PageArticle, PageQuotes

_PRINTED = 160  # characters of one row in a message


class Store:
    """Hands each page's records to the archive and notes what became of them."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    async def process_item(self, item: PageQuotes | PageArticle) -> PageQuotes | PageArticle:
        spider = self.crawler.spider
        tally = await sync_to_async(self._store)(item, spider)
        if isinstance(item, PageQuotes):
            spider.watch.unread += [printed(one) for one in item.reading.refused if one.row is None]
        spider.watch.tally += tally  # not in one line: the sum would be read before the wait, and other pages lost
        return item

    @staticmethod
    def _store(item: PageQuotes | PageArticle, spider: Any) -> Tally:
        moment = spider.moment()
        if isinstance(item, PageArticle):
            return articles.store([item.row], observed_at=moment, page=item.page)
        reading = item.reading
        unread = [(refused.row, Fault("unreadable", refused.reason)) for refused in reading.refused if refused.row]
        cells = [(refused.raw, refused.reason) for refused in reading.refused if not refused.row]
        with writing("ledger"):
            tally = ledger.store(reading.quotes, source=spider.name, page=item.page, observed_at=moment)
            holding.hold(unread, spider.name, item.page, moment)
            holding.hold_unread(cells, spider.name, item.page, moment)
        told = tuple(refused.reason for refused in reading.refused)
        return tally + Tally(read=len(told), quarantined=len(told), errors=told)


def printed(refused: Refused) -> str:
    """A refused row as the page prints it, for the person who looks at it there."""
    return " | ".join(f"{name}：{cell}" for name, cell in refused.raw.items())[:_PRINTED] or refused.reason
