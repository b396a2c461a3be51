"""Fetching the further pages of an article that its site cuts into several."""

from dataclasses import replace
from typing import Any

from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawlers.errors import ReadError
from crawlers.files import told
from crawlers.middlewares import headers_of
from crawlers.reading.page import read_one, refuse_status
from crawlers.reading.parts import MOST_PARTS, joined, next_part
from crawlers.reading.record import ReadArticle


async def with_parts(spider: Any, response: Response, read: ReadArticle) -> ReadArticle:
    """Give the article with the text of its further pages, at most MOST_PARTS, through the same guard and delays.

    A page that cannot be had is a fault of the run, and the article is flagged `incomplete`.
    """
    seen, following = {response.url}, next_part(response.body, headers_of(response), response.url)
    while following and following not in seen and spider.declaration.allows(following):
        if len(seen) == MOST_PARTS:
            return _incomplete(spider, read, ReadError(f"文章超过 {MOST_PARTS} 页，只读了这些", url=following))
        seen.add(following)
        try:
            answer = await _fetch(spider, following)
            more = read_one(spider.layout, answer.body, headers_of(answer), answer.url)
        except ReadError as error:
            return _incomplete(spider, read, error.at(url=following))
        both = joined(read, more)
        if both is None:
            break
        read, following = both, next_part(answer.body, headers_of(answer), following)
    return read


def _incomplete(spider: Any, read: ReadArticle, error: ReadError) -> ReadArticle:
    spider.watch.fault(ReadError(f"文章的后一页没有取到：{error.detail}", url=error.url), main=False)
    return replace(read, flags=tuple(sorted({*read.flags, "incomplete"})))


async def _fetch(spider: Any, url: str) -> Response:
    request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta={"main": False})
    try:
        answer: Response = await spider.crawler.engine.download_async(request)
    except Exception as error:
        known = told(error)
        if known is None:
            raise
        raise known from error
    refuse_status(answer.status)
    return answer
