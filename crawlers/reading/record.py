"""What reading an article gives: the fields, and for each where it was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Sure = Literal["high", "medium", "low"]


# How `where` of a publisher begins that no line of the page states: the site's name for itself.
SITE_ITSELF = "the site itself"


@dataclass(frozen=True)
class Found:
    """Where a field was found ("meta PubDate", "beside the title") and how sure that is."""

    where: str
    sure: Sure


@dataclass(frozen=True)
class Table:
    """A table of data: rows of equal width, merged cells repeated, standing before paragraph number `before`."""

    rows: tuple[tuple[str, ...], ...]
    before: int

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(" | ".join(row) for row in self.rows)


@dataclass(frozen=True)
class Image:
    """A picture of the text; `caption` is printed below it or in its alt text, else empty."""

    url: str
    caption: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to the article; `url` is empty where the page names a file and links none."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class ReadArticle:
    """One article as its page prints it.

    Days are Shanghai days, None where the page has none. `publisher` is 来源 as printed, `raw_text` the body before
    it was cleaned, with its tables as lines. `flags` are short words: watermark, typesetting, lost_glyph, caption,
    repeated (a paragraph stood there twice), joined (from several pages), incomplete (a page of it is
    missing), text_in_attachment, missing_attachment,
    picture_only (the article is a picture: no text, and none is lost).
    """

    url: str = ""
    title: str = ""
    published_on: date | None = None
    signed_on: date | None = None
    publisher: str = ""
    author: str = ""
    doc_number: str = ""
    issuers: tuple[str, ...] = ()
    index_number: str = ""
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: tuple[str, ...] = ()
    raw_text: str = ""
    encoding: str = ""
    found: Mapping[str, Found] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Paragraphs, with the tables in their places, one row a line and cells apart by ` | `."""
        lines: list[str] = []
        for number in range(len(self.paragraphs) + 1):
            lines += [line for table in self.tables if table.before == number for line in table.lines]
            lines += self.paragraphs[number : number + 1]
        return "\n".join(lines)
