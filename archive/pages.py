"""Keeping every answer of a web server as bytes, before anybody reads them.

One WARC file for each process and run, so nobody appends behind a record that a kill cut short. A `Page` row exists
only for a record that is whole on the disk.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO, FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import ArchiveError
from archive.models import Page, Run


def folder() -> Path:
    """Where the WARC files lie."""
    return Path(settings.TANXUN_VAR) / "pages"


class PageStore:
    """Writes pages. Use it as a context manager, or call `close`."""

    def __init__(self) -> None:
        self._files: dict[str, FileIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; a page that is kept later opens a file again."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def keep(  # noqa: PLR0917 - an answer is these five things
        self,
        run: Run | None,
        url: str,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        fetched_at: datetime,
        *,
        source: str = "",
        asked: str = "",
    ) -> Page:
        """Write the bytes, then the row that points at them. `source` is needed only without a run.

        `asked`: the address that was asked, where a redirect led to `url`.
        """
        name = _file_name(run, fetched_at)
        offset = self._append(name, _record(url, status, headers, body, fetched_at))
        return Page.objects.create(
            run=run,
            source=run.source if run else source,
            url=url,
            asked="" if asked == url else asked,
            fetched_at=fetched_at,
            status=status,
            headers=dict(headers),
            sha256=hashlib.sha256(body).hexdigest(),
            warc=name,
            offset=offset,
        )

    def _append(self, name: str, record: bytes) -> int:
        file = self._files.get(name) or self._open(name)
        offset = file.seek(0, os.SEEK_END)
        left = memoryview(record)
        try:
            while left:
                left = left[file.write(left) :]  # a disk that is nearly full takes a part
            os.fsync(file.fileno())
        except OSError as error:
            file.truncate(offset)
            raise ArchiveError(f"网页没有保存（{error.strerror}），请检查磁盘空间后重新运行。") from error
        return offset

    def _open(self, name: str) -> FileIO:
        path = folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # A buffer would keep what a full disk refused, and write it before the next record.
        self._files[name] = path.open("ab", buffering=0)
        return self._files[name]


def body(page: Page) -> bytes:
    """The page's bytes as they were read. Raises ArchiveError where they are gone or changed."""
    path = folder() / page.warc
    try:
        with path.open("rb") as file:
            file.seek(page.offset)
            record = next(iter(ArchiveIterator(file)))
            # raw_stream, not content_stream: the body was stored as it was read, whatever its headers say of encoding.
            data: bytes = record.raw_stream.read()
    except (OSError, StopIteration, ArchiveLoadFailed) as error:
        raise ArchiveError(f"读不到网页 {page.url} 的存档 {page.warc}，请从备份恢复 var/pages/。") from error
    if hashlib.sha256(data).hexdigest() != page.sha256:
        raise ArchiveError(f"网页 {page.url} 的存档与校验值不符，请从备份恢复 var/pages/{page.warc}。")
    return data


def record(page: Page) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) as the page was answered."""
    return page.status, dict(page.headers), body(page)


def _file_name(run: Run | None, fetched_at: datetime) -> str:
    started = (run.started_at if run else fetched_at).astimezone(UTC)
    label = f"{run.source}-{run.pk}" if run else "by-hand"
    return f"{started:%Y-%m}/{started:%Y%m%dT%H%M%S}-{label}-{os.getpid()}.warc.gz"


def _record(url: str, status: int, headers: Mapping[str, str], data: bytes, fetched_at: datetime) -> bytes:
    """One gzipped WARC response record. Headers that a WARC cannot hold stand whole in the page's row."""
    reason = HTTPStatus(status).phrase if status in list(HTTPStatus) else ""
    lines = [(name, value) for name, value in headers.items() if value.isascii() and value.isprintable()]
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    answer = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(data),
        length=len(data),
        http_headers=StatusAndHeaders(f"{status} {reason}".strip(), lines, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"},
    )
    writer.write_record(answer)
    return buffer.getvalue()
