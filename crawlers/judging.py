"""From what a page prints to what the archive stores: the section, the publisher's name, the document's own data."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from django.conf import settings

from archive import known
from archive.articles import link_reposts
from archive.records import ArticleRow, AttachmentRow
from crawlers.reading.listrule import Listed
from crawlers.reading.record import SITE_ITSELF, ReadArticle
from nlp import duplicates, metadata, names, places, sections
from nlp.records import Document
from nlp.sections import model


class Origin(Protocol):
    """Where an article is from: a declared source, or what stands in for one."""

    @property
    def name(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def official(self) -> bool: ...


# Of a plan of a hundred pages the bulletin prints no more; the file itself is kept whole.
_ATTACHED_CHARS = 30_000


def article_row(
    read: ReadArticle, item: Listed, source: Origin, attachments: tuple[AttachmentRow, ...] = ()
) -> ArticleRow:
    """Judge one article as read from its page; what the page does not tell is taken from the list or the text."""
    read = with_attached_text(read, attachments)
    title = read.title or item.title
    day, where = _day(read, item)
    printed = _stated(read)
    publisher = _publisher(printed, source) or read.publisher
    text = "\n".join(read.paragraphs)
    told = metadata.read(read.text, title)
    issuers = read.issuers or told.issuers
    document = Document(title=title, text=read.text, publisher=publisher, url=item.url, published_on=day)
    judgement = sections.judge(document, live())
    return ArticleRow(
        url=item.url,
        source=source.name,
        title=title,
        text=text,
        section=judgement.section,
        confidence=judgement.confidence,
        abstain=judgement.abstain,
        reasons=judgement.reasons,
        raw_text=read.raw_text if read.raw_text != read.text else "",
        tables=tuple({"after": table.before, "rows": [list(row) for row in table.rows]} for table in read.tables),
        images=tuple({"url": image.url, "caption": image.caption} for image in read.images),
        publisher=publisher,
        publisher_printed=printed,
        author=read.author,
        published_on=day,
        published_from=where,
        signed_on=read.signed_on or told.signed_on,
        doc_number=read.doc_number or told.doc_number or "",
        issuers=issuers,
        index_number=read.index_number,
        official=source.official,
        region=places.region(title, text, issuers),
        flags=(*read.flags, *_doubts(read, item)),
        attachments=attachments,
    )


def with_attached_text(read: ReadArticle, attachments: tuple[AttachmentRow, ...]) -> ReadArticle:
    """A body that only points to its attachment takes its text from there; the raw text stays that of the page."""
    found = next((one for one in attachments if one.text), None) if "text_in_attachment" in read.flags else None
    if found is None:
        return read
    lines = tuple(line.strip() for line in found.text[:_ATTACHED_CHARS].splitlines() if line.strip())
    cut = (f"附件文字过长，只取了前 {_ATTACHED_CHARS:,} 字",) if len(found.text) > _ATTACHED_CHARS else ()
    raw = read.raw_text or read.text or "（网页上没有正文）"
    flags = (*read.flags, f"正文取自附件：{found.name}", *cut)
    return replace(read, paragraphs=(*read.paragraphs, *lines), raw_text=raw, flags=flags)


def live() -> model.Model:
    """The judge that this archive's editors have taught, or the shipped one. Each version is read once a process."""
    return model.live(settings.TANXUN_VAR / "models")


def _day(read: ReadArticle, item: Listed) -> tuple[date | None, str]:
    """The day and where it is from: the page's own where the reader is sure of it, else the list's, else any."""
    found = read.found.get("published_on")
    if read.published_on and (item.day is None or (found and found.sure == "high")):
        return read.published_on, found.where if found else "page"
    return (item.day, "list page") if item.day else (None, "")


def _stated(read: ReadArticle) -> str:
    """The source that the page states; "" where it only names itself: such a site may have copied the text."""
    where = read.found["publisher"].where if "publisher" in read.found else ""
    return "" if where.startswith(SITE_ITSELF) else read.publisher


def _publisher(printed: str, source: Origin) -> str:
    """The publisher's normal form. A ministry's page may name only the department (环资司): the ministry publishes."""
    known = names.look_up(printed) if printed else None
    department = source.official and printed.endswith(("司", "处", "室")) and known is None and len(printed) <= 6
    return source.publisher if not printed or department else names.publisher(printed)


def _doubts(read: ReadArticle, item: Listed) -> Iterable[str]:
    """What an editor should look at: list and page of some sites tell different days."""
    if read.published_on and item.day and read.published_on != item.day:
        yield f"列表页日期为 {item.day}，正文页为 {read.published_on}"


def link(now: datetime) -> int:
    """Say of the recent articles which one told each event first. Answers how many changed."""
    entries = (duplicates.Entry(str(one.id), one.title, one.text, one.published_on) for one in known.recent(now))
    return link_reposts((int(name), int(first)) for name, _, first in duplicates.cluster(entries))
