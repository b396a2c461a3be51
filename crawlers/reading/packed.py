"""Files that are packed: archives of other files, OFD documents, and what a packed file really is."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from lxml import etree

MAX_UNPACKED = 200 * 1024 * 1024  # a file of 30 MB that unpacks to more is a bomb, not a notice
MAX_PARTS = 2000
MAX_FILES = 20
_PAGE = re.compile(r"Pages?/Page_?(\d+)/Content\.xml$", re.IGNORECASE)
# Lines of a page lie further apart than this share of a millimetre, words of one line do not.
_ROW_MM = 1.5


def open_packed(body: bytes) -> ZipFile:
    """Open a ZIP file. Raises ValueError for a bomb, BadZipFile for no ZIP file."""
    packed = ZipFile(BytesIO(body))
    parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED:
        raise ValueError(f"解压后有 {size:,} 字节，超出限度")
    if len(parts) > MAX_PARTS:
        raise ValueError(f"压缩包内有 {len(parts):,} 个文件，超出限度")
    return packed


def kind_of_packed(body: bytes) -> str:
    """Tell what a ZIP file is by what lies in it, whatever its name says: .docx, .xlsx, .ofd or .zip."""
    names = set(open_packed(body).namelist())
    for mark, kind in (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("OFD.xml", ".ofd")):
        if mark in names:
            return kind
    return ".zip"


def members(body: bytes) -> list[tuple[str, bytes]]:
    """Give the files of an archive that are no folders, name and bytes. Raises ValueError for a secret one."""
    packed = open_packed(body)
    parts = [part for part in packed.infolist() if not part.is_dir()]
    if any(part.flag_bits & 1 for part in parts):
        raise ValueError("压缩包有密码，请向发布单位索取")
    return [(_name(part.filename, bool(part.flag_bits & 0x800)), packed.read(part)) for part in parts[:MAX_FILES]]


def unpacked(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the files of a RAR or 7z archive, by libarchive. Raises ValueError for a bomb, a secret or a broken one."""
    try:
        from libarchive import ArchiveError, memory_reader
    except (ImportError, OSError, AttributeError, TypeError) as error:  # what ctypes says where the library is missing
        raise ValueError("这台机器上没有 libarchive，不能解压 RAR 和 7z：请运行 tools/setup.sh，或人工打开") from error
    left, number = MAX_UNPACKED, 0
    try:
        with memory_reader(body) as archive:
            for entry in archive:
                number += 1
                if number > MAX_PARTS:
                    raise ValueError(f"压缩包内有超过 {MAX_PARTS:,} 个文件，超出限度")
                if entry.isdir or number > MAX_FILES:
                    continue
                part = bytearray()
                for block in entry.get_blocks():
                    part += block
                    if len(part) > left:
                        raise ValueError(f"解压后超过 {MAX_UNPACKED:,} 字节，超出限度")
                left -= len(part)
                yield PurePosixPath(str(entry.pathname).replace("\\", "/")).name, bytes(part)
    except ArchiveError as error:
        secret = "encrypt" in str(error.msg).lower() or "passphrase" in str(error.msg).lower()
        raise ValueError("压缩包有密码，请向发布单位索取" if secret else f"压缩包不能解开（{error.msg}）") from error


def _name(name: str, is_utf8: bool) -> str:
    """Chinese names that Windows packed come out as code page 437."""
    if not is_utf8:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return PurePosixPath(name).name
    return PurePosixPath(name).name


def read_ofd(body: bytes, most_pages: int) -> list[str]:
    """Give the lines of an OFD document (GB/T 33190), page by page, top to bottom."""
    packed = open_packed(body)
    pages = sorted(
        (int(found[1]), name) for name in packed.namelist() if (found := _PAGE.search(name)) and "Tpls" not in name
    )
    return [line for _, name in pages[:most_pages] for line in _page_lines(packed.read(name))]


def _page_lines(xml: bytes) -> list[str]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    if root is None:
        return []
    placed = []
    for box in root.iter("{*}TextObject"):
        text = "".join(code.text or "" for code in box.iter("{*}TextCode"))
        x, y = _corner(box.get("Boundary") or "")
        if text.strip():
            placed.append((round(y / _ROW_MM), x, text.strip()))
    rows: dict[int, list[str]] = {}
    for row, _, text in sorted(placed):
        rows.setdefault(row, []).append(text)
    return ["".join(texts) for texts in rows.values()]


def _corner(boundary: str) -> tuple[float, float]:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", boundary)
    return (float(numbers[0]), float(numbers[1])) if len(numbers) >= 2 else (0.0, 0.0)
