"""A body as paragraphs: what portals and typesetting left in the text goes or is flagged."""

import re
from dataclasses import dataclass, field

from crawlers.reading import watermark
from crawlers.reading.blocks import Block, Grid, Paragraph, Picture
from crawlers.reading.document import is_label
from crawlers.reading.furniture import is_button, is_furniture
from crawlers.reading.record import Image, Table
from nlp.dates import parse_date
from nlp.text import fold

_HAN = r"[\u3400-\u9fff]"
_TYPESETTING = re.compile(r"[〔\[【](?:JP|HT|KH|BT|ZK)\d{0,3}[〕\]】]")
# “一 氯 二 氟 甲 烷”: letters set apart to fill a line.
_SPACED = re.compile(rf"(?<!{_HAN})(?:{_HAN} ){{3,}}{_HAN}")
# A real question ends with a particle or before a quote; a "?" inside a word is a glyph that was lost (特朗?政府).
_LOST = re.compile(rf"(?<=(?<![吗呢么否吧何谁哪几啊样]){_HAN})\?(?={_HAN}(?![^。！？]{{0,3}}[?？]))")
_CAPTION = re.compile(
    r"(?:摄|供图|摄影报道|资料图片?|资料照片)[）)】]?[。.]?$|^(?:图为|图片来源|图源|图[：:])|^[▲△↑]|图片?[/／][^，。]{2,20}$"
)
_CAPTION_CHARS = 80
_RELATED = re.compile(
    r"(?:相关|延伸|推荐|更多|精彩|热门|往期|编辑|最新|近期|猜你|你可能|您可能).{0,3}"
    r"(?:阅读|新闻|报道|文章|稿件|链接|推荐|回顾|资讯|喜欢|精选|内容|评论|感兴趣.{0,5})[：:>》…]*"
    r"|(?i:(?:related|more|latest|recommended|popular|read)"
    r" (?:topics?|links?|news|stories|articles?|content|reading|next))[:…]?"
)
_BYLINE = re.compile(
    r"来源|发布(?:时间|日期)|时间[：:]|日期[：:]|作者[：:]|浏览|阅读[量数]?|点击|字[体号]|\d{4}\s*[-年/.]"
    r"|编辑[：:\s]|^(?i:source)\s*:"
    r"|\b(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,|\d{1,2} [A-Z][a-z]{2,8}\.?) 20\d\d\b"
    r"|(?i:\b(?:published|last updated|updated|posted)\b(?: at| on|:)?)(?=.{0,30}\b20\d\d\b)"
)
_BYLINE_CHARS = 90
# “（2024年6月18日市人民政府令第31号公布　自2024年8月1日起施行）” stands under a law's title.
_DECREED = re.compile(r"^[（(].*(?:公布|通过|发布|施行|修订|批准)[）)]$")
# “某市人民政府办公室文件”, “某政办发〔2017〕18号”: the head of a document that a page prints as it was signed.
_LETTERHEAD = re.compile(
    r"^[\u3400-\u9fff（）()]{4,40}文件$|^[\u3400-\u9fff（）()]{1,20}[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*\d{1,5}\s*号$"
)
# “碳道小编 · 2017-05-18 · 阅读量 · 1318 摘要：…”: a byline in front of the first sentence.
_LEAD = re.compile(
    r"^(?:[^。！？，；]{0,24}[·|｜\s])?(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}日?[\d:\s·|｜]*"
    r"(?:(?:阅读|浏览|点击|人气|评论)[量数次]*[\s·:：|｜]*\d+[\s·|｜次]*){1,3}(?P<label>(?:摘\s*要|导\s*[读语]|核心提示)\s*[:：]\s*)?"
)
# Who wrote and who put it on the page, behind the last sentence.
_SIGNED = re.compile(
    r"\s*(?:[（(\[【]\s*(?:[\u3400-\u9fff]{0,8}(?:记者|通讯员|作者|责任编辑|责编|编辑|实习生|文)[:：\s/／]*[\u3400-\u9fff·、，\s:：/／]{2,40}"
    r"|[\u3400-\u9fff]{2,4}(?:[、\s][\u3400-\u9fff]{2,4}){0,3}\s*[/／]\s*文)[)）\]】]|(?:责任编辑|责编)\s*[:：]\s*[\u3400-\u9fffA-Za-z\d_、，\s]{1,30})$"
)
_TEASER_LABEL = re.compile(r"(?:摘\s*要|导\s*[读语]|核心提示)[：:]?")
_STOPS = re.compile(r"[。；！？，：]")
_FILES = re.compile(r"附\s*件|附\s*表|下载|(?i:annex|attach|download|document)")
_TAIL = 0.6
_REPEATED_CHARS = 28


