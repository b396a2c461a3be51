"""Attached files to text: PDF, Word and Excel, WPS, OFD, and ZIP archives of these. What cannot be read says why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit
from zipfile import BadZipFile

from crawlers.reading.packed import kind_of_packed, members, open_packed, read_ofd

MAX_BYTES = 30 * 1024 * 1024
_MAX_PAGES = 400
_MAX_CHARS = 1_000_000
_MAX_ROWS, _MAX_COLUMNS = 5000, 60
# A page of a scan carries at most a stamp's few letters.
_SCAN_CHARS = 20

State = Literal["text", "scan", "refused"]

# No well-kept library in Python reads these; a person can.
_CLOSED = {
    ".doc": "旧版 Word 文件（.doc）没有可靠的读取程序，请人工打开",
    ".wps": "WPS 文字文件没有可靠的读取程序，请人工打开",
    ".rar": "RAR 压缩包需要专有程序解压，请人工打开",
    ".7z": "7z 压缩包请人工打开",
    ".ppt": "演示文稿请人工打开",
    ".pptx": "演示文稿请人工打开",
}
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text, or why there is none. `state` as in the archive."""

    state: State
    text: str = ""
    message: str = ""


def readable(name: str) -> bool:
    """Whether a file of this name (or address) is worth fetching. A .wps may be a .docx, which only its bytes tell."""
    return _ending(name) in _READERS or _ending(name) in (".wps", ".et")


def why_not(name: str) -> str:
    """Why a file of this name is only linked."""
    return _CLOSED.get(_ending(name), f"不能读取 {_ending(name) or '这种'} 文件，请人工打开")


def read_file(name: str, body: bytes) -> FileText:
    """Take the text out of a file. Never raises for what the file holds: `message` says what was wrong."""
    if len(body) > MAX_BYTES:
        return FileText("refused", message=f"文件有 {len(body):,} 字节，超出限度，请人工打开")
    try:
        kind = _kind(name, body)
        reader = _READERS.get(kind)
        return reader(body) if reader else FileText("refused", message=why_not(f"a{kind}"))
    except (ValueError, KeyError, BadZipFile, OSError, RecursionError, NotImplementedError) as error:
        return FileText("refused", message=f"文件已损坏或不是所称的格式：{error}")


def _kind(name: str, body: bytes) -> str:
    """What a file is: its first bytes know better than its name."""
    if body.startswith(_PDF):
        return ".pdf"
    if body.startswith(_ZIP):
        return kind_of_packed(body)
    ending = _ending(name)
    if body.startswith(_OLE):
        return {".xls": ".xls", ".xlsx": ".xls", ".et": ".xls"}.get(ending, ending if ending == ".wps" else ".doc")
    return ending


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
    text = "\n".join(pages).strip()
    if len("".join(text.split())) < _SCAN_CHARS * max(1, len(pages)) and len(text) < 200:
        return FileText("scan", message=f"{len(pages)} 页 PDF 中没有文字，可能是扫描件，请人工识别")
    return _text(text)


def _docx(body: bytes) -> FileText:
    from docx import Document
    from docx.table import Table

    open_packed(body)
    lines: list[str] = []
    for block in Document(BytesIO(body)).iter_inner_content():
        if isinstance(block, Table):
            lines += (_row([cell.text for cell in row.cells]) for row in block.rows)
        else:
            lines.append(block.text)
    return _text("\n".join(line for line in lines if line.strip()))


def _xlsx(body: bytes) -> FileText:
    from openpyxl import load_workbook

    open_packed(body)
    sheets = load_workbook(BytesIO(body), read_only=True, data_only=True).worksheets
    rows = (
        row for sheet in sheets for row in sheet.iter_rows(values_only=True, max_row=_MAX_ROWS, max_col=_MAX_COLUMNS)
    )
    return _sheet_text(rows)


def _xls(body: bytes) -> FileText:
    from xlrd import open_workbook
    from xlrd.biffh import XLRDError

    try:
        book = open_workbook(file_contents=body, on_demand=True)
        return _sheet_text(
            sheet.row_values(number)[:_MAX_COLUMNS]
            for sheet in book.sheets()
            for number in range(min(sheet.nrows, _MAX_ROWS))
        )
    except (XLRDError, AssertionError, IndexError) as error:
        return FileText("refused", message=f"Excel 文件已损坏或有密码：{error}")


def _sheet_text(rows: Iterator[Any]) -> FileText:
    lines = (_row(["" if value is None else _cell(value) for value in row]) for row in rows)
    return _text("\n".join(line for line in lines if line))


def _cell(value: object) -> str:
    # xlrd gives every number as a float; 120.0 was typed as 120.
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def _row(cells: list[str]) -> str:
    return " | ".join(" ".join(cell.split()) for cell in cells).rstrip(" |")


def _ofd(body: bytes) -> FileText:
    lines = read_ofd(body, _MAX_PAGES)
    if not lines:
        return FileText("scan", message="OFD 中没有文字，可能是扫描件，请人工识别")
    return _text("\n".join(lines))


def _zip(body: bytes) -> FileText:
    """Read the files of an archive, one after the other; archives in archives stay closed."""
    parts, why = [], []
    for name, part in members(body):
        found = (
            FileText("refused", message="压缩包中的压缩包")
            if part.startswith(_ZIP) and _is_zip(part)
            else read_file(name, part)
        )
        if found.text:
            parts.append(f"{name}\n{found.text}")
        else:
            why.append(f"{name}：{found.message}")
    if not parts:
        return FileText("refused", message="；".join(why)[:500] or "压缩包是空的")
    return FileText("text", "\n".join(parts)[:_MAX_CHARS], "；".join(why)[:500])


def _is_zip(body: bytes) -> bool:
    return kind_of_packed(body) == ".zip"


def _text(text: str) -> FileText:
    cut = f"文字过长，只取了前 {_MAX_CHARS:,} 字" if len(text) > _MAX_CHARS else ""
    return FileText("text", text[:_MAX_CHARS], cut)


_READERS: dict[str, Callable[[bytes], FileText]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".xls": _xls,
    ".ofd": _ofd,
    ".zip": _zip,
}
