"""What a document says about itself: its day, publisher, number (文号), who issued it and when it was signed."""

import re
from dataclasses import dataclass
from datetime import date

from nlp.metadata import byline, doc_number, enacted, issuers, signoff
from nlp.metadata.head import Sheet
from nlp.text import narrow

# "4 月 26\n日", "6 月\n12 日": a date cut in two by a line end (issue 108 prints one).
_CUT_DAY = re.compile(r"(?<=\d)[^\S\n]*\n\s*(?=日)|(?<=\d)(\s*[年月])[^\S\n]*\n\s*(?=\d{1,2}\s*[月日])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts as printed; None or () where the text does not state them.

    `publisher` is the source as printed (its normal form: `nlp.names.publisher`); `doc_number` has no white space, and
    〔〕 around the year; `issuers` stand as in the title or the sign-off; `signed_on` is never the day of printing.
    """

    published_on: date | None = None
    publisher: str | None = None
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    signed_on: date | None = None


def read(text: str, title: str = "") -> Metadata:
    """Read head and tail of an official document, or a byline, as plain text; `title` is put before it."""
    whole = f"{title}\n{text}" if title and not text.lstrip().startswith(title.strip()) else text
    sheet = Sheet.of(_CUT_DAY.sub(r"\1", whole))
    note = enacted.find(sheet)
    number = doc_number.find(sheet) or (note.number if note else None)
    signed = signoff.find(sheet, numbered=number is not None)
    return Metadata(
        published_on=byline.published_on(sheet),
        publisher=_as_printed(byline.publisher(sheet), whole),
        doc_number=number,
        issuers=issuers.find(sheet, signed.issuers) or ((note.body,) if note else ()),
        signed_on=signed.day or (note.day if note else None),
    )


def _as_printed(name: str | None, text: str) -> str | None:
    """Undo the narrowing of marks: “人民网－人民日报” keeps its own dash."""
    at = narrow(text).find(name) if name else -1
    return text[at : at + len(name)] if name and at >= 0 else name
