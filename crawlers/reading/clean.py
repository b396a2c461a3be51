"""A body as paragraphs: what portals and typesetting left in the text goes or is flagged."""

import re
from dataclasses import dataclass, field

from crawlers.reading import watermark
from crawlers.reading.blocks import Block, Grid, Paragraph
from crawlers.reading.document import is_label
from crawlers.reading.record import Image, Table
from nlp.text import fold

_HAN = r"[\u3400-\u9fff]"
_TYPESETTING = re.compile(r"[〔\[【](?:JP|HT|KH|BT|ZK)\d{0,3}[〕\]】]")
# “一 氯 二 氟 甲 烷”: letters set apart to fill a line.
_SPACED = re.compile(rf"(?<!{_HAN})(?:{_HAN} ){{3,}}{_HAN}")
# A real question ends with a particle or before a quote; a "?" inside a word is a glyph that was lost (特朗?政府).
_LOST = re.compile(rf"(?<=(?<![吗呢么否吧何谁哪几啊样]){_HAN})\?(?={_HAN}(?![^。！？]{{0,3}}[?？]))")
_EDITION = re.compile(r"《[^》]{2,14}》\s*[（(][^（）()]{0,24}\d+\s*版[^（）()]{0,8}[)）]")
_URL_ONLY = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+-]+", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:摄|供图|摄影报道|资料图片?|资料照片)[）)】]?[。.]?$|^(?:图为|图片来源|图源|图[：:])|^[▲△↑]|图片?[/／][^，。]{2,20}$"
)
_CAPTION_CHARS = 80
_RELATED = re.compile(
    r"(?:相关|延伸|推荐|更多|精彩|热门|往期|编辑|猜你|你可能|您可能).{0,3}(?:阅读|新闻|报道|文章|链接|推荐|回顾|资讯|喜欢|精选|内容|感兴趣.{0,5})[：:>》…]*"
)
# Buttons of the page: in no version of the text.
_BUTTON = re.compile(
    r"(?:【|\[|［|（|\(|\s)*(?:打\s*印|关\s*闭|返回顶部|返回列表|分享到?|纠错|收藏|点赞|字号|字体|上一篇|下一篇|上一页|下一页)"
)
_FURNITURE = re.compile(
    r"(?:【|\[|［|（|\(|\s)*(?:责任编辑|责编|编辑|校对|审核|监制|值班编委"
    r"|(?:广\s*告|推\s*广)(?:\s*$|[\s:：|]*(?:点击|查看|详情|了解|关闭|×))|扫一扫|扫描|扫码|长按识别|长按二维码|关注(?:我们|公众号|微信)|我要(?:跟[帖贴]|评论|纠错|反馈|举报)|已输入|评论\s*[（(]\d|关键[词字]\s*[:：>]|标签\s*[:：]|发送邮件至|跟踪\s*[:：]|热评|跟帖|点击(?:阅读|查看|下载)|阅读原文|微信扫|打开微信|使用微信)"
)
_NOTICE = re.compile(
    r"(?:特别|免责|版权|郑重|本站)?声明[：:]|未经.{0,12}(?:授权|许可|允许).{0,25}(?:转载|复制|摘编|使用|请勿)|转载请(?:注明|联系)|侵权.{0,12}(?:联系|删除)"
    r"|不代表.{0,12}(?:本|平台|网|观点|立场)|仅代表.{0,6}(?:作者|个人)|违者必究|版权归.{0,10}所有|举报邮箱|投诉邮箱|网友评论仅供"
)
_SOURCE_LINE = re.compile(r"[（(\[]?\s*(?:本文)?(?:来源|来源于|稿源|原标题|文章来源|信息来源)[：:].{0,60}$")
_BYLINE = re.compile(
    r"来源|发布(?:时间|日期)|时间[：:]|日期[：:]|作者[：:]|浏览|阅读[量数]?|点击|字[体号]|\d{4}\s*[-年/.]"
)
_BYLINE_CHARS = 90
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
_STOPS = re.compile(r"[。；！？，：]")
_TAIL = 0.6


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
    last = _end(texts)
    first = _start(texts, title)
    number, seen, raw = -1, set[str](), list[str]()
    for block in blocks:
        if isinstance(block, Paragraph):
            number += 1
            if (0 if whole else first) <= number < last and not _is_button(block.text):
                raw.append(block.text)
            if first <= number < last:
                _take(block, out, seen)
        elif number + 1 >= last and last < len(texts):
            continue
        elif isinstance(block, Grid):
            raw += (" | ".join(row) for row in block.rows)
            out.tables.append(Table(block.rows, len(out.paragraphs)))
        else:
            out.images.append(Image(block.url, block.alt if len(block.alt) > 4 else ""))
    out.raw = "\n".join(raw)
    _drop_teaser(out)
    # A portal pastes the headline behind the text, in brackets.
    if len(out.paragraphs) > 1 and title and fold(out.paragraphs[-1].strip("（）()【】[] ")) == fold(title):
        out.paragraphs.pop()
        out.tables = [Table(table.rows, min(table.before, len(out.paragraphs))) for table in out.tables]
    return out


