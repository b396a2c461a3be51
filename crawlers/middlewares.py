"""What stands between spider and web: the guard in front, the page store behind."""

from typing import Any, Self

from asgiref.sync import sync_to_async
from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from archive.addresses import outside
from archive.pages import PageStore
from crawlers.replay import ABSENT


class Refused(IgnoreRequest):
    """A request that is not made: the address is not one that its source declares."""


class Guard:
    """Lets a request pass only to http and https addresses of the hosts that its source declares.

    Redirects come this way again. A page may link to file:///etc/passwd or to a cloud's address 169.254.169.254:
    neither is asked. An address inside a network passes only where the declaration itself starts there.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if not self.crawler.spider.declaration.allows(request.url):
            raise Refused(f"{request.url} 不在来源声明的站点上，没有抓取")


class KeepPage:
    """Keeps every answer as bytes before it is read, and gives the spider its row as `meta["page"]`."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.store = PageStore()

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        self = cls(crawler)
        crawler.signals.connect(self.close, signal=signals.spider_closed)
        return self

    async def process_response(self, request: Request, response: Response) -> Response:
        if ABSENT in response.flags:  # nobody answered: there is nothing to keep
            return response
        spider = self.crawler.spider
        keep = sync_to_async(self.store.keep)
        told = headers_of(response)
        first = request.meta.get("redirect_urls", [response.url])[0]
        asked = first if first != response.url else ""
        moment = spider.moment()
        page = await keep(spider.run, response.url, response.status, told, response.body, moment, asked=asked)
        request.meta["page"] = page
        spider.watch.pages += 1
        return response

    async def close(self) -> None:
        await sync_to_async(self.store.close)()


def headers_of(response: Response) -> dict[str, str]:
    """One text a header, as it was sent."""
    return {
        name.decode("latin-1"): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }


class PublicResolver(CachingThreadedResolver):
    """Refuses a name that leads inside a network: a declared host's name may be made to point at 127.0.0.1."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 (Twisted's name)
        answer = super().getHostByName(name, timeout)
        answer.addCallback(public, name)
        return answer


def public(address: str, name: str) -> str:
    """The address that a name leads to. Raises DNSLookupError where it lies inside a network."""
    # An address that is its own name stands in the declaration, or the guard had refused it.
    if name not in (address, "localhost") and not outside(address):
        raise DNSLookupError(f"{name} 指向内部网络地址 {address}，没有抓取")
    return address
