"""Text from the web → text that can be set: nothing is markup except what this module adds."""

import re
from urllib.parse import unquote, urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Control characters and marks without width would print as boxes, and hide what a reader searches for.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]")
BLANK = re.compile(r"[\t\n\u00a0\u2028\u2029]")
# The Noto CJK fonts lack ₂₃₄₆ and most raised digits: small ordinary digits take their place, and search finds "CO2".
LOWERED = re.compile("[₀-₉₊₋]+")
RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻]+")
ORDINARY = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+−0123456789+−")
# Not a figure: no digit, sign or unit beside it. 11 digits are also a turnover in yuan, which must stay what it is.
MOBILE = re.compile(r"(?<![\d.,，/=_%+-])(1[3-9]\d)([ -]?)\d{4}\2(\d{4})(?![\d.,]*\d|\s*[元吨万亿千克%％/])")
CHINESE = r"[\u3400-\u9fff《》〔〕（），。、；：]"
BESIDE_NUMBER = re.compile(rf"(?<={CHINESE}) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?={CHINESE})")
SHORT = 46
WORD = re.compile("[0-9A-Za-z.,%₀-₉]")
DIGIT, POINT = 0.555, 0.278
"""Widths of a digit and of the point in Noto Sans CJK SC Regular, in ems; the bold are 1.063 times as wide."""


def clean(text: str) -> str:
    """Take out what has no shape on paper."""
    return INVISIBLE.sub("", BLANK.sub(" ", text))


def rich(text: str) -> SafeString:
    """Escape everything, then set lowered and raised digits by markup of our own."""
    escaped: str = escape(clean(text))
    escaped = LOWERED.sub(lambda m: f"<sub>{m[0].translate(ORDINARY)}</sub>", escaped)
    escaped = RAISED.sub(lambda m: f"<sup>{m[0].translate(ORDINARY)}</sup>", escaped)
    return mark_safe(escaped)  # noqa: S308  # escaped two lines above


def bound(text: str, count: int) -> SafeString:
    """As `rich`, with its last `count` characters kept on one line: no last line of a single character.

    A number or a Latin word is not cut in two by that; a text of a line or less stays as it is.
    """
    text = clean(text).rstrip()
    while count < len(text) and WORD.match(text[-count - 1]) and WORD.match(text[-count]):
        count += 1
    if len(text) < 2 * count:
        return rich(text)
    # Both parts are escaped by `rich`.
    return mark_safe(f'{rich(text[:-count])}<span class="tail">{rich(text[-count:])}</span>')  # noqa: S308


def pointed(text: str, places: int) -> SafeString:
    """A figure with a blank as wide as the decimals it lacks of `places`, so that the points of a column align."""
    if not text[-1:].isdigit():
        return rich(text)
    _, point, decimals = text.partition(".")
    width = (places - len(decimals)) * DIGIT + (0 if point or not places else POINT)
    pad = f'<span class="pad" style="width:{width:.3f}em"></span>' if width > 0 else ""
    return mark_safe(f"{rich(text)}{pad}")  # noqa: S308  # escaped, and a number


def tight(text: str) -> str:
    """ "5 月 17 日" → "5月17日". Blanks between ideographs stay: they part names in a list, and halves of a title."""
    return BESIDE_NUMBER.sub("", text)


def level(text: str) -> str:
    """The same digits on the line, where no markup can stand: bookmarks, titles, alternative text."""
    return clean(text).translate(ORDINARY)


def mask_mobiles(text: str) -> str:
    """Hide the middle of private mobile numbers: 138****5678."""
    return MOBILE.sub(r"\1****\3", text)


def short_url(url: str) -> str:
    """What paper shows of a link: the host, and as much of the path as fits."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    rest = clean(unquote(parts.path + (f"?{parts.query}" if parts.query else ""))).rstrip("/")
    room = SHORT - len(host)
    return host + (rest if len(rest) <= room else "/…" + rest[-max(room - 2, 8) :])


def is_web(url: str) -> bool:
    """Only web addresses become links: a `javascript:` or `file:` address stays text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
