"""Bytes to text: what is declared, what is not, and what is declared wrongly."""

import codecs

import pytest

from crawlers.errors import Hollow, ReadError
from crawlers.reading.decode import MAX_BYTES, decode

TEXT = "<html><head>{}</head><body>碳排放权交易，喆镕两位专家参加；成交均价为每吨五十元。</body></html>"


def page(meta: str, encoding: str) -> bytes:
    return TEXT.format(meta).encode(encoding)


@pytest.mark.parametrize(
    ("meta", "written", "headers", "read_as"),
    [
        ('<meta charset="gb2312">', "gb18030", {}, "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gbk", {}, "gb18030"),
        ("", "gb18030", {}, "gb18030"),
        ('<meta charset="utf-8">', "gb18030", {}, "gb18030"),
        ('<meta charset="gb2312">', "utf-8", {}, "utf-8"),
        ("", "utf-8", {"Content-Type": "text/html; charset=gbk"}, "utf-8"),
        ("", "gb18030", {"content-type": "text/html;charset=GB2312"}, "gb18030"),
        ("", "gb18030", {"Content-Type": "text/html; charset=iso-8859-1"}, "gb18030"),
        ('<!-- <meta charset="big5"> -->', "gb18030", {}, "gb18030"),
        ('<meta charset="no-such-thing">', "utf-8", {}, "utf-8"),
        ('<meta charset="rot13">', "utf-8", {}, "utf-8"),
    ],
)
def test_the_bytes_decide_where_the_declaration_is_wrong(
    meta: str, written: str, headers: dict[str, str], read_as: str
) -> None:
    text, encoding = decode(page(meta, written), headers)
    assert (text, encoding) == (TEXT.format(meta), read_as)


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")])
def test_a_byte_order_mark_is_believed(mark: bytes, encoding: str) -> None:
    assert decode(mark + page('<meta charset="gbk">', encoding), {})[1] == encoding


def test_western_text_in_one_byte_stays_western() -> None:
    body = '<meta charset="windows-1252"><p>Émissions réduites à Genève, où le marché s’étend.</p>'
    assert decode(body.encode("cp1252"), {})[0] == body


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_cut_in_two_at_the_end_is_left_out(encoding: str, cut: int) -> None:
    text, _ = decode("<p>碳市场价格</p>碳碳".encode(encoding)[:-cut], {})
    assert text.startswith("<p>碳市场价格</p>碳")
    assert "\ufffd" not in text


def test_nul_bytes_go() -> None:
    assert decode("<p>碳\0市\0场</p>".encode(), {})[0] == "<p>碳市场</p>"


def test_one_broken_character_is_kept_visible_and_many_are_refused() -> None:
    good = ("碳市场价格平稳。" * 400).encode()
    assert decode(good + b"\xff" + good, {})[0].count("\ufffd") == 1
    with pytest.raises(ReadError, match="no encoding fits"):
        decode(bytes(range(256)) * 200, {})


def test_no_bytes_and_too_many() -> None:
    with pytest.raises(Hollow, match="no bytes"):
        decode(b" \n", {})
    with pytest.raises(ReadError, match="more than an article"):
        decode(b"a" * (MAX_BYTES + 1), {})
