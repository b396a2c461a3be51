"""Reading a printed issue back, as a reader or a program would."""

import re
import unicodedata
from pathlib import Path

import pypdfium2

FURNITURE = re.compile(r"^(碳讯·低碳市场周刊.*|总第\d+期(·样刊)?|碳讯编辑部(\d+/\d+)?|\d+/\d+|样刊|样|刊)$")


def pages(pdf: Path) -> list[list[str]]:
    """The lines of each page, in the order they were set."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_lines(page) for page in document]
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    text = page.get_textpage().get_text_bounded()
    # A hyphen at the end of a line comes back as U+FFFE: pdfium takes it for a broken word.
    return [line for line in re.split(r"[\r\n]+", str(text).replace("\ufffe", "-")) if line.strip()]


def fold(text: str) -> str:
    """NFKC without white space and without what has no width: two spellings of one text become equal."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b\u2060]", "", folded)


def running_text(pdf: Path) -> str:
    """All text in reading order, without heads, feet and watermark."""
    kept = [line for page in pages(pdf) for line in page if not FURNITURE.match(fold(line))]
    return fold("".join(kept))
