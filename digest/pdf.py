"""HTML → PDF by WeasyPrint, which may fetch nothing and whose every warning stops the build."""

import contextlib
import io
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from digest import columns, fonts, justify, longtables, relay, tagging
from digest.errors import RenderFault
from digest.shapes import Snapshot

VARIANT = "pdf/a-3a"
"""For archives and screen readers: tags, colours that mean the same everywhere, the CSV as associated data."""
FONTCONFIG = "FONTCONFIG_FILE"
"""Where the font library looks for its configuration; set for the moment of a load, and nobody else's to set."""
NO_FONTS = Path(__file__).resolve().parents[1] / "data" / "fonts.conf"
LAID_OUT = re.compile(r"Creating layout - Page (\d+)")
GLYPH = re.compile(r"\.notdef glyph rendered for Unicode string unsupported by fonts: (?P<text>.*)")


class _Faults(logging.Handler):
    """Collects what the renderer says; it goes on after a lost glyph or a wrong style, and we do not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _Pages(logging.Handler):
    """Tells every tenth page as it is laid out."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if (page := LAID_OUT.search(record.getMessage())) and int(page[1]) % 10 == 0:
            self.progress(f"印刷版 PDF：第 {page[1]} 页")


@contextlib.contextmanager
def _heard(faults: _Faults, pages: _Pages) -> Iterator[None]:
    """While the renderer works: warnings are kept, pages are told."""
    handlers: dict[str, logging.Handler] = {"weasyprint": faults, "weasyprint.progress": pages}
    logging.getLogger("weasyprint.progress").setLevel(logging.INFO)
    for name, handler in handlers.items():
        logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        for name, handler in handlers.items():
            logging.getLogger(name).removeHandler(handler)


def _silent(step: str) -> None:
    """Nobody asked to be told."""


def _refuse(url: str) -> NoReturn:
    """Styles and charts are in the page itself, so whatever asks for an address was smuggled in."""
    raise RenderFault(f"版面要求读取 {url[:200]}，而排版时不读取任何外部内容，请从文字或模板中去掉。")


def _faces(html: str) -> FontConfiguration:
    """Our own faces and no others, so that a gap in them is told and not filled from what else a machine has."""
    faces = {f"face:{number}": fonts.only(face, html) for number, face in enumerate(fonts.FACES)}
    rules = (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url(face:{number}); '
        'font-feature-settings: "chws" 1 }'
        for number, face in enumerate(fonts.FACES)
    )
    loaded = _none()
    CSS(string="".join(rules), font_config=loaded, url_fetcher=lambda url: URLFetcherResponse(url, faces[url]))
    return loaded


def _none() -> FontConfiguration:
    before = os.environ.get(FONTCONFIG)
    os.environ[FONTCONFIG] = str(NO_FONTS)
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del os.environ[FONTCONFIG]
        else:
            os.environ[FONTCONFIG] = before


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


def render(
    html: str,
    snapshot: Snapshot,
    inside: Mapping[str, bytes],
    progress: Callable[[str], None] = _silent,
    *,
    variant: str = VARIANT,
) -> bytes:
    """Print the page, with the files `inside` attached (name → CSV). The same input gives the same bytes.

    Raises RenderFault, naming what was wrong: a character without a glyph, a link without a target, a style unknown.
    """
    for part in (justify, columns, relay, longtables, tagging):
        part.install()
    faults = _Faults()
    options: dict[str, Any] = {"pdf_tags": True, "custom_metadata": False, "pdf_variant": variant or None}
    with _heard(faults, _Pages(progress)), warnings.catch_warnings():
        files = [_attachment(name, data, snapshot["issue"]["date"]) for name, data in inside.items()]
        # WeasyPrint 70 leaves the colour profile of PDF/A to the garbage collector to close.
        warnings.filterwarnings("ignore", "unclosed file .*sRGB2014", ResourceWarning)
        page = HTML(string=html, url_fetcher=_refuse)
        pdf: bytes = page.write_pdf(attachments=files, font_config=_faces(html), **options)
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
