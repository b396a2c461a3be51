"""Text as it comes: folded for comparison, narrowed for reading figures, tidied for display, cut into pieces."""

import re
import unicodedata

# One character for one character, so that places in the narrowed text are places in the original.
_WIDE = {ord("！") + i: ord("!") + i for i in range(94)}
_NARROW = str.maketrans(
    _WIDE
    | dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u3000\ufeff\u200b"), " ")
    | dict.fromkeys(map(ord, "—–−‒―－"), "-")
    | dict.fromkeys(map(ord, "～〜∼"), "~")
)
_BLANK = re.compile(r"\s+")
_HAN = r"[\u3400-\u9fff〇]"
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_BLANK_BEFORE_MARK = re.compile(r"\s+(?=[，。、；：！？”’）》】〕])|(?<=[“‘（《【〔])\s+")
_BLANK_AFTER_MARK = re.compile(r"(?<=[，。、；：！？])\s+")
# “碳 和 应 对 气 候”: four single characters or more with a blank between each are letter-spaced, not words.
_LETTER_SPACED = re.compile(rf"(?<!{_HAN})(?:{_HAN} ){{3,}}{_HAN}(?!{_HAN})")
_HALF_MARK = re.compile(rf"(?<={_HAN})[,;:!?](?={_HAN}|\s|$)")
_FULL = str.maketrans(",;:!?", "，；：！？")
_NAME_DOT = re.compile(rf"(?<={_HAN})[•．.‧∙・](?={_HAN})")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)》]*|\n|$)")


def fold(text: str) -> str:
    """Fold width and case and drop white space: what two spellings of one text share."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).lower()


def narrow(text: str) -> str:
    """Make full-width letters, digits, marks, blanks and dashes half-width; every character keeps its place."""
    return text.translate(_NARROW)


def tidy(text: str) -> str:
    """Normalise one line for display: one kind of blank, full-width marks between Chinese, one kind of name dot.

    Words and figures are never changed, only white space and the width of marks.
    """
    text = _BLANKS_IN_LINE.sub(" ", _INVISIBLE.sub("", text)).strip()
    text = _LETTER_SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    text = _BLANK_BEFORE_MARK.sub("", text)
    text = _HALF_MARK.sub(lambda found: found[0].translate(_FULL), text)
    text = _BLANK_AFTER_MARK.sub("", text)
    return _NAME_DOT.sub("·", text)


def paragraphs(text: str) -> list[str]:
    """Give the lines that hold anything, tidied."""
    return [line for raw in text.splitlines() if (line := tidy(raw))]


def sentences(text: str) -> list[str]:
    """Cut at 。！？ and line ends, closing quotes kept with their sentence; empty pieces are dropped."""
    return [piece for found in _SENTENCE.finditer(text) if (piece := found[0].strip())]