@dataclass
class Cleaned:
    """Paragraphs with tables and pictures in their places, the flags, and the body as it was."""

    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    raw: str = ""
    byline: str = ""  # what stood before the first sentence, in its paragraph


def clean(blocks: tuple[Block, ...], title: str, *, whole: bool = True) -> Cleaned:
    """Give the body without title, byline, captions and page furniture; words of the text are never changed.

    `whole`: the blocks are the body that the site names; else an engine's guess, which takes the page's own heading in.
    """
    out = Cleaned()
    texts = [block for block in blocks if isinstance(block, Paragraph)]
    last = _end(texts, whole=whole)
    first = _start(texts, title)
    if not whole:
        last = _before_links(texts, first, last)
    while last > first + 1 and texts[last - 1].heading and blocks[-1] is texts[last - 1]:
        last -= 1  # a heading with nothing below it is the next box of the page
    number, seen, raw = -1, set[str](), list[str]()
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            number += 1
            if (0 if whole else first) <= number < last and not is_button(block.text):
                raw.append(block.text)
            if first <= number < last:
                _take(block, out, seen, below_picture=isinstance(before, Picture))
        elif number >= last:
            continue
        elif isinstance(block, Grid):
            raw += (" | ".join(row) for row in block.rows)
            out.tables.append(Table(block.rows, len(out.paragraphs)))
        else:
            out.images.append(Image(block.url, block.alt if len(block.alt) > 4 else ""))
        before = block
    out.raw = "\n".join(raw)
    _drop_teaser(out)
    # A portal pastes the headline behind the text, in brackets.
    if len(out.paragraphs) > 1 and title and fold(out.paragraphs[-1].strip("（）()【】[] ")) == fold(title):
        out.paragraphs.pop()
        out.tables = [Table(table.rows, min(table.before, len(out.paragraphs))) for table in out.tables]
    return out


def _drop_teaser(out: Cleaned) -> None:
    """Take out a beginning that only repeats the beginning: “摘要：…” of a portal, cut off after some characters."""
    first = 1 if out.paragraphs and _TEASER_LABEL.fullmatch(out.paragraphs[0]) else 0
    if len(out.paragraphs) < first + 2 or any(table.before in (1, first + 1) for table in out.tables):
        return
    teaser = re.sub(r"(?:…|\.{3,})+$", "", out.paragraphs[first])
    if teaser != out.paragraphs[first] and len(teaser) >= 10 and out.paragraphs[first + 1].startswith(teaser):
        del out.paragraphs[: first + 1]
        out.tables = [Table(table.rows, max(0, table.before - first - 1)) for table in out.tables]


def _start(texts: list[Paragraph], title: str) -> int:
    """Skip the title and the byline where the body repeats them; only at its very beginning.

    A document under its letterhead begins with that: it is printed word for word.
    """
    first = _behind_title(texts, fold(title))
    if any(_LETTERHEAD.search(paragraph.text) for paragraph in texts[:first]) and not any(
        paragraph.linked or is_label(paragraph.text) or _is_byline(paragraph.text) for paragraph in texts[:first]
    ):
        return 0
    start = first
    for number, paragraph in enumerate(texts[first : first + 6], first):
        if _is_byline(paragraph.text):
            start = number + 1
        elif not _is_name(paragraph.text) or not (first or _is_day(texts[number + 1 : number + 2])):
            break
    return start


def _is_name(text: str) -> bool:
    """True for what may be a reporter's or a medium's name in a line of its own, above the day."""
    return len(text) <= 20 and not _STOPS.search(text) and not _LETTERHEAD.search(text)


def _is_day(following: list[Paragraph]) -> bool:
    return any(_is_byline(one.text) and parse_date(one.text.split(" ")[0]) for one in following)


