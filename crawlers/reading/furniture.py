"""Lines of a body that are no text: buttons, credits, calls to subscribe, notices about rights."""

import re

from crawlers.reading.blocks import Paragraph

_HAN_NAME = r"[\u3400-\u9fffA-Za-z·]{1,12}(?:[、，\s]+[\u3400-\u9fff·]{2,4}){0,4}"
_ROLE = (
    r"(?:记者|作者|撰文|撰稿|采写|采访|文字?|图文?|摄影|摄像|图片|排版|编辑|责编|责任编辑|审核|初审|复审|终审|校对|美编|设计|制图"
    r"|视觉|监制|统筹|策划|来源|编译|翻译)"
)
# Buttons of the page: in no version of the text.
_BUTTON = re.compile(
    r"(?:【|\[|［|（|\(|\s)*(?:(?:打\s*印|关\s*闭|分享到?|纠错|收藏|点赞|字号|字体)(?![\u3400-\u9fff])"
    r"|(?:打印|关闭|收藏|分享)(?:此|本|该|到|至|让|给|窗口|网?页|全文|文章|稿件)"
    r"|返回[^，。]{0,10}(?:顶部|列表|首页|主页)|(?:\[\d{1,3}\]\s?){0,12}[上下]一[篇页条则])"
)
_LINE = re.compile(
    r"(?:【|\[|［|（|\(|\s)*(?:(?:[\u3400-\u9fff]{0,4}编辑|责编|网编|值班编委|[\u3400-\u9fff]{0,4}主编|值班主任|校对|审核|[一二三]审|监制|制作)"
    r"(?:\s*[:：|｜丨/／]|\s+[\u3400-\u9fff·]{2,4}(?:\s|$)|\W*$)[^，。；！？]*$"
    r"|[\u3400-\u9fff]{0,2}(?:监督|投诉)\s*[:：][\u3400-\u9fff]{2,4}\s+[\d-]{7}"
    r"|(?:广\s*告|推\s*广)(?:\s*$|[\s:：|]*(?:点击|查看|详情|了解|关闭|×))|扫一扫|扫描[^，。]{0,6}码|扫码|长按识别|长按二维码|关注(?:我们|公众号|微信|[^，。]{2,20}[，,](?:获取|了解|查看|掌握))"
    r"|(?:欢迎)?发表评论|我来说两句|我要(?:跟[帖贴]|评论|纠错|反馈|举报)|已输入|评论\s*[（(]\d|关键[词字](?:阅读)?\s*[:：>]|标签\s*[:：]|发送邮件至|跟踪\s*[:：]|热评|跟帖"
    r"|(?:安装|下载|登录|打开|尽在|[^，。]{2,16}，尽在)[^。]{0,24}(?:客户端|APP)|(?:制作单位|技术支持)\s*[:：]"
    r"|欢迎关注[^，。]{0,20}(?:公众号|微信|微博|客户端)|点击[“\"「]?(?:阅读|查看|下载|进入|上方|下方|蓝字)|阅读原文|微信扫|打开微信|使用微信|投稿(?:与|邮箱|热线|新闻)|返回[^，。]{1,10}[，,]?查看更多"
    r"|查看(?:全部|更多|所有)?(?:评论|详情|原文)|查看更多[^，。]{0,10}(?:文章|内容|资讯)|(?i:tags?)\s*[:：]|(?:相关|延伸)(?:链接|阅读|报道)\s*[:：]"
    r"|转载、?(?:合作|授权)|已有\s*\d+\s*[人条]|登录后(?:可以)?(?:发言|评论|发表|参与)"
    r"|(?:网友)?评论\s*(?:已有|共有)?\s*\d+\s*[人条]|(?:更多|相关)[^，。]{0,6}[，,]?(?:详见|请见|请看|请点击|请?关注|请进入))"
)
_RIGHTS = re.compile(
    r"(?:特别|免责|版权|郑重|本站|平台)?声明[：:]|未经.{0,12}(?:授权|许可|允许).{0,25}(?:转载|复制|摘编|使用|请勿)|转载请(?:注明|标明|联系)|侵权.{0,12}(?:联系|删除)"
    r"|(?:扫描|扫码|长按).{0,6}二维码.{0,4}关注|icp[备证]\S{0,3}\d{4,}|公网安备|[\u4e00-\u9fff]网文[\[〔(（]|\d+\s*人(?:赞同|喜欢|收藏|点赞)了"
    r"|不代表.{0,12}(?:本|平台|网|观点|立场)|仅代表.{0,6}(?:作者|个人)|违者必究|版权归.{0,10}所有|举报邮箱|投诉邮箱|网友评论仅供"
    r"|凡.{0,8}注明.{1,30}(?:转载|原创|作品|稿件)|(?:新闻线索|(?:新闻|报料)热线)[：:]|商务合作[：:请]"
    r"|广告(?:热线|合作)|版 ?权 ?所 ?有|版权(?:[及与]免责)?声明\s*[①1]|仅提供信息存储"
    r"|不构成[^。]{0,16}投资建议|真实性未经?证实|风险请?自担"
    r"|uploaded and posted by (?:a |the )?user",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"[\W_]*(?:本文|封面|题图|配图|头图|首图|图片|文章|信息|内容|素材|资料|稿件){0,2}"
    r"(?:(?:来源于?|稿源|转自|转载自|原载|出处|供稿(?:单位|部门)?)\s*[：:|｜丨][^，。；]{0,60}|原标题\s*[：:|｜丨].{0,60})$"
    r"|[（(](?:本文)?(?:转载自|转自|摘自|选自|原载于?|来源于?)[^，。]{2,40}[)）]$"
    r"|[（(](?:据[^，。]{2,10}|原(?:标)?题[为：:].{2,40})[)）]$"
    r"|[（(]?(?:本文|文章)(?:首[发刊]|(?:来自|转载自|转自|授权转载自?)(?:微信)?(?:公众号|订阅号|[“「])).{0,60}$"
)
# “文字 | 小碳 排版 | 阿绿”, “作者 / 秦朗”: who did what, and nothing else.
_CREDITS = re.compile(
    rf"(?:本[报刊网台])?{_ROLE}\s*[|｜丨/／]\s*{_HAN_NAME}(?:[\s　|｜;；]+{_ROLE}\s*[|｜丨:：/／]\s*{_HAN_NAME})*[。]?"
    rf"|(?:{_ROLE}\s*[:：]\s*{_HAN_NAME}[\s　|｜;；、]*){{2,}}"
    r"|(?:作者|记者|通讯员|摄影|撰文|撰稿|供稿|发布)\s*[:：]\s*(?:[\u3400-\u9fff]{2,8}记者\s*)?[\u3400-\u9fff·]{2,4}"
    r"(?:[、\s]+[\u3400-\u9fff·]{2,4}){0,4}"
    # “（长河日报记者 甘木）”
    r"|[（(][\u3400-\u9fff]{0,8}(?:记者|通讯员|作者|实习生|供稿)[\u3400-\u9fff·、\s:：]{2,40}[)）]"
    r"|(?:本文|文中)图片[^，。]{0,8}提供|(?:股市|投资|市场)有风险，?(?:入市|投资)需谨慎。?"
    r"|[^。]{0,16}(?:点个?[“\"]?(?:在看|赞)[”\"]?吧?|点赞、转发(?:、在看)?)"
    # “新京报记者 甘木 编辑 岳山 校对 付一”
    rf"|(?:[\u3400-\u9fff]{{0,8}}?{_ROLE}[\s　]+[\u3400-\u9fff·]{{2,4}}(?:[\s　]+|$)){{2,}}"
)
# “12 收藏 我要举报”: buttons with their numbers, side by side.
_BUTTONS = re.compile(
    r"(?:(?:我要)?(?:举报|反馈|评论|收藏|点赞|分享|转发|纠错)|赞|微信|微博|朋友圈|打印|关闭|复制链接|[\d.]+万?|[\W_]"
    r"|人参与|条|阅读[量数]?|浏览[量次]?数?|点击[量率次]?数?|人气)+"
)
_END = re.compile(
    r"[\W_]*(?:(?:THE )?END|完|全文完|正文完|正文结束|分隔线|(?:最新|全部|热门|精彩|网友)?评论"
    r"|(?:新闻)?摘要|导语|导读)[\W_]*",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\W*(?i:sign up|subscribe|click here|read more|share this|follow us|our standards|advertisement"
    r"|explore the topic|updates? to this page|(?:is|was) this page useful|(?:last )?(?:published|updated):?$|from:$"
    r"|receive (?:our|daily|weekly)|register now|already a subscriber|related (?:stories|articles)|enditem$"
    r"|send (?:us )?(?:your )?comments|(?:media )?contacts?(?=:)|(?:copyright|©)[^.]{0,12}20\d\d)\b"
    r"|Reporting by [A-Z].{0,200}|By [A-Z][\w.'-]+ (?:[A-Z][\w.'-]+ ?){1,3}(?:[-–—,|].{0,60})?$"
)
_ENGLISH_CHARS = 140
_EDITION = re.compile(r"《[^》]{2,14}》\s*[（(][^（）()]{0,24}\d+\s*版[^（）()]{0,8}[)）]")
_URL_ONLY = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+-]+", re.IGNORECASE)
_PAGE_DIGITS, _CODE_DIGITS = 6, 15


def _is_bar(text: str) -> bool:
    return len(text) <= 40 and bool(_BUTTONS.fullmatch(text) and re.search(r"[\u3400-\u9fff]", text))


def is_button(text: str) -> bool:
    """True for a button of the page (打印, 上一篇): it is in no version of the text."""
    return len(text) <= 60 and bool(_BUTTON.match(text))


def is_furniture(text: str, paragraph: Paragraph) -> bool:
    """True for a line that is no text; `text` is the paragraph's, cleaned."""
    if _URL_ONLY.fullmatch(text) or _EDITION.fullmatch(text) or _END.fullmatch(text) or _is_bar(text):
        return True
    if is_button(text) or (len(text) <= 60 and (_LINE.match(text) or _SOURCE.match(text))):
        return True
    if (len(text) <= 80 and _CREDITS.fullmatch(text)) or (len(text) <= _ENGLISH_CHARS and _ENGLISH.match(text)):
        return True
    if len(text) <= 300 and _RIGHTS.search(text) and not paragraph.heading:
        return True
    if text.isdigit() and not paragraph.heading and not _PAGE_DIGITS <= len(text) < _CODE_DIGITS:
        return True
    return not re.search(r"\w", text)
