"""Attached files, made here in each format: their text, or a sentence why there is none."""

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter

from crawlers.reading import packed
from crawlers.reading.files import MAX_BYTES, read_file, readable

LINE = "各单位应当按期报送排放台账。"
OFD_PAGE = """<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>
<ofd:TextObject Boundary="60 20.2 50 5"><ofd:TextCode>按期报送排放台账。</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="20 20 40 5"><ofd:TextCode>各单位应当</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="20 40 40 5"><ofd:TextCode>第二行</ofd:TextCode></ofd:TextObject>
</ofd:Layer></ofd:Content></ofd:Page>"""


def docx() -> bytes:
    document, out = Document(), BytesIO()
    document.add_paragraph(LINE)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ("企业", "配额", "某厂", "12"), strict=True
    ):
        cell.text = text
    document.add_paragraph("附注在表后。")
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    book, out = Workbook(), BytesIO()
    for row in (("企业", "配额（吨）"), ("某厂", 1200), (None, None), ("某站", 30.5)):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    """A worksheet of Excel 2, the one kind that is short enough to write by hand."""
    cells = struct.pack("<HH", 4, 8 + 3) + struct.pack("<HH3sB", 0, 0, b"\0\0\0", 3) + b"CEA"
    cells += struct.pack("<HH", 3, 15) + struct.pack("<HH3sd", 0, 1, b"\0\0\0", 1200.0)
    return struct.pack("<HHHH", 9, 4, 2, 0x10) + cells + struct.pack("<HH", 10, 0)


def pack(**files: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return out.getvalue()


def ofd() -> bytes:
    return pack(OFD_dot_xml=b"<OFD/>", Doc_0__Pages__Page_0__Content_dot_xml=OFD_PAGE.encode())


def blank_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


TABLE = "企业 | 配额（吨）\n某厂 | 1200\n某站 | 30.5"


@pytest.mark.parametrize(
    ("name", "make", "text"),
    [
        ("a.docx", docx, LINE + "\n企业 | 配额\n某厂 | 12\n附注在表后。"),
        ("a.wps", docx, LINE + "\n企业 | 配额\n某厂 | 12\n附注在表后。"),
        ("download?id=1", xlsx, TABLE),
        ("a.xls", xls, "CEA | 1200"),
        ("a.et", xlsx, TABLE),
        ("a.ofd", ofd, LINE + "\n第二行"),
        (
            "a.zip",
            lambda: pack(名单_dot_xlsx=xlsx(), 通知_dot_docx=docx()),
            "名单.xlsx\n" + TABLE + "\n通知.docx\n" + LINE,
        ),
    ],
)
def test_text_and_tables_come_out(name: str, make: Callable[[], bytes], text: str) -> None:
    found = read_file("https://example.gov.cn/P0/" + name, make())
    assert found.state == "text", found.message
    assert found.text.startswith(text)


@pytest.mark.parametrize(
    ("name", "body", "state", "why"),
    [
        ("a.pdf", blank_pdf(), "scan", "扫描件"),
        ("a.pdf", b"%PDF-1.7 broken", "refused", "损坏"),
        ("a.docx", b"PK\x03\x04 broken", "refused", "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "refused", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "refused", "损坏"),
        ("a.rar", b"Rar!\x1a\x07", "refused", "不能解开"),
        ("a.exe", b"MZ", "refused", "不能读取 .exe"),
        ("a.zip", pack(内_dot_zip=pack(a_dot_txt=b"x")), "refused", "压缩包中的压缩包"),
        ("a.ofd", pack(OFD_dot_xml=b"<OFD/>"), "scan", "OFD 中没有文字"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, body: bytes, state: str, why: str) -> None:
    found = read_file(name, body)
    assert (found.state, found.text) == (state, "")
    assert why in found.message


def test_bombs_are_refused_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_UNPACKED", 1_000_000)
    bomb = pack(big_dot_xlsx=bytes(2_000_000))
    assert len(bomb) < 10_000
    found = read_file("a.zip", bomb)
    assert (found.state, found.text) == ("refused", "")
    assert "超出限度" in found.message
    assert "超出限度" in read_file("a.pdf", bytes(MAX_BYTES + 1)).message
    many = pack(**{f"f{number}": b"" for number in range(packed.MAX_PARTS + 1)})
    assert "超出限度" in read_file("a.zip", many).message


def test_only_what_can_be_read_is_fetched() -> None:
    assert [readable(f"http://a.cn/x.{end}?v=1") for end in ("pdf", "OFD", "et", "wps", "zip")] == [True] * 5
    assert [readable(f"http://a.cn/x.{end}") for end in ("ppt", "exe", "mp4")] == [False] * 3