def _behind_title(texts: list[Paragraph], title: str) -> int:
    """Give the number of the paragraph behind the title, which may be cut into lines; 0 where it is not repeated."""
    for number in range(min(12, len(texts)) if title else 0):
        spelled = ""
        for end in range(number, min(number + 5, len(texts))):
            spelled += fold(texts[end].text)
            if spelled == title:
                return end + 1
            if not title.startswith(spelled):
                break
        if len(texts[number].text) >= _BYLINE_CHARS and "。" in texts[number].text:
            break  # the text has begun: what follows may be the name under it (省能源局)
    return 0


def _is_byline(text: str) -> bool:
    marks = len(_BYLINE.findall(text))
    chinese = re.search(_HAN, text)
    if _DECREED.search(text) or len(text) >= (_BYLINE_CHARS if chinese else 2 * _BYLINE_CHARS):
        return False
    if not chinese and text.endswith("."):
        return False
    short = len(text) < (30 if chinese else 60)
    return (marks >= 2 or (marks == 1 and short)) and not re.search(r"[。；！]|，.*，", text)


def _end(texts: list[Paragraph], *, whole: bool) -> int:
    """Give the number of the first paragraph behind the text: from a heading 相关阅读 on, all is other articles.

    Of an engine's guess also from a linked headline with text below it, and where all is printed once more.
    """
    total = sum(len(paragraph.text) for paragraph in texts)
    passed, first = 0, texts[0].text if texts else ""
    for number, paragraph in enumerate(texts):
        behind = passed and passed >= total * _TAIL * 0.5
        if behind and _RELATED.fullmatch(paragraph.text.strip("【】[]（）◆■▌| ")):
            return number
        if behind and not whole and (_is_card(texts, number) or (paragraph.text == first and len(first) > 12)):
            return number
        passed += len(paragraph.text)
    return len(texts)


def _before_links(texts: list[Paragraph], first: int, last: int) -> int:
    """Leave out a last heading with nothing but links below it: other articles, unless it names the text's files."""
    end = last
    while end > first + 1 and texts[end - 1].linked >= len(texts[end - 1].text) * 0.9:
        end -= 1
    heading = texts[end - 1]
    return end - 1 if first + 1 < end < last and heading.heading and not _FILES.search(heading.text) else last


def _is_card(texts: list[Paragraph], number: int) -> bool:
    """True for the headline of another article, a link of its own with that article's beginning below it."""
    one, following = texts[number], texts[number + 1] if number + 1 < len(texts) else None
    headline = 6 <= len(one.text) <= 60 and one.linked >= len(one.text) * 0.9 and not _STOPS.search(one.text[-1:])
    return headline and following is not None and len(following.text) > 30 and not following.linked


def _take(paragraph: Paragraph, out: Cleaned, seen: set[str], *, below_picture: bool) -> None:
    text = _scrub(paragraph.text, out.flags)
    if not out.paragraphs and (lead := _LEAD.match(text)):
        out.byline, text = lead[0], text[lead.end() :]
    text = _SIGNED.sub("", text) if len(text) > _BYLINE_CHARS or _STOPS.search(text[:-1]) else text
    if not text or is_furniture(text, paragraph):
        return
    if not out.paragraphs and paragraph.linked == len(paragraph.text) and _STOPS.search(text):
        return  # a sentence that is all link, above the text: an advertisement
    # Bodies that are printed for both screens, leads and pull quotes: the same words, whatever their marks.
    if len(words := re.sub(r"\W", "", fold(text))) > _REPEATED_CHARS and words in seen:
        out.flags.add("repeated")
        return
    if not text.endswith(("…", "...")):  # a teaser: _drop_teaser sees to it
        seen.add(words)
    small = paragraph.small and below_picture and not text.endswith("。")
    if paragraph.caption or (len(text) <= _CAPTION_CHARS and (small or _CAPTION.search(text))):
        if out.images and not out.images[-1].caption:
            out.images[-1] = Image(out.images[-1].url, text)
        out.flags.add("caption")
        return
    if _LOST.search(text) or "\ufffd" in text:
        out.flags.add("lost_glyph")
    out.paragraphs.append(text)


def _scrub(text: str, flags: set[str]) -> str:
    scrubbed = watermark.scrub(text)
    if scrubbed != text:
        flags.add("watermark")
    set_right = _SPACED.sub(lambda found: found[0].replace(" ", ""), _TYPESETTING.sub("", scrubbed))
    if set_right != scrubbed:
        flags.add("typesetting")
    return set_right.strip()
