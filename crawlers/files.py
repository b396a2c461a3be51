"""Fetching what a notice refers to, and what a failed request means."""

from typing import Any

from asgiref.sync import sync_to_async
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from archive.records import AttachmentRow
from crawlers.errors import Blocked, ReadError
from crawlers.middlewares import Refused
from crawlers.reading.apart import read_apart
from crawlers.reading.files import MAX_BYTES, readable, why_not
from crawlers.reading.page import Unreachable
from crawlers.reading.record import Attachment

_MOST = 20  # files of one notice; a page that links more is a list
_NETWORK = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    TunnelError,  # a proxy that refuses the way to the site
    OSError,
)


def told(error: BaseException) -> ReadError | None:
    """What a failed request means for its source; None: nothing of the web, but a fault of the program."""
    if isinstance(error, Refused):
        return ReadError(str(error))
    if isinstance(error, IgnoreRequest):
        return Blocked(f"没有抓取：{_why(error)}")
    if isinstance(error, DownloadCancelledError):
        return ReadError("答复超过大小限度，没有读取：请人工打开")
    if isinstance(error, _NETWORK) or type(error).__module__.startswith("twisted."):
        return Unreachable(f"网站没有答复（{type(error).__name__}：{error}）：请稍后再试")
    return None


def _why(error: BaseException) -> str:
    text = str(error)
    return "网站的 robots.txt 不许抓取这个地址" if "robots.txt" in text else f"转向太多或被框架拒绝（{text}）"


async def fetch_files(spider: Any, attachments: tuple[Attachment, ...]) -> tuple[AttachmentRow, ...]:
    """Fetch the files of one notice that can be read, through the same guard, page store and delays as its pages."""
    return tuple([await _fetch(spider, one) for one in attachments[:_MOST]]) + tuple(
        AttachmentRow(name=one.name, url=one.url) for one in attachments[_MOST:]
    )


async def _fetch(spider: Any, attachment: Attachment) -> AttachmentRow:
    url = attachment.url
    if not url:
        return AttachmentRow(name=attachment.name, url="", state="missing", message="正文提到此附件，但页面没有链接")
    if not readable(url):
        return AttachmentRow(name=attachment.name, url=url, message=why_not(url))
    if not spider.declaration.allows(url):
        return AttachmentRow(name=attachment.name, url=url)
    request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta={"download_maxsize": MAX_BYTES, "main": False})
    try:
        response = await spider.crawler.engine.download_async(request)
    except Exception as error:
        known = told(error)
        if known is None:
            raise
        return AttachmentRow(name=attachment.name, url=url, state="missing", message=known.detail)
    return await attachment_row(attachment, response.status, response.body)


async def attachment_row(attachment: Attachment, status: int, body: bytes) -> AttachmentRow:
    """Read a file that was answered, in a process of its own."""
    if status != 200:
        message = f"网站答复 {status}，没有取到附件"
        return AttachmentRow(name=attachment.name, url=attachment.url, state="missing", message=message)
    found = await sync_to_async(read_apart, thread_sensitive=False)(attachment.url, body)
    return AttachmentRow(
        name=attachment.name, url=attachment.url, state=found.state, text=found.text, message=found.message
    )
