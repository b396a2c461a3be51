"""A name of a source as it may be printed: cut out of its line, and told from what is no name."""

import re

from crawlers.reading.lexicon import own_names, vendors
from nlp.dates import find_date

LABEL = re.compile(
    r"(?:(?:信息|文章|稿件|新闻|内容|本文|消息|资料)?来\s*源(?:于|自)?|稿源|出处|转载自|转自|信息提供|供稿(?:单位|部门)?"
    r"|原载|(?:发布(?:机构|单位|部门|人|者)|信息发布)|来源(?:单位|机构)|(?<![\u3400-\u9fff])(?:部门|单位))\s*(?:[:：|｜丨/／]|$)"
    r"|(?:^|(?<=\s))来源\s+(?=[\u3400-\u9fff《“])|(?:原创|(?<!图)来自)\s*[:：]|^来自$"
    r"|(?:^|(?<=\s))(?i:from|source|publisher)\s*:\s*|(?:(?:本文|文章|信息|内容)来源于|来源于(?=\s))\s*"
)
_FIELDS = (
    "作者|责任编辑|责编|编辑|记者|发布时间|发布日期|发布者|发表时间|发表于|更新时间|更新|时间|日期|阅读|浏览|点击|访问|人气|评论|字号|字体|分享"
    "|打印|收藏|摘要|编号|文号|信息时间|发稿时间|审核|审校|校对|签发|摄影|通讯员|微博|微信(?!公众号)|朋友圈|空间|文[/／]图?|图[/／]"
)
# What follows a source in one line: another field, a date, a wide gap. “北京发布” is a name, “ 发布时间” is not.
_NEXT = re.compile(
    rf"\s+(?:{_FIELDS})|(?:{_FIELDS})\s*(?:[:：]|次数|量)|[；;【】\[\]|｜]|\s*[（(]?(?:19|20)\d\d\s*[-年/.]\s*\d|\s{{2,}}"
    r"|\s+(?i:published|updated|editor|author|by)\b|\s+A[+-]|\s+\d{1,2}\s*[-月/]\s*\d|[,，]\s*(?:19|20)\d\d|\s+已?(?:浏览|语音|听)"
    r"|\s+[\u3400-\u9fff]{1,6}\s*[:：]"  # any other field with its label
)
_NOT_A_NAME = re.compile(
    r"[。？！?!，,]|^[\d\s.:：/|()-]+$|(?:日期|时间)$|^(?:作者|责任编辑|责编|编辑|记者|发布|时间|日期|阅读|浏览|点击|访问|评论|更新|字[号体]|分享|打印|收藏|关注|举报|[大中小]$"
    r"|正文|首页|下载|繁體|简体|手机版|微信(?!公众号)|微博|分享到|扫一扫|查看|展开|返回|我要|跟贴|参与|登录|注册|已有|未知|暂无|更多|加入|投诉|订阅|听|语音|保存|打开|编者按)|\d版[）)]?$"
)
_ORIGINAL = re.compile(r"(?<=\S)\s*(?:原创稿?|综合|授权转载|转载)$")
MEDIUM = re.compile(
    r"(?:报|社|网|台|刊|志|频道|客户端|周刊|新闻|在线|财经|报道|之家|观察|资讯|发布|日报|时报|晚报|出版|官微|公众号|政务|专栏|中文站"
    r"|\b(?:[A-Z]\w+ (?:Daily|Times|News|Post|Journal|Press|Agency)|Xinhua|Reuters|Bloomberg)"
    r"|部|委|局|厅|司|办|署|院|会|所|处|政府|中心|集团|公司|协会|研究院|联盟)(?:[(（][^()（）]{1,8}[)）])?$"
)
PRESS = re.compile(r"(?:报|社|网|台|刊|志|频道|客户端|周刊|新闻|财经|报道|日报|时报|晚报)$")
_HAN_OR_NAME = re.compile(r"[\u3400-\u9fff]|^(?=\w*[A-Z])[A-Za-z][\w &.'-]{2,30}$")
MAX_CHARS = 40


def clean_name(text: str, *, labelled: bool = False) -> str:
    """Give a name as it may be printed, "" where the text is no name of a source.

    “本网” and the like are a source where the page prints them behind 来源 (`labelled`), nowhere else.
    """
    label = LABEL.match(text.strip())
    text = text.strip()[label.end() if label else 0 :].strip(" 　:：\u00a0>·|-")
    text = re.sub(r"^【([^】]+)】", r"\1", text)
    text = _ORIGINAL.sub("", text[: at.start()] if (at := _NEXT.search(text)) else text).strip(" /／")
    text = re.sub(r"^[（(\[](.*)[）)\]]$", r"\1", text)
    if text.endswith(("）", ")")) and not re.search(r"[（(]", text):  # “（来源：长河报）”
        text = text[:-1]
    if not 2 <= len(text) <= MAX_CHARS or _NOT_A_NAME.search(text) or not _HAN_OR_NAME.search(text):
        return ""
    if text in vendors() or (text in own_names() and not labelled):
        return ""
    return "" if find_date(text) else text
