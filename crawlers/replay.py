"""Answering every request from a folder of saved pages: `week.toml` beside `pages/`, or WARC files.

No socket is opened. A request that the folder has no page for is answered 404.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
        clocks = [told["clock"]]
        for entry in told["page"]:
            url, page = _saved(index, entry)
            pages[url] = (*pages.get(url, ()), page)
    if not pages:
        raise BadReplay(f"{folder} holds neither a week.toml with pages nor WARC files: name a folder that does")
    return Replay(max(clocks), pages)


@dataclass(frozen=True, slots=True)
class WeekFile:
    """What a `week.toml` says of the issue. `clock`: aware UTC; `number` None: the next one; `sample`: 样刊."""

    clock: datetime
    ending: date
    number: int | None
    date: date
    sample: bool


def week(folder: Path) -> WeekFile:
    """The week that a folder of saved pages stands for. Raises BadReplay with one sentence."""
    told = _week(folder / "week.toml")
    ending, issue = told.get("ending"), told.get("issue", {})
    if ending is None:
        raise BadReplay(f"{folder / 'week.toml'} has no ending: add the last day of its week, such as 2017-05-18")
    day = issue.get("date", ending + timedelta(days=1))
    return WeekFile(told["clock"], ending, issue.get("number"), day, told.get("sample", False))


def is_sample(folder: Path) -> bool:
    """Whether the folder's pages are made up, so that nothing of them may stand in the real archive."""
    index = folder / "week.toml"
    return index.exists() and bool(_week(index).get("sample"))


def _week(index: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(index.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadReplay(f"{index} cannot be read: {error}") from error
    clock, issue, pages = told.get("clock"), told.get("issue", {}), told.setdefault("page", [])
    if not isinstance(clock, datetime) or clock.tzinfo is None or not 1900 < clock.year < 9999:
        raise BadReplay(f"{index}: clock must be a moment with its zone, such as 2017-05-19T01:00:00Z")
    if not isinstance(issue, dict) or not isinstance(told.get("sample", False), bool):
        raise BadReplay(f"{index}: issue must be such as {{ number = 1, date = 2017-05-19 }}, and sample true or false")
    for name, day in (("ending", told.get("ending")), ("the issue's date", issue.get("date"))):
        if day is not None and (type(day) is not date or not 1900 < day.year < 9999):
            raise BadReplay(f"{index}: {name} must be a day such as 2017-05-18, without quotation marks")
    number = issue.get("number")
    if number is not None and (type(number) is not int or number < 1):
        raise BadReplay(f"{index}: the issue's number must be a whole number from 1 on")
    if not isinstance(pages, list) or not all(isinstance(page, dict) for page in pages):
        raise BadReplay(f"{index}: each page must be a table of its own under [[page]]")
    return {**told, "clock": clock.astimezone(UTC)}


def _saved(index: Path, entry: dict[str, Any]) -> tuple[str, Saved]:
    if missing := [key for key in ("url", "file", "type") if key not in entry]:
        raise BadReplay(f"{index}: a page has no {'、'.join(missing)}: add it")
    url, name, kind, asked = (entry.get(key, "") for key in ("url", "file", "type", "body"))
    if not all(isinstance(value, str) for value in (url, name, kind, asked)) or "\0" in name:
        raise BadReplay(f"{index}: url, file, type and body of a page must be texts (page {url})")
    status = entry.get("status", 200)
    if type(status) is not int or not 100 <= status <= 599:
        raise BadReplay(f"{index}: the status of {url} must be a number from 100 to 599")
    path = index.parent / name
    if not path.resolve().is_relative_to(index.parent.resolve()) or not path.is_file():
        raise BadReplay(f"{index}: {url} names {name}, which is not a file below the folder")
    return url, Saved(path, status, {"Content-Type": kind}, None, asked)


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
