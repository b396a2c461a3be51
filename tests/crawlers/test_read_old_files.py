"""Files of old programs and packers. The Word and Excel files were written by LibreOffice from text of our own."""

import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import libarchive
import pytest

from crawlers.reading import apart, packed
from crawlers.reading.files import read_file, readable

FILES = Path(__file__).parent / "files"
DOC = (FILES / "notice.doc").read_bytes()
WORD_97 = b"\xec\xa5\x01\x01"
NOTICE = """关于报送年度排放台账的通知
各重点单位：
请于三月底前将上一年度排放台账报送至平台，逾期未报的将予以通报。
企业 | 配额（吨） | 备注
某厂 （一期） | 1200 |
| 30.5 |
联系人：值班室 Ü"""


def rar(name: bytes, body: bytes) -> bytes:
    """A RAR 4 archive with one stored file."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    sizes = struct.pack("<IIBIIBBHI", len(body), len(body), 2, zlib.crc32(body), 0, 20, 0x30, len(name), 0x20)
    return b"Rar!\x1a\x07\0" + block(0x73, 0, bytes(6)) + block(0x74, 0x8000, sizes + name) + body + block(0x7B, 0, b"")


def rar5(name: bytes, body: bytes) -> bytes:
    """A RAR 5 archive with one stored file."""

    def number(value: int) -> bytes:
        return bytes([value & 0x7F | 0x80, *number(value >> 7)]) if value > 0x7F else bytes([value])

    def block(*parts: int | bytes) -> bytes:
        head = b"".join(number(part) if isinstance(part, int) else part for part in parts)
        head = number(len(head)) + head
        return struct.pack("<I", zlib.crc32(head)) + head

    check = struct.pack("<I", zlib.crc32(body))
    file = block(2, 2, len(body), 4, len(body), 0x20, check, 0, 1, len(name), name)
    return b"Rar!\x1a\x07\x01\0" + block(1, 0, 0) + file + body + block(5, 0, 0)


def seven(name: str, body: bytes) -> bytes:
    found = bytearray()
    with libarchive.custom_writer(lambda data: found.extend(data) or len(data), "7zip") as archive:
        archive.add_file_from_memory(name, len(body), body)
    return bytes(found)


@pytest.mark.parametrize("name", ["notice.doc", "notice.wps", "download?id=12"])
def test_an_old_word_file_gives_its_text_and_a_line_for_each_row(name: str) -> None:
    found = read_file(name, DOC)
    assert (found.state, found.text) == ("text", NOTICE)


def test_rich_text_and_old_sheets_give_theirs() -> None:
    text = read_file("a.doc", (FILES / "notice.rtf").read_bytes()).text
    assert text.replace("某厂\n", "某厂 ") == NOTICE
    assert read_file("a.et", (FILES / "quota.xls").read_bytes()).text == "企业 | 配额\n某厂 | 1200\n某站 | 30.5"


def test_a_web_page_under_the_name_of_a_sheet_is_read_as_what_it_is() -> None:
    rows = "<tr><td>企业</td><td>配额</td></tr><tr><td>某厂</td><td>12</td></tr>"
    found = read_file("a.xls", f"<html><meta charset=gbk><p>名单</p><table>{rows}</table>".encode("gbk"))
    assert found.text == "名单\n企业 | 配额\n某厂 | 12"


@pytest.mark.parametrize("pack", [rar, rar5])
def test_rar_is_unpacked_and_its_files_read(pack) -> None:
    found = read_file("a.rar", pack("附件.doc".encode(), DOC))
    assert found.text == f"附件.doc\n{NOTICE}"


def test_7z_is_unpacked_and_its_files_read() -> None:
    assert read_file("a.7z", seven("附件.doc", DOC)).text == f"附件.doc\n{NOTICE}"


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.doc", DOC[:6000], "损坏"),
        ("a.doc", DOC.replace(WORD_97, b"\xdc\xa5\x65\x00", 1), "Word 95"),
        ("a.rar", rar(b"a.doc", DOC)[:5000], "不能解开"),
        ("a.rar", b"Rar!\x1a\x07\x00 junk" * 9, "不能解开"),
        ("a.rar", rar(b"a.rar", rar(b"b.doc", DOC)), "压缩包中的压缩包"),
        ("a.pptx", b"x", "演示文稿"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, body: bytes, why: str) -> None:
    found = read_file(name, body)
    assert (found.state, found.text) == ("refused", "")
    assert why in found.message


def test_a_secret_word_file_says_so() -> None:
    at = DOC.index(WORD_97)
    flags = struct.unpack_from("<H", DOC, at + 10)[0] | 0x0100
    assert "有密码" in read_file("a.doc", DOC[: at + 10] + struct.pack("<H", flags) + DOC[at + 12 :]).message


def test_a_bomb_in_a_7z_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_UNPACKED", 1_000_000)
    bomb = seven("a.txt", bytes(3_000_000))
    assert len(bomb) < 10_000
    assert "超出限度" in read_file("a.7z", bomb).message


def test_without_libarchive_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    assert "tools/setup.sh" in read_file("a.rar", rar(b"a.doc", DOC)).message


def test_a_file_is_read_apart_and_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("通知.doc", DOC)
    assert apart.read_apart("http://a.cn/a.zip", out.getvalue()).text == f"通知.doc\n{NOTICE}"
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    assert "已放弃" in apart.read_apart("a.doc", DOC).message


def test_a_reader_that_breaks_breaks_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    assert "读取程序中断" in apart.read_apart("a.doc", DOC).message


def test_all_named_kinds_are_fetched() -> None:
    kinds = ("pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ofd", "zip", "rar", "7z", "rtf")
    assert [kind for kind in kinds if not readable(f"http://a.cn/x.{kind}")] == []
