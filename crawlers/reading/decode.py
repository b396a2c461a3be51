"""Bytes to text. The declaration is asked first and never believed blindly.

Of eight GBK pages without a declaration Scrapy's own decoder read none, and none that declared utf-8 (SOURCES.md 4.4).
"""

import codecs
import re
from collections.abc import Iterator, Mapping

from charset_normalizer import from_bytes

from crawlers.errors import Hollow, ReadError

# The largest article page seen has 0.8 MB; ten times that is no article.
MAX_BYTES = 10_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-z0-9_.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,400}>|<\?xml\b[^>]{0,200}\?>", re.IGNORECASE)
_XML = re.compile(rb"""encoding\s*=\s*["']([a-z0-9_.:-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
# GBK is the superset that pages which say gb2312 are really written in.
_CHINESE = {"gb2312", "gbk", "gb18030", "hz", "euc_cn", "x-gbk", "gb_2312-80", "cp936"}
# In GB2312 a Chinese character is a lead byte B0–F7 and a second byte A1–FE: Western text in one byte is hardly ever.
_COMMON_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
# One broken character in a thousand is an accident of one advertisement; more is a wrong decoding.
_MAX_LOST = 0.001


def decode(body: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    """Give the text of a page and the encoding that it was read with.

    A character cut in two at the end is left out, NUL characters go. U+FFFD stays in the text only where at most one
    character in a thousand is broken. Raises ReadError for a page that no encoding fits or that is too large, Hollow
    for no bytes at all.
    """
    if not body.strip():
        raise Hollow("empty, because the server sent no bytes: fetch the page again")
    if len(body) > MAX_BYTES:
        raise ReadError(f"{len(body):,} bytes are more than an article ({MAX_BYTES:,}): fetch it as a file")
    for mark, encoding in _BOMS:
        if body.startswith(mark) and (text := _strictly(body[len(mark) :], encoding)) is not None:
            return _clean(text), encoding
    for encoding in _guesses(body, headers):
        text = _strictly(body, encoding)
        if text is not None:
            return _clean(text), encoding
    return _with_losses(body)


def declared(body: bytes, headers: Mapping[str, str]) -> str:
    """Give the declared encoding as Python names it (gb2312 and gbk as gb18030), "" where none or an unknown one."""
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    names = [found[1] for found in [_CHARSET.search(content_type.encode("latin-1", "replace"))] if found]
    for meta in _META.findall(_COMMENT.sub(b"", body[:8192])):
        names += [found[1] for found in (_CHARSET.search(meta) or _XML.search(meta),) if found]
    for name in names:
        if known := _python_name(name.decode("ascii")):
            return known
    return ""


def _python_name(name: str) -> str:
    if name.lower() in _CHINESE:
        return "gb18030"
    try:
        found = codecs.lookup(name)
        return found.name if found.name != "ascii" and isinstance("".encode(name), bytes) else ""
    except (LookupError, TypeError, UnicodeError):  # unknown, or one of Python's own that are no text encodings
        return ""


def _guesses(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    said = declared(body, headers)
    # Chinese in UTF-8 is never UTF-8 by accident, yet much of it passes for GBK: people.com.cn pages saved anew as
    # UTF-8 still declare GB2312.
    text = _strictly(body, "utf-8")
    if text is not None and (not said or any(char > "\u07ff" for char in text)):
        yield "utf-8"
    if body.count(0) > len(body) // 4:
        yield from ("utf-16-le", "utf-16-be")
    if said and not _one_byte(said):
        yield said
    yield "utf-8"
    if not said or not _one_byte(said) or _looks_chinese(body):
        yield "gb18030"
    if said:
        yield said


def _one_byte(encoding: str) -> bool:
    """True for encodings that every byte fits (latin-1, cp1252 …): decoding strictly proves nothing."""
    return encoding.startswith(("iso8859", "cp125", "latin", "koi8", "mac", "cp437", "cp850"))


def _looks_chinese(body: bytes) -> bool:
    high = len(_HIGH.findall(body))
    return high > 0 and 2 * len(_COMMON_PAIR.findall(body)) / high > 0.9


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        # Not final: a character cut in two at the end of a page that was truncated is no fault of the encoding.
        return codecs.getincrementaldecoder(encoding)("strict").decode(body, False)
    except (UnicodeError, LookupError):
        return None


def _with_losses(body: bytes) -> tuple[str, str]:
    best: tuple[float, str, str] | None = None
    for encoding in ("utf-8", "gb18030"):
        text = body.decode(encoding, "replace")
        lost = text.count("\ufffd") / max(1, sum(char > "\x7f" for char in text))
        if best is None or lost < best[0]:
            best = (lost, text, encoding)
    assert best is not None  # noqa: S101 (the loop above ran twice)
    if best[1].count("\ufffd") <= max(1, len(best[1]) * _MAX_LOST) and best[0] < 0.2:
        return _clean(best[1]), best[2]
    guess = from_bytes(body[:200_000]).best()
    if guess is not None and (guessed := _strictly(body, guess.encoding)) is not None:
        return _clean(guessed), guess.encoding
    raise ReadError("no encoding fits the bytes (not UTF-8, not GB18030): they may be compressed or not a page")


def _clean(text: str) -> str:
    return text.replace("\x00", "")
