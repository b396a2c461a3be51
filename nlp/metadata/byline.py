"""The line that a page prints under its title: "发布日期：… 来源：…" and its many cousins, and a newspaper's 电头."""

import re
from datetime import date

from nlp.dates import FoundDate, find_dates
from nlp.metadata.head import Sheet

# How sure a label makes that the day is the day of publication; a smaller rank wins.
_RANKS = (
    (0, ("发布", "发稿", "发表", "公布", "刊发", "刊登", "登载", "出版", "见报")),
    (3, ("更新", "修改", "编辑", "录入", "添加", "上传", "创建", "入库", "转载")),
    (4, ("印发", "成文", "发文", "签发", "签署", "生成")),
)
_EVENT = re.compile(
    r"(?:公示|截止|截至|会议|实施|施行|生效|失效|废止|报名|活动|开标|交易|举办|举行|成交|竞价|开始|结束|到期|起止|培训|考试"
    r"|申报|申请|提交|办公|工作|服务|值班|召开|讲话|拍摄|录制|作废|有效|执行|开通|建设|投诉|开户|当前)$"
)
_LABELLED = re.compile(r"(?P<what>[\u3400-\u9fff]{0,8})(?:日\s*期|时\s*间)\s*(?P<colon>[:】\]/])?\s*$")
# “发表于 2014-04-02”
_STATED = re.compile(
    r"(?:发布|发表|刊发|刊登|发稿)于\s*$|\b(?:Published|Posted|Issued|Date)(?: on)?\s*:?\s*(?:\d\d?:\d\d,\s*)?$"
)
_TIME = r"(?:\s*(?:T|上午|下午)?\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?[分秒]?(?:Z|\+\d\d:?\d\d)?)"
_AFTER_BARE = re.compile(
    rf"\s*[\])】]?\s*(?:星期[一二三四五六日天])?{_TIME}?\s*(?:$|[|\[【(·/]|(?:文章|信息|稿件|本文)?(?:来源|稿源|作者|编辑|点击|浏览|记者)|(?<=\s)\S)"
)
_SIZE = re.compile(r"[【\[](?:字号|字体)[^】\]]*[】\]]")
_MEDIUM = r"(?:社|网|报|台|频道|客户端|新闻|之家|在线|周刊|杂志|电视|财经|快讯|资讯|中心|交易所|传媒|日报|发布)"
_BEFORE_BARE = re.compile(rf"(?:By [A-Z][\w .'-]{{2,40}}[|,]|[^\s,。]{{1,14}}{_MEDIUM}|[|·>\s])*\s*")

# Portals print the place of the author's account behind the source.
_ACCOUNT_PLACE = re.compile(
    r"\s+(?:北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川"
    r"|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾)$"
)
_SOURCE = re.compile(
    r"(?P<kind>[\u3400-\u9fff]{0,4}?)(?P<label>来\s*源|稿\s*源|出\s*处|转载自|转自|摘自|供稿单位"
    r"|发布(?:机构|单位|部门|者|人|媒体)"
    r"|来自(?=:)|\b[Ss]ource(?=:))\s*(?:[:】/]|于\s+)[^\S\n]*(?P<value>[^\n]*)"
)
_NOT_OURS = ("资料", "数据", "图片", "照片", "视频", "资金", "图", "表", "气", "能源", "人员", "经费", "主要")
_WEAK = ("发布者", "发布人", "发布部门", "发布单位", "发布机构")
_STOP = re.compile(
    r"\s*(?:发布|发稿|发表|更新|编辑|录入|印发|成文|添加)?(?:日期|时间)\s*[:】/]|\s*(?:19|20)\d\d\s*(?:年|[-/.]\s?\d)"
    r"|\s*(?:文章|信息|稿件|本文)?(?:作者|记者|来源|责任编辑|编辑|责编|(?:点击|浏览|阅读|访问)\S{0,3}|字体\S{0,2}|字号|评论\S{0,2}"
    r"|人气|关键[词字]|标签|通讯员|发布人|审核|校对|供稿|摄影|打印|大小|文号|索引号|主题词|视力保护色)\s*[:】]"
    r"|\s+(?:作者|记者|通讯员|责任编辑|编辑|责编|字体|字号|大字|小字|打印|分享|点击|浏览|阅读|举报|参与|我有话说|收藏|纠错|评论|关闭|复制|调整)"
    r"|\s+[\u3400-\u9fff]{2,6}\s*:|\s*[|【\[]|\s{2,}|\t|\s+\d+\s*(?:人?参与|条?评论)?$"
    # Portals put their own name behind the first source.
    rf"|(?<=[网报社版台])\s+(?=\S+{_MEDIUM}(?:$|\s))"
)
_ANONYMOUS = re.compile(
    r"^(?:本报|本网|本站|本刊|本台|我网|我报|网络|互联网|(?:本[站网])?原创(?:文章)?|网络整理|综合整理|不详|未知|无)?$"
)
# “南方网讯（记者…）”, “新华社北京5月18日电”: the medium, a place, a day, then 电 or 讯; or “某报记者 … 报道”.
_MEDIUM_NAME = (
    r"(?P<name>(?!据)[\u3400-\u9fffA-Za-z0-9·-]{1,18}?"
    r"(?:社|网|报|台|频道|客户端|新闻|之家|在线|周刊|联社|财经|卫视|报道)(?![网社台报道·-]|[日晚早时周]报|客户端|频道))"
)
_DATELINE = re.compile(
    rf"^[(【\[\s]*{_MEDIUM_NAME}(?:(?:记者\S{{2,8}})?[\u3400-\u9fff·/]{{0,10}}?\s*(?:\d{{1,2}}\s*月)?(?:\s*\d{{1,2}}\s*日)?"
    r"\s*(?:专?电|讯|消息|综合报道)(?=[(:,。\s\]】)|]|记者|通讯员|题|$)|\s*(?:全媒体)?(?:见习)?记者.{2,24}?(?:报道|通讯员|\s|$))"
)
# “南都讯 记者…”: any short name, where a reporter follows.
_SHORT_LEAD = re.compile(
    r"^[(【\[\s]*(?P<name>[\u3400-\u9fffA-Za-z0-9]{2,8}?)讯\s*[】\]]?\s*[(]?\s*(?:记者|通讯员|见习记者)"
)
_NAMED = re.compile(rf"(?P<name>[^\s,。:]{{1,14}}{_MEDIUM})[\s|·]*$")
_BEHIND = re.compile(
    rf"(?:\s*星期[一二三四五六日天])?{_TIME}?[\s|·]+(?P<name>[^\s,。:]{{1,14}}{_MEDIUM})\s*(?:第?\w{{1,4}}版)?\s*"
    r"(?:(?:浏览|点击|阅读|编辑|作者|责任编辑)\S{0,3}\s*:.*)?"
)


