"""来源 as a page prints it: labelled, marked, beside the date, in metas that do not lie, or the site itself."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawlers.reading.document import is_label
from crawlers.reading.dom import words
from crawlers.reading.head import Head
from crawlers.reading.lexicon import own_names, site_name, vendors
from crawlers.reading.record import Found
from crawlers.reading.window import Run, Window
from nlp import metadata
from nlp.dates import find_date
from nlp.text import fold

_LABEL = re.compile(
    r"(?:(?:信息|文章|稿件|新闻|内容|本文|消息|资料)?来\s*源(?:于|自)?|稿源|出处|转载自|转自|信息提供|供稿(?:单位|部门)?"
    r"|发布(?:机构|单位|部门|人|者)|来源(?:单位|机构))\s*(?:[:：|｜丨]|$)|(?:原创|来自)\s*[:：]|^(?:From|Source|Publisher)\s*:\s*|(?:(?:本文|文章|信息|内容)来源于|来源于(?=\s))\s*"
)
# Behind these a clerk's name stands as often as an office's.
_WEAK = re.compile(r"发布(?:者|人|部门)|供稿")
_FIELDS = (
    "作者|责任编辑|责编|编辑|记者|发布时间|发布日期|发布者|发表时间|发表于|更新时间|更新|时间|日期|阅读|浏览|点击|访问|人气|评论|字号|字体|分享"
    "|打印|收藏|摘要|编号|文号"
)
# What follows a source in one line: another field, a date, a wide gap. “北京发布” is a name, “ 发布时间” is not.
_NEXT = re.compile(
    rf"\s+(?:{_FIELDS})|(?:{_FIELDS})\s*(?:[:：]|次数|量)|[；;【】\[\]|｜]|\s*[（(]?(?:19|20)\d\d\s*[-年/.]\s*\d|\s{{2,}}"
)
_NOT_A_NAME = re.compile(
    r"[。？！?!，,]|^[\d\s.:：/|()-]+$|(?:日期|时间)$|^(?:作者|责任编辑|责编|编辑|记者|发布|时间|日期|阅读|浏览|点击|访问|评论|更新|字[号体]|分享|打印|收藏|关注|举报|[大中小]$"
    r"|正文|首页|下载|繁體|简体|手机版|微信|微博|分享到|扫一扫|查看|展开|返回|我要|跟贴|参与|登录|注册|已有|未知|暂无|更多|加入|投诉|订阅|听|语音|保存|打开|编者按)|\d版[）)]?$"
)
_ORIGINAL = re.compile(r"\s*(?:原创稿?|综合|授权转载|转载)$")
_MARKS = {"source", "sour", "laiyuan", "ly", "where", "media", "origin", "nickname", "copyfrom", "jgname", "from"}
_NAME_IDS = ("js_name", "profileBt", "source_baidu", "ne_article_source", "media_name", "article_source")
_MEDIUM = re.compile(
    r"(?:报|社|网|台|刊|志|频道|客户端|周刊|新闻|在线|财经|报道|之家|观察|资讯|发布|日报|时报|晚报|出版|官微|公众号|政务|专栏|中文站"
    r"|部|委|局|厅|司|办|署|院|会|所|处|政府|中心|集团|公司|协会|研究院|联盟)(?:[(（][^()（）]{1,8}[)）])?$"
)
_PRESS = re.compile(r"(?:报|社|网|台|刊|志|频道|客户端|周刊|新闻|财经|报道|日报|时报|晚报)$")
_METAS = ("contentsource", "source", "article:source", "mediaid", "og:article:source", "dc.source", "copyfrom")
_VALUES = (
    "source",
    "media",
    "medianame",
    "media_name",
    "nickname",
    "sourcename",
    "copyfrom",
    "source_name",
    "laiyuan",
    "article_source_name",
)
_HAN_OR_NAME = re.compile(r"[\u3400-\u9fff]|^[A-Z][\w &.'-]{2,30}$")
_QUOTED = re.compile(r"《([^《》]+)》[（(]?")  # 《光明日报》（2021年07月17日 03版）
_EDITION = re.compile(r"[(（][\u3400-\u9fff]{1,8}[)）]")
# “本文来自微信公众号“绿金札记”（ID：…），作者：…”
_REPRINT = re.compile(
    r"^[（(【]?(?:本文|文章)(?:首发于|来自|转载自|转自|授权转载自?)(?:微信)?(?:公众号|订阅号)\s*[:：]?\s*"
    r"[“「『《\"【]?(?P<name>[^”」』》\"】（(，,。:：]{2,20})"
)
# “BRUSSELS, Jan 23 (Reuters) - …”, “UN Climate Change News, 30 November 2023 – …”
_AGENCY = re.compile(
    r"[A-Z][\w ,./]{2,50}\(([A-Z][\w -]{1,20})\)\s*[-–—]|((?:[A-Z][\w&]* ){1,4}(?:News|Agency|Service|Press)),\s+\d"
)
_MAX = 40
_LEAD_CHARS = 80


def find_publisher(window: Window, head: Head, url: str, lead: str = "") -> tuple[str, Found | None]:
    """Give the source as printed and where it was found; ("", None) where neither page nor site tells one.

    `lead`: the first paragraph, which may begin with the medium (“新华社北京5月17日电”).
    """
    for place, found in (
        ("after the title", window.after),
        ("above the title", window.before),
        ("the first line", window.start),
    ):
        if name := _labelled(found):
            return name, Found(f"来源 {place}", "high")
    if name := next((name for run in (*window.start, *window.tail) if (name := _reprinted(run.text))), ""):
        return name, Found("本文来自 about the text", "medium")
    if name := _marked(window.after) or _marked(window.before):
        return name, Found("marked as source beside the title", "medium")
    if told := _told(head):
        return told
    places = (window.after, window.start, window.before[-6:])
    beside = next((named for place in places if (named := [*_near_date(place)])), [])
    if name := next((name for name in beside if _MEDIUM.search(name)), ""):
        return name, Found("beside the date", "medium")
    if name := _labelled(window.tail):
        return name, Found("来源 at the end of the text", "medium")
    # Two or three characters are a reporter's name.
    if name := next((name for name in beside if len(name) > 3 and not name.isascii()), ""):
        return name, Found("beside the date", "low")
    agency = _AGENCY.match(lead)
    if name := clean_name(agency[1] or agency[2] if agency else metadata.read(lead[:_LEAD_CHARS]).publisher or ""):
        return name, Found("the first words of the text", "low")
    return _site(head, url)


def _reprinted(text: str) -> str:
    found = _REPRINT.search(text)
    return clean_name(found["name"]) if found else ""


def clean_name(text: str, *, labelled: bool = False) -> str:
    """Give a name as it may be printed, "" where the text is no name of a source.

    “本网” and the like are a source where the page prints them behind 来源 (`labelled`), nowhere else.
    """
    label = _LABEL.match(text.strip())
    text = text.strip()[label.end() if label else 0 :].strip(" 　:：\u00a0>·|-")
    text = _ORIGINAL.sub("", text[: at.start()] if (at := _NEXT.search(text)) else text).strip()
    text = re.sub(r"^[（(\[【](.*)[）)\]】]$", r"\1", text)
    if not 2 <= len(text) <= _MAX or _NOT_A_NAME.search(text) or not _HAN_OR_NAME.search(text):
        return ""
    if text in vendors() or (text in own_names() and not labelled):
        return ""
    return "" if find_date(text) else text


def _labelled(found: tuple[Run, ...]) -> str:
    for number, run in enumerate(found):
        for label in _LABEL.finditer(run.text):
            if len(run.text) > 120 or (label.start() > 0 and run.text[label.start() - 1] in "的其，"):
                continue
            rest = run.text[label.end() :]
            if rest.strip(" :：\u00a0"):
                name = clean_name(rest, labelled=True)
                if name and (_MEDIUM.search(name) or not _WEAK.search(label[0])):
                    return name
                continue
            after = [one.text for one in found[number + 1 : number + 3] if one.text.strip(" :：\u00a0|")]
            name = clean_name(after[0], labelled=True) if after and not _LABEL.search(after[0]) else ""
            if name and (_MEDIUM.search(name) or not _WEAK.search(label[0])):
                # “<a>华夏时报</a>(北京)”: the edition stands behind the link.
                return name + after[1] if len(after) > 1 and _EDITION.fullmatch(after[1]) else name
    return ""


def _marked(found: tuple[Run, ...]) -> str:
    """Give the first name that an id calls the source, else the first that a class does (WeChat: media is any meta)."""
    named = [run for run in found if any(box.get("id") in _NAME_IDS for box in _boxes(run.element))]
    for run in (*named, *found):
        element = run.element
        for _ in range(3):
            if element is None:
                break
            marked = (
                element.get("id") in _NAME_IDS or not _MARKS.isdisjoint(words(element)) or _is_account(words(element))
            )
            # Accounts that publish by themselves are Chinese portals'; elsewhere author-name is a person's.
            name = clean_name(run.text) if marked and len(run.text) <= _MAX else ""
            if name and (not name.isascii() or not _is_account(words(element))):
                return name
            element = element.getparent()
    return ""


def _is_account(found: set[str]) -> bool:
    """True for the name of an account that publishes by itself: author-name, account-name, wemedia_name."""
    return "name" in found and not found.isdisjoint({"author", "account", "media", "wemedia", "user", "profile"})


def _told(head: Head) -> tuple[str, Found] | None:
    for name in _METAS:
        if text := clean_name(head.metas.get(name, "")):
            return text, Found(f"meta {name}", "medium")
    for name in _VALUES:
        if text := clean_name(head.values.get(name, "")):
            return text, Found(f"script {name}", "medium")
    return None


def _near_date(found: tuple[Run, ...]) -> Iterator[str]:
    found = tuple(run for run in found if re.search(r"\w", run.text) and run.text not in own_names())
    dates = [number for number, run in enumerate(found) if len(run.text) < 60 and find_date(run.text)]
    for number in dates[:1]:
        for at in (number, number + 1, number + 2, number - 1, number - 2):
            if not 0 <= at < len(found) or not _share_a_box(found[at], found[number]):
                continue
            text = found[at].text
            if text.endswith((":", "：")) or is_label(text):
                continue
            if at == number:
                text = re.sub(
                    r"(?:19|20)\d\d\s*[-年/.]\s*\d+\s*[-月/.]\s*\d+\s*日?(?:\s*\d+:\d+(?::\d+)?)?", "  ", text
                )
            for piece in re.split(r"\s{2,}|\s*[|｜·]\s*|\s*/\s*", text.strip()):
                if len(piece) <= 32 and 0 < len(name := _beside(piece)) <= 20 and not re.search(r"[:：]", name):
                    yield name


def _beside(piece: str) -> str:
    if quoted := _QUOTED.fullmatch(piece):
        return clean_name(quoted[1])
    medium, blank, _ = piece.partition(" ")  # “21世纪经济报道 李木”: a reporter behind the medium
    return clean_name(medium if blank and _PRESS.search(medium) else piece)


def _share_a_box(one: Run, other: Run) -> bool:
    boxes = {id(box) for box in _boxes(one.element)}
    return any(id(box) in boxes for box in _boxes(other.element))


def _boxes(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()][:3]


def _site(head: Head, url: str) -> tuple[str, Found | None]:
    for name in ("sitename", "og:site_name"):
        text = clean_name(head.metas.get(name, ""))
        if text and fold(text) != fold("微信公众平台"):
            return text, Found(f"the site itself (meta {name})", "low")
    if text := clean_name(head.linked.get("publisher", "")):
        return text, Found("the site itself (JSON-LD)", "low")
    if name := site_name(url):
        return name, Found("the site itself (its address)", "low")
    last = clean_name(re.split(r"[_|—–-]+|\s{2,}", head.title)[-1])
    if 3 <= len(last) <= 12 and re.search(r"(?:[网报社]|日报|晚报|时报|导报|周刊|杂志|在线)$", last):
        return last, Found("the site itself (<title>)", "low")
    return "", None
