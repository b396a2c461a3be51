"""A spider that fetches one page and hands it back: for trying a source by hand."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response

from crawlers.declaration import Declaration
from crawlers.files import told
from crawlers.middlewares import headers_of


class SingleSpider(Spider):
    """Fetches `url`, or the source's first page; `answers` receives what came, or an error in words."""

    name = "single"

    def __init__(self, declaration: Declaration, url: str | None, now: datetime, answers: list[dict[str, Any]]) -> None:
        super().__init__(name=declaration.name)
        self.declaration = declaration
        self.ask = declaration.asks(now)[0]
        self.url = url
        self.answers = answers

    async def start(self) -> AsyncIterator[Request]:
        more: dict[str, Any] = {} if self.url else {"method": self.ask.method, "body": self.ask.body.encode()}
        headers = dict(self.ask.headers)
        yield Request(self.url or self.ask.url, self.parse, headers=headers, errback=self.failed, **more)

    def parse(self, response: Response) -> None:
        answer = {"url": response.url, "status": response.status, "headers": headers_of(response)}
        self.answers.append({**answer, "body": response.body})

    def failed(self, failure: Any) -> None:
        error = told(failure.value)
        self.answers.append({"error": str(error) if error else failure.getErrorMessage()})