def _drop_teaser(out: Cleaned) -> None:
    """Take out a first paragraph that only begins the second: “摘要：…” of a portal, cut off after some characters."""
    if len(out.paragraphs) < 2 or any(table.before == 1 for table in out.tables):
        return
    teaser = re.sub(r"(?:…|\.{3,})+$", "", out.paragraphs[0])
    if teaser != out.paragraphs[0] and len(teaser) >= 10 and out.paragraphs[1].startswith(teaser):
        del out.paragraphs[0]
        out.tables = [Table(table.rows, max(0, table.before - 1)) for table in out.tables]


def _is_button(text: str) -> bool:
    return len(text) <= 60 and bool(_BUTTON.match(text))


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
        if len(paragraph.text) < _BYLINE_CHARS and _is_byline(paragraph.text):
            start = number + 1
        elif (
            not first or len(paragraph.text) > 20 or _STOPS.search(paragraph.text) or _LETTERHEAD.search(paragraph.text)
        ):
            # Behind a title that the body repeats, a name may stand in a line of its own above the day.
            break
    return start


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
    return 0


def _is_byline(text: str) -> bool:
    marks = len(_BYLINE.findall(text))
    return (marks >= 2 or (marks == 1 and len(text) < 30)) and not re.search(r"[。；！]|，.*，", text)


def _end(texts: list[Paragraph]) -> int:
    """Give the number of the first paragraph behind the text: from a heading 相关阅读 on, all is other articles."""
    total = sum(len(paragraph.text) for paragraph in texts)
    passed = 0
    for number, paragraph in enumerate(texts):
        if passed >= total * _TAIL * 0.5 and passed and _RELATED.fullmatch(paragraph.text.strip("【】[]（）◆■▌| ")):
            return number
        passed += len(paragraph.text)
    return len(texts)


def _take(paragraph: Paragraph, out: Cleaned, seen: set[str]) -> None:
    text = _scrub(paragraph.text, out.flags)
    if not out.paragraphs and (lead := _LEAD.match(text)):
        out.byline, text = lead[0], text[lead.end() :]
    text = _SIGNED.sub("", text) if len(text) > _BYLINE_CHARS or _STOPS.search(text[:-1]) else text
    if not text or _is_furniture(text, paragraph) or (len(text) > 30 and text in seen):
        return
    seen.add(text)
    if paragraph.caption or (len(text) <= _CAPTION_CHARS and _CAPTION.search(text)):
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


def _is_furniture(text: str, paragraph: Paragraph) -> bool:
    if _URL_ONLY.fullmatch(text) or _EDITION.fullmatch(text):
        return True
    if _is_button(text) or (len(text) <= 60 and (_FURNITURE.match(text) or _SOURCE_LINE.match(text))):
        return True
    if len(text) <= 300 and _NOTICE.search(text) and not paragraph.heading:
        return True
    return not re.search(r"\w", text) or (text.isdigit() and len(text) < 6 and not paragraph.heading)
