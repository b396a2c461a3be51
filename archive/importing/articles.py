"""JSON lines of articles → articles. The fields are those of `tanxun read`, with section, source and first_seen_at."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, TextIO

from archive import articles
from archive.importing import cells
from archive.importing.errors import BadLine, Complaints, parts
from archive.importing.quotes import NEEDED
from archive.locks import writing
from archive.models.articles import OFFTOPIC, SECTIONS
from archive.records import ArticleRow, AttachmentRow, Tally

Judge = Callable[[ArticleRow], ArticleRow]
"""Answers the row with what it lacks: section, confidence and reasons unless it names its section, region."""

PART = 200
DEFAULT_SOURCE = "import"
TEXTS = ("url", "title", "text", "raw_text", "publisher", "author", "doc_number", "index_number", "source")
LISTS = ("issuers", "flags", "tables", "images", "attachments")
KNOWN = {*TEXTS, *LISTS, "published_on", "signed_on", "section", "first_seen_at", "official"}
PASSED = {"file", "found", "id"}
"""What `tanxun read` tells besides, and what a file may number its lines with."""


def take(file: TextIO, now: datetime, complaints: Complaints, judge: Judge) -> Iterator[Tally]:
    """Store the file part by part; yields what became of each."""
    for part in parts(_lines(file, now, complaints, judge), PART):
        yield _store(part)


def _store(part: list[tuple[datetime, ArticleRow]]) -> Tally:
    tally = Tally()
    with writing("articles"):
        for seen, rows in groupby(sorted(part, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
            tally += articles.store((row for _, row in rows), observed_at=seen, page=None)
    return tally


def _lines(file: TextIO, now: datetime, complaints: Complaints, judge: Judge) -> Iterator[tuple[datetime, ArticleRow]]:
    for number, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            told = _object(text)
            for name in sorted(set(told) - KNOWN - PASSED):
                complaints.note(f"字段 {name} 不认识，没有读入；可用的有 {'、'.join(sorted(KNOWN))}")
            row = _row(told)
            seen = cells.moment(told["first_seen_at"], "first_seen_at", now) if told.get("first_seen_at") else now
            yield seen, judge(row)
        except BadLine as error:
            complaints.add(number, error)
        except RecursionError:
            complaints.add(number, "括号套得太深，不是一篇文章")


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadLine(f"含有不成字的半个编码（{error.object[error.start]!r}），请在来处改正") from error
    except ValueError as error:
        raise BadLine(f"不是 JSON（{error}）") from error
    if not isinstance(told, dict):
        raise BadLine("不是一个 {…} 对象")
    if told.get("error"):
        raise BadLine(f"是 tanxun read 没有读成的一页（{told['error']}），未存")
    if told.keys() >= set(NEEDED):
        raise BadLine("是一条行情，不是文章：行情请存为 CSV 再导入，栏名同 tanxun prices 写出的")
    return told


def _row(told: Mapping[str, Any]) -> ArticleRow:
    text: dict[str, Any] = {name: _text(told, name) for name in TEXTS}
    if not text["title"]:
        raise BadLine("title 为空")
    section = _section(_text(told, "section"))
    for name in ("published_on", "signed_on"):
        text[name] = cells.day(day, name) if (day := _text(told, name)) else None
    source, publisher = text.pop("source") or DEFAULT_SOURCE, text["publisher"]
    text["url"] = text["url"] or _made_address(text["title"], text["text"])
    return ArticleRow(
        **text,
        source=source,
        section=section,
        section_by="editor" if section else "model",
        publisher_printed=publisher,
        published_from="import" if text["published_on"] else "",
        issuers=_texts(told, "issuers"),
        flags=_texts(told, "flags"),
        official=told.get("official") is True,
        tables=tuple(_table(table) for table in _objects(told, "tables")),
        images=tuple({"url": _text(one, "url"), "caption": _text(one, "caption")} for one in _objects(told, "images")),
        attachments=tuple(
            AttachmentRow(name=_text(a, "name") or _text(a, "url"), url=_text(a, "url"))
            for a in _objects(told, "attachments")
        ),
    )


def _section(name: str) -> str:
    """A section by its id or its printed name; empty: the model decides."""
    found = {printed: section for section, printed in SECTIONS.items()}.get(name, name)
    if found and found not in {*SECTIONS, OFFTOPIC}:
        raise BadLine(f"section“{name}”不存在，可用的有 {'、'.join([*SECTIONS, OFFTOPIC])}")
    return found


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"{name} 应为文字，实为 {type(value).__name__}")
    # PostgreSQL's text holds no NUL, and a page that prints one means nothing by it.
    return (value or "").replace("\x00", "").strip()


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    value = told.get(name) or []
    if not isinstance(value, list):
        raise BadLine(f"{name} 应为列表，实为 {type(value).__name__}")
    return value


def _texts(told: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(_text({name: part}, name) for part in _list(told, name))


def _objects(told: Mapping[str, Any], name: str) -> Iterable[dict[str, Any]]:
    for part in _list(told, name):
        if not isinstance(part, dict):
            raise BadLine(f"{name} 的每一项应为 {{…}}，实为 {type(part).__name__}")
        yield part


def _table(told: Mapping[str, Any]) -> dict[str, Any]:
    after = told.get("after", told.get("before", 0))
    rows = _list(told, "rows")
    if not isinstance(after, int) or not all(isinstance(row, list) for row in rows):
        raise BadLine('tables 的每一项应为 {"after": 段数, "rows": [[格, …], …]}')
    return {"after": after, "rows": [[str(cell if cell is not None else "") for cell in row] for row in rows]}


def _made_address(title: str, text: str) -> str:
    """A name for an article that came without an address: the same words get the same name."""
    return "urn:sha256:" + hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
