"""Attached files to text: PDF, Word, Excel, WPS, OFD, RTF, and archives of these. What cannot be read says why."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit
from zipfile import BadZipFile

from crawlers.errors import ReadError
from crawlers.reading.packed import kind_of_packed, members, open_packed, read_ofd, unpacked
from crawlers.reading.sheets import read_xls, read_xlsx, row
from crawlers.reading.word import read_doc, streams

MAX_BYTES = 30 * 1024 * 1024
_MAX_PAGES = 400
_MAX_CHARS = 1_000_000
# A page of a scan carries at most a stamp's few letters.
_SCAN_CHARS = 20

State = Literal["text", "scan", "refused"]

# A person can.
_CLOSED = {".ppt": "演示文稿请人工打开", ".pptx": "演示文稿请人工打开"}
_ARCHIVES = (".zip", ".rar", ".7z")
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"
_MARKS = ((_PDF, ".pdf"), (b"{\\rtf", ".rtf"), (b"Rar!\x1a\x07", ".rar"), (b"7z\xbc\xaf\x27\x1c", ".7z"))
# What an OLE file is, by the parts that it has; a name may say anything.
_OLE_KINDS = (
    ("EncryptedPackage", ".secret"),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
)


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text, or why there is none. `state` as in the archive."""

    state: State
    text: str = ""
    message: str = ""


def readable(name: str) -> bool:
    """Whether a file of this name (or address) is worth fetching. What it really is, only its bytes tell."""
    return _ending(name) in _READERS or _ending(name) in (".wps", ".et", *_ARCHIVES)


def why_not(name: str) -> str:
    """Why a file of this name is only linked."""
    return _CLOSED.get(_ending(name), f"不能读取 {_ending(name) or '这种'} 文件，请人工打开")


def read_file(name: str, body: bytes) -> FileText:
    """Take the text out of a file. Never raises for what the file holds: `message` says what was wrong."""
    if len(body) > MAX_BYTES:
        return FileText("refused", message=f"文件有 {len(body):,} 字节，超出限度，请人工打开")
    try:
        kind = _kind(name, body)
        if kind in _ARCHIVES:
            return _archive(members(body) if kind == ".zip" else list(unpacked(body)))
        reader = _READERS.get(kind)
        return reader(body) if reader else FileText("refused", message=why_not(f"a{kind}"))
    except (ValueError, KeyError, BadZipFile, OSError, RecursionError, NotImplementedError, ReadError) as error:
        return FileText("refused", message=f"文件已损坏或不是所称的格式：{error}")


def _kind(name: str, body: bytes) -> str:
    """What a file is: its first bytes know better than its name."""
    for mark, kind in _MARKS:
        if body.startswith(mark):
            return kind
    if body.startswith(_ZIP):
        return kind_of_packed(body)
    if body.startswith(_OLE):
        parts = streams(body)
        kind = next((kind for part, kind in _OLE_KINDS if part in parts), "")
        if kind == ".secret":
            raise ValueError("有密码，请向发布单位索取")
        if not kind:
            raise ValueError(f"不是 Word、Excel 或 WPS 文件（{'、'.join(sorted(parts))[:80]}），请人工打开")
        return kind
    # Many a .doc and .xls is a web page that a system wrote under that name.
    if (
        body[:400]
        .lstrip(b"\xef\xbb\xbf \r\n\t")
        .lower()
        .startswith((b"<html", b"<!doctype html", b"<table", b"<?xml version"))
    ):
        return ".html"
    return _ending(name)


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
            lines += (row([cell.text for cell in one.cells]) for one in block.rows)
        else:
            lines.append(block.text)
    return _text("\n".join(line for line in lines if line.strip()))


def _ofd(body: bytes) -> FileText:
    lines = read_ofd(body, _MAX_PAGES)
    if not lines:
        return FileText("scan", message="OFD 中没有文字，可能是扫描件，请人工识别")
    return _text("\n".join(lines))


def _rtf(body: bytes) -> FileText:
    from striprtf.striprtf import rtf_to_text

    # Every byte that is no ASCII is written as an escape; what is not is noise of another program.
    text = str(rtf_to_text(body.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    text = text.replace("|\n", "\n").replace("|", " | ")
    return _text("\n".join(line.strip() for line in text.splitlines() if line.strip(" |")))


def _html(body: bytes) -> FileText:
    from crawlers.reading.blocks import Grid, Paragraph, blocks
    from crawlers.reading.decode import decode
    from crawlers.reading.dom import parse

    lines: list[str] = []
    for block in blocks(parse(decode(body, {})[0]).root):
        if isinstance(block, Grid):
            lines += (row(list(cells)) for cells in block.rows)
        elif isinstance(block, Paragraph):
            lines.append(block.text)
    return _text("\n".join(lines))


def _archive(files: list[tuple[str, bytes]]) -> FileText:
    """Read the files of an archive, one after the other; archives in archives stay closed."""
    parts, why = [], []
    for name, part in files:
        closed = _ending(name) in _ARCHIVES or (part.startswith(_ZIP) and _is_zip(part))
        found = FileText("refused", message="压缩包中的压缩包") if closed else read_file(name, part)
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
    if not text.strip():
        return FileText("scan", message="文件中没有文字，可能只有图片，请人工识别")
    cut = f"文字过长，只取了前 {_MAX_CHARS:,} 字" if len(text) > _MAX_CHARS else ""
    return FileText("text", text[:_MAX_CHARS], cut)


def _of_lines(read: Callable[[bytes], list[str]]) -> Callable[[bytes], FileText]:
    return lambda body: _text("\n".join(read(body)))


_READERS: dict[str, Callable[[bytes], FileText]] = {
    ".pdf": _pdf,
    ".doc": _of_lines(read_doc),
    ".docx": _docx,
    ".xlsx": _of_lines(read_xlsx),
    ".xls": _of_lines(read_xls),
    ".ofd": _ofd,
    ".rtf": _rtf,
    ".html": _html,
}
