"""From what a page prints to what the archive stores: the section, the publisher's name, the document's own data."""

from collections.abc import Iterable
from datetime import datetime

from archive import known
from archive.articles import link_reposts
from archive.records import ArticleRow, AttachmentRow
from crawlers.declaration import Declaration
from crawlers.reading.listing import Listed
from crawlers.reading.record import ReadArticle
from nlp import duplicates, metadata, names, sections
from nlp.records import Document


def article_row(
    read: ReadArticle, item: Listed, source: Declaration, attachments: tuple[AttachmentRow, ...] = ()
) -> ArticleRow:
    """Judge one article as read from its page; what the page does not tell is taken from the list or the text."""
    title = read.title or item.title
    day = read.published_on or item.day
    printed = read.publisher
    publisher = names.publisher(printed) if printed else source.publisher
    text = "\n".join(read.paragraphs)
    told = metadata.read(read.text, title)
    document = Document(title=title, text=read.text, publisher=publisher, url=item.url, published_on=day)
    judgement = sections.judge(document)
    return ArticleRow(
        url=item.url,
        source=source.name,
        title=title,
        text=text,
        section=judgement.section,
        confidence=judgement.confidence,
        abstain=judgement.abstain,
        reasons=judgement.reasons,
        raw_text=read.raw_text if read.raw_text != text else "",
        tables=tuple({"after": table.before, "rows": [list(row) for row in table.rows]} for table in read.tables),
        images=tuple({"url": image.url, "caption": image.caption} for image in read.images),
        publisher=publisher,
        publisher_printed=printed,
        author=read.author,
        published_on=day,
        published_from=_where(read, item),
        signed_on=read.signed_on or told.signed_on,
        doc_number=read.doc_number or told.doc_number or "",
        issuers=read.issuers or told.issuers,
        index_number=read.index_number,
        official=source.official,
        flags=(*read.flags, *_doubts(read, item)),
        attachments=attachments,
    )


def _where(read: ReadArticle, item: Listed) -> str:
    if read.published_on:
        return read.found["published_on"].where if "published_on" in read.found else "page"
    return "list page" if item.day else ""


def _doubts(read: ReadArticle, item: Listed) -> Iterable[str]:
    """What an editor should look at: list and page of some sites tell different days."""
    if read.published_on and item.day and read.published_on != item.day:
        yield f"列表页日期为 {item.day}，正文页为 {read.published_on}"


def link(now: datetime) -> int:
    """Say of the recent articles which one told each event first. Answers how many changed."""
    entries = (duplicates.Entry(str(one.id), one.title, one.text, one.published_on) for one in known.recent(now))
    return link_reposts((int(name), int(first)) for name, _, first in duplicates.cluster(entries))
