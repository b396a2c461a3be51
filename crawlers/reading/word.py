"""Old Word files (.doc, and .wps of Kingsoft, the same inside) to lines: text in order, a table row one line.

As in [MS-DOC] 2.4.1 “Retrieving Text”: the FIB names the piece table, the pieces hold the characters. The container is
read by olefile. Word 6 and 95 have another piece table and are refused.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from io import BytesIO

from olefile import OleFileIO

_MAGIC, _WORD_97 = 0xA5EC, 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x40000000
# Places in the FIB: length of the text and of its footnotes, the piece table, the table of paragraph properties.
_TEXT, _NOTES, _CLX, _PARAGRAPHS = 0x4C, 0x50, 0x1A2, 0x102
_PAGE = 512
_IN_TABLE, _ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"  # sprmPFInTable, sprmPFTtp (the mark ends a row, no cell)
_CODE = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_FIELDS_IN_FIELDS = 8
_CELL, _ROW = "\x07", "\x1d"
_SILENT = re.compile(r"[\x00-\x06\x08\x0e-\x12\x16-\x1c\x1f]")


def streams(body: bytes) -> set[str]:
    """Give the names of the parts of an OLE file. Raises OSError where it is broken."""
    with OleFileIO(BytesIO(body)) as file:
        return {"/".join(path) for path in file.listdir()}


def read_doc(body: bytes) -> list[str]:
    """Give the lines of the main text and its footnotes, cells of a table row apart by ` | `.

    Raises ValueError with a sentence for a person where the file is secret, too old or broken, OSError where the
    container is.
    """
    with OleFileIO(BytesIO(body)) as file:
        if not file.exists("WordDocument"):
            raise ValueError("不是 Word 文件（没有 WordDocument 部分），请人工打开")
        main = file.openstream("WordDocument").read()
        magic, version = _numbers("<HH", main, 0)
        flags = _numbers("<H", main, 0x0A)[0]
        if magic != _MAGIC or version < _WORD_97:
            raise ValueError("Word 95 及更早的文件，请人工打开")
        if flags & _ENCRYPTED:
            raise ValueError("Word 文件有密码，请向发布单位索取")
        table = file.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    return _lines(_text(main, table))


def _numbers(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as error:
        raise ValueError("Word 文件不完整，请重新取得") from error


def _text(main: bytes, table: bytes) -> str:
    """Give the text with every row's end marked, and the ends of paragraphs within cells as blanks."""
    left = sum(_numbers("<ii", main, _TEXT))
    properties = list(_properties(main, table))
    cells, rows = (_Spans([one[:2] for one in properties if mark in one[2]]) for mark in (_IN_TABLE, _ROW_END))
    text = []
    for offset, long, compressed in _pieces(main, table):
        size, chars = 1 if compressed else 2, min(long, left)
        raw = main[offset : offset + chars * size]
        if len(raw) < chars * size:
            raise ValueError("Word 文件不完整，请重新取得")
        piece = list(raw.decode("cp1252" if compressed else "utf-16-le", "replace"))
        for place, mark in enumerate(piece):
            if mark == _CELL and rows.hold(offset + place * size):
                piece[place] = _ROW
            elif mark == "\r" and cells.hold(offset + place * size):
                piece[place] = " "
        text += piece
        left -= chars
    if left > 0:
        raise ValueError("Word 文件的文字不完整，请重新取得")
    return "".join(text)


class _Spans:
    """Spans of bytes that do not overlap."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.begins, self.ends = [begin for begin, _ in sorted(spans)], [end for _, end in sorted(spans)]

    def hold(self, at: int) -> bool:
        """True where a span holds the byte at `at`."""
        number = bisect_right(self.begins, at) - 1
        return number >= 0 and at < self.ends[number]


def _pieces(main: bytes, table: bytes) -> Iterator[tuple[int, int, bool]]:
    """Give (offset in the main stream, characters, one byte each) of every piece of the text."""
    at, length = _numbers("<II", main, _CLX)
    end = at + length
    while at < end and table[at : at + 1] == b"\x01":  # properties that pieces share
        at += 3 + _numbers("<H", table, at + 1)[0]
    if table[at : at + 1] != b"\x02":
        raise ValueError("Word 文件已损坏：没有文字的目录")
    size = _numbers("<I", table, at + 1)[0]
    number = (size - 4) // 12
    places = _numbers(f"<{number + 1}I", table, at + 5)
    for one in range(number):
        coded = _numbers("<I", table, at + 5 + 4 * (number + 1) + 8 * one + 2)[0]
        compressed = bool(coded & _COMPRESSED)
        offset = coded & ~_COMPRESSED & 0x7FFFFFFF
        yield (offset // 2 if compressed else offset), places[one + 1] - places[one], compressed


def _properties(main: bytes, table: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give (first byte, byte behind it, properties) of every paragraph in the main stream."""
    at, length = _numbers("<II", main, _PARAGRAPHS)
    number = max(0, (length - 4) // 8)
    for page in _numbers(f"<{number}I", table, at + 4 * (number + 1)):
        data = main[(page & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(data) < _PAGE:
            continue
        count = data[-1]
        places = _numbers(f"<{count + 1}I", data, 0)
        for one in range(count):
            begin = data[4 * (count + 1) + 13 * one] * 2
            if 0 < begin < _PAGE - 2:
                words = data[begin]
                size, start = (2 * data[begin + 1], begin + 2) if not words else (2 * words - 1, begin + 1)
                yield places[one], places[one + 1], data[start : start + size]


def _lines(text: str) -> list[str]:
    for _ in range(_FIELDS_IN_FIELDS):  # the code of a field goes, what it shows stays
        text = _CODE.sub(lambda found: found[1] or "", text)
    text = _SILENT.sub("", text).replace("\x1e", "-")
    lines: list[str] = []
    for chunk in text.split(_ROW):
        # In front of a row's first cell stand the paragraphs before the table.
        cut = chunk.rfind("\r", 0, chunk.index(_CELL)) + 1 if _CELL in chunk else len(chunk)
        lines += re.split(r"[\r\x0b\x0c\n]", chunk[:cut])
        lines.append(" | ".join(" ".join(cell.split()) for cell in chunk[cut:].removesuffix(_CELL).split(_CELL)))
    return [line.strip() for line in lines if line.strip(" |\t")]
