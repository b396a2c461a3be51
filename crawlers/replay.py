"""Answering every request from a folder of saved pages: `week.toml` beside `pages/`, or WARC files.

No socket is opened. A request that the folder has no page for is answered 404.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.errors import ReadError

ABSENT = "not in the replay"


class BadReplay(ReadError):
    """A folder that cannot be replayed."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved answer: where its bytes lie. `offset`: of the record in a WARC file; None: the file is the body.

    `asked`: the body of the request that it answers, "" for any.
    """

    path: Path
    status: int
    headers: dict[str, str]
    offset: int | None = None
    asked: str = ""

    def body(self) -> bytes:
        if self.offset is None:
            return self.path.read_bytes()
        with self.path.open("rb") as file:
            file.seek(self.offset)
            data: bytes = next(iter(ArchiveIterator(file))).raw_stream.read()
            return data


@dataclass(frozen=True, slots=True)
class Replay:
    """A folder of saved pages; `clock` is the moment they stand for (aware UTC)."""

    clock: datetime
    pages: dict[str, tuple[Saved, ...]]

    def answer(self, url: str, asked: str = "") -> Saved | None:
        """The page of an address; one that was saved for the same request body goes before one for any."""
        fitting = [page for page in self.pages.get(url, ()) if page.asked in ("", asked)]
        return max(fitting, key=lambda page: len(page.asked), default=None)


def open_replay(folder: Path) -> Replay:
    """Read what the folder holds, without the bodies. Raises BadReplay."""
    pages: dict[str, tuple[Saved, ...]] = {}
    clocks: list[datetime] = []
    for path in sorted(folder.rglob("*.warc*")):
        for url, page, fetched_at in _warc(path):
            pages[url] = (page,)
            clocks.append(fetched_at)
    index = folder / "week.toml"
    if index.exists():
        told = _week(index)
        clocks = [told["clock"].astimezone(UTC)]
        for entry in told.get("page", []):
            page = _saved(index, entry)
            pages[entry["url"]] = (*pages.get(entry["url"], ()), page)
    if not pages:
        raise BadReplay(f"{folder} holds neither a week.toml with pages nor WARC files: name a folder that does")
    return Replay(max(clocks), pages)


def _week(index: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(index.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadReplay(f"{index} cannot be read: {error}") from error
    clock = told.get("clock")
    if not isinstance(clock, datetime) or clock.tzinfo is None:
        raise BadReplay(f"{index}: clock must be a moment with its zone, such as 2017-05-19T01:00:00Z")
    return told


def _saved(index: Path, entry: dict[str, Any]) -> Saved:
    try:
        path = index.parent / entry["file"]
        page = Saved(
            path, int(entry.get("status", 200)), {"Content-Type": str(entry["type"])}, None, entry.get("body", "")
        )
        known = entry["url"]
    except KeyError as error:
        raise BadReplay(f"{index}: a page has no {error}: add it") from error
    if not path.resolve().is_relative_to(index.parent.resolve()) or not path.is_file():
        raise BadReplay(f"{index}: {known} names {entry['file']}, which is not a file below the folder")
    return page


def _warc(path: Path) -> list[tuple[str, Saved, datetime]]:
    found = []
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                if record.rec_type != "response":
                    continue
                when = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
                headers = dict(record.http_headers.headers)
                page = Saved(path, int(record.http_headers.get_statuscode()), headers, records.get_record_offset())
                found.append((record.rec_headers.get_header("WARC-Target-URI"), page, when))
    except (OSError, ArchiveLoadFailed) as error:
        raise BadReplay(f"{path} is no sound WARC file: {error}") from error
    return found


class ReplayHandler:
    """Scrapy's download handler for http and https in a replay."""

    lazy = False

    def __init__(self, replay: Replay) -> None:
        self.replay = replay

    @classmethod
    def from_crawler(cls, crawler: Any) -> "ReplayHandler":
        return cls(crawler.settings["SAVED_PAGES"])

    async def download_request(self, request: Request) -> Response:
        page = self.replay.answer(request.url, request.body.decode("utf-8", "replace"))
        if page is None:
            return Response(request.url, status=404, flags=[ABSENT], request=request)
        body = page.body()
        headers = Headers(page.headers)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(request.url, status=page.status, headers=headers, body=body, request=request)

    async def close(self) -> None:
        """Nothing was opened."""