def published_on(sheet: Sheet) -> date | None:
    """Give the day of publication as the head prints it; a label decides before a bare day."""
    ranked = [(rank, at, found.day) for at, line in enumerate(sheet.head) for rank, found in _days(line)]
    return min(ranked)[2] if ranked else None


def publisher(sheet: Sheet) -> str | None:
    """Give the source as printed: by its label above the body or at the end, else from the newspaper's lead."""
    lines = sheet.lines
    tail = [line for line in lines[-6:] if re.match(r"[(\[【]?\S{0,4}(?:来源|稿源|转自|摘自)", line)]
    stated = [(rank, name) for line in (*sheet.head, *tail) for rank, name in _sources(line)]
    if stated:
        return min(stated, key=lambda one: one[0])[1]
    opening = [line for line in lines if line][:8]
    lead = next(
        (found["name"] for line in opening if (found := _DATELINE.match(line) or _SHORT_LEAD.match(line))), None
    )
    if lead and not _ANONYMOUS.match(lead):
        return lead
    return next((name for line in sheet.head if (name := _beside_day(line))), None)


def _days(line: str) -> list[tuple[int, FoundDate]]:
    ranked = []
    for found in find_dates(line):
        if _STATED.search(line[: found.start]):
            ranked.append((0, found))
            continue
        label = _LABELLED.search(line[: found.start])
        bare = 2 if len(line) <= 100 and _is_bare(line, found) else None
        rank = _rank(label["what"], colon=bool(label["colon"])) if label else bare
        if rank is not None:
            ranked.append((rank, found))
    return ranked


def _rank(what: str, *, colon: bool) -> int | None:
    if _EVENT.search(what):
        return None
    # Without a colon, “德国时间 2017 年 5 月 3 日” is a sentence.
    return next((rank for rank, words in _RANKS if what.endswith(words)), 1 if colon or not what else None)


def _is_bare(line: str, found: FoundDate) -> bool:
    """True for "2017-05-19 08:59 来源…" and "新华网 2017-05-19"; false for a day inside a title or a sentence."""
    before, after = _SIZE.sub("", line[: found.start]).strip(" [【"), line[found.end :]
    if re.search(r"(?:来源|稿源|作者|编辑|记者)\s*:?[^:]*$", before):
        return True
    if not _AFTER_BARE.match(after) or re.match(r"\s*[至到-]", after):
        return False
    if before:
        return bool(_BEFORE_BARE.fullmatch(before)) or bool(re.match(_TIME, after))
    return not re.search(r"[(]\S*[)]$|[\u3400-\u9fff]{12,}", after) or "来源" in after


def _sources(line: str) -> list[tuple[int, str]]:
    found, at = [], 0
    while source := _SOURCE.search(line, at):
        at = source.start("value")  # behind “发布者：…” 来源 may follow in the same line
        if source["kind"].endswith(_NOT_OURS):
            continue
        stop = _STOP.search(source["value"])
        name = _clean(source["value"][: stop.start()] if stop else source["value"])
        if not _ANONYMOUS.match(name) and len(name) <= 40:
            found.append((1 if source["label"] in _WEAK else 0, name))
    return found


def _clean(name: str) -> str:
    name = _ACCOUNT_PLACE.sub("", name.strip(" ,。;|>:、"))
    name = re.sub(r"^(?:转载自|转自|摘自|来自)\s*:?\s*", "", name)
    if name[:1] in "([" and name[-1:] in ")]":
        name = name[1:-1].strip()
    # A bracket that the label's own line opened: “（来源：某报）”.
    return name.rstrip(")]】") if not re.search(r"[(\[【]", name) else name


def _beside_day(line: str) -> str | None:
    for found in find_dates(line):
        before, after = _NAMED.fullmatch(line[: found.start]), line[found.end :]
        if before and _AFTER_BARE.match(after):
            return before["name"]
        behind = _BEHIND.fullmatch(after)
        if behind and not line[: found.start].strip():
            return behind["name"]
    return None
