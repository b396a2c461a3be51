"""HTML → PDF by WeasyPrint, which may fetch nothing and whose every warning stops the build."""

import io
import logging
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from weasyprint import HTML, Attachment

from digest import columns, justify
from digest.errors import RenderFault
from digest.shapes import Snapshot

VARIANT = "pdf/a-3a"
"""For archives and screen readers: tags, colours that mean the same everywhere, the CSV as associated data."""
GLYPH = re.compile(r"\.notdef glyph rendered for Unicode string unsupported by fonts: (?P<text>.*)")


class _Faults(logging.Handler):
    """Collects what the renderer says; it goes on after a lost glyph or a wrong style, and we do not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _refuse(url: str) -> NoReturn:
    """Styles and charts are in the page itself, so whatever asks for an address was smuggled in."""
    raise RenderFault(f"版面要求读取 {url[:200]}，而排版时不读取任何外部内容，请从文字或模板中去掉。")


def _attachment(name: str, data: bytes, day: str) -> Attachment:
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Attachment(
        file_obj=io.BytesIO(data),
        name=name,
        description="本期行情数据（CSV，UTF-8）",
        relationship="Data",
        created=moment,
        modified=moment,
        url_fetcher=_refuse,
    )


def render(html: str, snapshot: Snapshot, inside: Mapping[str, bytes], *, variant: str = VARIANT) -> bytes:
    """Print the page, with the files `inside` attached (name → CSV). The same input gives the same bytes.

    Raises RenderFault, naming what was wrong: a character without a glyph, a link without a target, a style unknown.
    """
    justify.install()
    columns.install()
    faults = _Faults()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(faults)
    options: dict[str, Any] = {"pdf_tags": True, "custom_metadata": False, "pdf_variant": variant or None}
    try:
        files = [_attachment(name, data, snapshot["issue"]["date"]) for name, data in inside.items()]
        with warnings.catch_warnings():
            # WeasyPrint 70 leaves the colour profile of PDF/A to the garbage collector to close.
            warnings.filterwarnings("ignore", "unclosed file .*sRGB2014", ResourceWarning)
            pdf: bytes = HTML(string=html, url_fetcher=_refuse).write_pdf(attachments=files, **options)
    finally:
        logger.removeHandler(faults)
    if faults.messages:
        raise RenderFault(_sentence(faults.messages, snapshot))
    return pdf


def _sentence(messages: list[str], snapshot: Snapshot) -> str:
    """One sentence on the first fault; a lost character is looked up in the texts."""
    more = f"（另有 {len(messages) - 1} 处）" if len(messages) > 1 else ""
    if not (lost := GLYPH.search(messages[0])):
        return f"排版程序警告：{messages[0]}{more}，请改正文字或模板后重排。"
    char = lost["text"].strip("\"' ")[:1]
    where = next((item["title"][:40] for item in _items(snapshot) if char in str(item)), "")
    place = f"《{where}》中的" if where else ""
    return f"字库中没有{place}“{char}”（U+{ord(char):04X}）字{more}，请改用其他写法。"


def _items(snapshot: Snapshot) -> list[Any]:
    return [item for section in snapshot["sections"] for item in section["items"]]
