"""Attached files to text: PDF, Word and Excel in their open formats. What cannot be read says why."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

MAX_BYTES = 30 * 1024 * 1024
_MAX_UNPACKED = 200 * 1024 * 1024  # a docx of 30 MB that unpacks to more is a bomb, not a notice
_MAX_PAGES = 400
_MAX_CHARS = 1_000_000
# A page of a scan carries at most a stamp's few letters.
_SCAN_CHARS = 20

State = Literal["text", "scan", "refused"]


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text, or why there is none. `state` as in the archive."""

    state: State
    text: str = ""
    message: str = ""


def readable(name: str) -> bool:
    """Whether a file of this name (or address) can be read at all."""
    return _ending(name) in _READERS


def read_file(name: str, body: bytes) -> FileText:
    """Take the text out of a file. Never raises for what the file holds: `message` says what was wrong."""
    reader = _READERS.get(_ending(name))
    if reader is None:
        return FileText("refused", message=f"不能读取 {_ending(name) or '这种'} 文件，请人工打开")
    try:
        return reader(body)
    except (ValueError, KeyError, BadZipFile, OSError, RecursionError) as error:
        return FileText("refused", message=f"文件已损坏或不是所称的格式：{error}")


def _ending(name: str) -> str:
    try:
        path = urlsplit(name).path or name
    except ValueError:
        path = name
    return PurePosixPath(path).suffix.lower()


def _pdf(body: bytes) -> FileText:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return FileText("refused", message="PDF 有密码，请向发布单位索取")
        pages = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
    except PyPdfError as error:
        return FileText("refused", message=f"PDF 已损坏：{error}")
    text = "\n".join(pages).strip()[:_MAX_CHARS]
    if len("".join(text.split())) < _SCAN_CHARS * max(1, len(pages)) and len(text) < 200:
        return FileText("scan", message=f"{len(pages)} 页 PDF 中没有文字，可能是扫描件，请人工识别")
    return FileText("text", text)


def _docx(body: bytes) -> FileText:
    from docx import Document

    _unpackable(body)
    document = Document(BytesIO(body))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return FileText("text", "\n".join(line for line in lines if line.strip())[:_MAX_CHARS])


def _xlsx(body: bytes) -> FileText:
    from openpyxl import load_workbook

    _unpackable(body)
    book = load_workbook(BytesIO(body), read_only=True, data_only=True)
    lines = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True, max_row=5000, max_col=60):
            cells = ["" if value is None else str(value) for value in row]
            if any(cells):
                lines.append(" | ".join(cells).rstrip(" |"))
    return FileText("text", "\n".join(lines)[:_MAX_CHARS])


def _unpackable(body: bytes) -> None:
    with ZipFile(BytesIO(body)) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > _MAX_UNPACKED:
        raise ValueError(f"解压后有 {size:,} 字节，超出限度")


_READERS: dict[str, Callable[[bytes], FileText]] = {".pdf": _pdf, ".docx": _docx, ".xlsx": _xlsx}
