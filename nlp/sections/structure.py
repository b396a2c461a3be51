"""How a document is built: the marks that tell a document from a story, and a story from an opinion.

Every mark is a number from 0 to 1 with a Chinese label for the editor. Marks read folded text (no white space,
half-width punctuation), and allow for PDF texts and for pages that have lost the brackets of their 文号.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.sections.view import View

Mark = Callable[[View], float]

_YEAR_TAIL = r"(?:》|[\(〔\[][^\)〕\]]{1,30}[\)〕\]]|20\d\d年?|\d{1,3}号)*"
_OFFICES = r"(?:局|委|委员会|政府|办公厅|办公室|部|厅|中心|交易所|交易中心|公司|院)"
_DOCUMENTS = (
    "办法|方案|规划|意见|规定|条例|细则|指南|计划|规程|标准|目录|清单|决定|准则|纲要|规则|要点|规范|制度|措施|通则"
)

_NOTICE_TITLE = re.compile(rf"(?:通知|通告|复函|批复|的函|紧急通知|预通知){_YEAR_TAIL}(?:发布)?$")
_ANNOUNCE_TITLE = re.compile(
    rf"(?:公告|公示|通报|竞价情况|结果|提示|说明|声明|须知|函告|发布|启事|告示){_YEAR_TAIL}(?:发布)?$"
)
_DOCUMENT_TITLE = re.compile(rf"(?:{_DOCUMENTS}){_YEAR_TAIL}$")
_ISSUE_TITLE = re.compile(r"关于(?:印发|发布|公布|颁布|颁发|下发|转发|调整|修订|征求)")
_ABOUT_TITLE = re.compile(r"^(?:.{0,40}(?:委|局|厅|部|政府|办公室|办公厅|中心|交易所|公司|市|省|区|国务院|度))?关于")
_VERB_TITLE = re.compile(
    rf"(?:印发|发布|出台|公布|审议通过|通过|下发|推出|实施).{{0,4}}《?.{{4,60}}(?:{_DOCUMENTS})》?{_YEAR_TAIL}$"
)
_HEAD_NOTICE = re.compile(r"关于.{4,70}?的(?:通知|公告|通告|公示|函|批复|意见|决定|说明)")
_HEAD_DOCUMENT = re.compile(
    rf"^(?:附件\d?)?[^。:,]{{6,50}}(?:{_DOCUMENTS})(?:\((?:试行|征求意见稿|公开征求意见稿|暂行|草案|20\d\d[^\)]{{0,14}})\))?"
)
_REPORTED = re.compile(r"(?:近日|日前|今天|今日|昨日|近期|\d日)[^。]{0,40}(?:印发|发布|出台|公布|审议通过|下发|宣布)")

_NUMBER = re.compile(r"[一-鿿]{2,11}[〔\[\(](?:19|20)\d\d[〕\]\)]第?\d{1,5}号")
_LOST_NUMBER = re.compile(r"[一-鿿]{2,9}(?:函|发|办|规|字|气候|环资|府|令)(?:19|20)\d{2}\d{1,4}号")
_ORDER = re.compile(r"(?:令|公告)第?\(?\d{1,3}\)?号|公告(?:19|20)\d\d年第\d{1,3}号")
_ADDRESSEE = re.compile(
    r"(?:^|[^、,。;一-鿿]|号|通知|函|公告|工作)(?:各|有关|省|市|你)[^。;:]{0,120}"
    r"(?:局|委|政府|企业|单位|机构|公司|部门|协会|厅|会员|院校|高校|学校|参与人|交易主体|投资者|兵团)[^。;:,]{0,40}:"
)
_DIRECTED = re.compile(
    r"(?:现|兹)[^。]{0,50}(?:通知|公告|通告|公示|公布|说明|印发)(?:如下|给你们|公告)?|特此(?:公告|通知|通告|函告|公示|说明)|请(?:遵照|认真)[^。]{0,12}执行"
)
_SIGNED = re.compile(
    rf"{_OFFICES}(?:\(?[^。,;]{{0,6}}\)?)?(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日?(?!\d|[-—~至前起,、,上下])"
)
_ARTICLES = re.compile(
    r"第[一二三]条|第一章|[一1]、(?:总体要求|指导思想|总体思路|基本原则|总则|工作目标|重要意义|配额总量|纳入|适用范围"
    r"|总体目标|主要目标|目标任务|攻坚目标|核算原则)|\(一\)(?:指导思想|总体要求)|规范性引用文件|术语和定义|适用条件|(?:^|[^\d.])1范围|本方法学|本(?:文件|标准)规定了"
)
_ITEMS = re.compile(r"[一二三四五六七八九十]、|\([一二三四五六]\)")
_CONTACT = re.compile(r"联系人|联系电话|联系方式|咨询电话|电子邮箱|传真|邮箱")
_ANNEX = re.compile(r"附件[一二三12\d]?[:;.、]|\(?此件(?:主动|社会|依申请)?公开|抄送")

_BYLINE = re.compile(
    r"记者|通讯员|本报讯|央视网消息|[一-鿿]{2,6}(?:日报|晚报|时报|网)[^。]{0,10}讯|新华社[^。]{0,12}电|据[^。,]{2,12}报道|获悉|据悉|据了解|据介绍"
)
_ABROAD_LINE = re.compile(r"(?:当地时间|新华社(?!北京)[一-鿿]{2,6}\d{1,2}月|(?:德国|美国|欧洲|英国)时间)")
_DAY_OPENING = re.compile(
    r"^(?:\(?记者[^\)]*\))?(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?\d{1,2}日|^(?:近日|日前|昨日|昨天|今天|近期|今年)"
)
_QUESTION = re.compile(r"(?:^|[。?!:\)\*])\**(?:问|q\d?|记者|提问|主持人|[一-鿿]{2,8}(?:网|报|社))[:]")
_ANSWER = re.compile(r"(?:[。?!\*]|^)\**答[:]|答记者问|回答了?记者|记者提问|接受[^。]{0,14}专访|[对专]访")
_INTERVIEWED = re.compile(
    r"接受[^。]{0,14}采访|对(?:本报|本刊)?记者(?:表示|说|坦言)|(?:他|她)(?:认为|说|坦言|强调|建议|指出)"
)
_INTERVIEW_TITLE = re.compile(
    r"专访|访谈|答记者问|答问|十问|^对话|对话[:|]|实录|圆桌|自述|解读(?!.{0,8}(?:培训|会|班|活动))|一文读懂|图解"
)
_LIST_TITLE = re.compile(r"名单|名录|结果|入围|中标|公示|拟入选|推荐|申报|遴选|竞价|拍卖|招标|采购")
_RECRUIT_TITLE = re.compile(
    r"招聘|招募|招生|诚[邀聘]|征集.{0,20}专家|专家库|培训.{0,8}(?:通知|简章|公告)|加入我们|邀请函|邀请参|参展|实习生|启事"
)
_STUDY_TITLE = re.compile(r"(?:研究|借鉴|启示|影响|综述|测算|评估|实证|分析|机制|探讨)(?:[—-].{2,30})?$")
_INTERPRET_TITLE = re.compile(
    r"观察|评论|述评|时评|观点|浅[析谈]|谈谈?|自白|手记|账本|的一天|思考|展望|样本|启示|背后|困局|之争|盘点|透视|看法|理解|如何|为何|为什么|怎[么样]|何以|能否|是否|路径|之路|建议"
)
_COLUMN_TITLE = re.compile(r"^[【\[]?(?:观点|评论|解读|深度|专栏|述评|时评|观察|访谈|专访|特稿|对话)[】\]|:丨·]")
_NAME_COLON = re.compile(r"^[^:。]{2,16}:.{4,}")
_FIRST_PERSON = re.compile(r"我们(?!国|省|市)|我认为|我觉得|我想|笔者(?:认为|以为|看来)|在我看来|个人认为|本人|大家|你")
_TURNS = re.compile(
    r"不过|然而|但是|尽管|事实上|其实|显然|当然|毫无疑问|究竟|难道|所谓|一方面|换句话说|更重要的是|可以说"
)
# A feature opens with a scene or with somebody's words, news with a day or an office.
_SCENE_OPENING = re.compile(
    r"^(?:“|[^。]{0,14}(?:清晨|凌晨|早[上晨]|傍晚|午后|深夜|[一二三四五六七八九十\d]+(?:点|岁)|老[\u4e00-\u9fff](?!城|旧|年|百)))"
)
_LEADERS = re.compile(r"国家主席|总书记|国务院总理|国务院副总理|政治局常委|国务委员")
_CENTRE = re.compile(r"(?:我|本)?(?:中心|公司|集团|所)(?:党委|领导|全体|员工|各部门|董事长|总经理)")
_PRICE = re.compile(r"\d[\d,.]*(?:亿|万)?元(?:/吨|每吨)?|每吨\d")
_TONNES = re.compile(r"\d[\d,.]*(?:亿|万)?吨")
_CODE = re.compile(r"```|\{\{|\]\(|https?:|www\.|<!--|http")
_CITATION = re.compile(
    r"提出了?[^。]{0,30}(?:建议|方法|框架|机制)|本文|该文|本研究|文章(?:首先|最后|认为)|结果表明|对我国的启示|实证|探讨|研究(?:与|及)"
)
_ASKS_MONEY = re.compile(r"仅售|售价|特价|优惠价|咨询热线|订购|招商|加盟|零售价|上市价|点评:|一句话")


def _has(pattern: re.Pattern[str], part: str) -> Mark:
    return lambda view: 1.0 if pattern.search(getattr(view, part)) else 0.0


def _share(pattern: re.Pattern[str], part: str, full: int) -> Mark:
    return lambda view: min(len(pattern.findall(getattr(view, part))), full) / full


def _own_number(view: View) -> float:
    """A 文号 of its own stands at the head; a cited one follows a 《…》 or reads “(…号,以下简称……)”."""
    head = view.lead[:260]
    for found in _NUMBER.finditer(head):
        cited = head[: found.start()].rstrip("(").endswith("》") or head[found.end() :].startswith(",以下")
        if not cited:
            return 1.0
    return 1.0 if _LOST_NUMBER.search(head) and not _REPORTED.search(head[:80]) else 0.0


def _fullness(view: View) -> float:
    return min(view.length, 4000) / 4000


MARKS: dict[str, tuple[str, Mark]] = {
    "title_notice": ("标题是通知、函", _has(_NOTICE_TITLE, "title")),
    "title_announce": ("标题是公告、公示、结果", _has(_ANNOUNCE_TITLE, "title")),
    "title_document": ("标题是办法、方案等文件名", _has(_DOCUMENT_TITLE, "title")),
    "title_issue": ("标题有“关于印发、发布”", _has(_ISSUE_TITLE, "title")),
    "title_about": ("标题以“关于”领起", _has(_ABOUT_TITLE, "title")),
    "title_verb": ("标题是“某机关出台某文件”的新闻", _has(_VERB_TITLE, "title")),
    "title_interpret": ("标题有解读、专访、如何等字样", _has(_INTERPRET_TITLE, "title")),
    "title_interview": ("标题是专访、答问、解读", _has(_INTERVIEW_TITLE, "title")),
    "title_list": ("标题有名单、结果、竞价、招标等具体事项", _has(_LIST_TITLE, "title")),
    "title_recruit": ("标题是招聘、招生、征集、邀请", _has(_RECRUIT_TITLE, "title")),
    "title_study": ("标题像论文题目", _has(_STUDY_TITLE, "title")),
    "title_column": ("标题带评论栏目名", _has(_COLUMN_TITLE, "title")),
    "title_name_colon": ("标题是“某某：……”", _has(_NAME_COLON, "title")),
    "title_asks": ("标题是问句", _has(re.compile(r"[?？]|吗$|呢$"), "title")),
    "title_exclaims": ("标题有感叹号", _has(re.compile(r"[!！]"), "title")),
    "head_notice": ("开头是“关于……的通知、公告”", lambda v: 1.0 if _HEAD_NOTICE.search(v.lead[:160]) else 0.0),
    "head_document": ("开头是文件名", lambda v: 1.0 if _HEAD_DOCUMENT.search(v.lead[:90]) else 0.0),
    "reported": ("写“近日印发、发布”的报道口吻", lambda v: 1.0 if _REPORTED.search(v.lead[:160]) else 0.0),
    "own_number": ("有自己的文号", _own_number),
    "order_number": ("令、公告的编号", lambda v: 1.0 if _ORDER.search(v.lead[:120]) else 0.0),
    "addressee": ("有主送单位", lambda v: 1.0 if _ADDRESSEE.search(v.lead[:420]) else 0.0),
    "directed": ("有“现将……通知如下”“特此公告”", lambda v: 1.0 if _DIRECTED.search(v.lead + v.tail) else 0.0),
    "signed": ("落款有机关和日期", lambda v: 1.0 if _SIGNED.search(v.tail) or _SIGNED.search(v.lead[60:]) else 0.0),
    "articles": ("有章、条或总体要求", _has(_ARTICLES, "lead")),
    "items": ("分条列项", _share(_ITEMS, "lead", 6)),
    "contact": ("留有联系方式", lambda v: 1.0 if _CONTACT.search(v.tail) else 0.0),
    "annex": ("有附件、抄送", lambda v: 1.0 if _ANNEX.search(v.lead) or _ANNEX.search(v.tail) else 0.0),
    "byline": ("有记者、电头、“据悉”", _share(_BYLINE, "lead", 3)),
    "abroad_line": ("国外电头或当地时间", _has(_ABROAD_LINE, "lead")),
    "day_opening": ("以日期或“近日”开头", _has(_DAY_OPENING, "lead")),
    "question_marks": ("引语之外有问句", _share(re.compile(r"\?"), "own", 4)),
    "asked": ("一问一答", _share(_QUESTION, "lead", 2)),
    "answered": ("记者提问、专访", _share(_ANSWER, "lead", 2)),
    "interviewed": ("受访者的话", _has(_INTERVIEWED, "lead")),
    "first_person": ("引语之外用“我们”", _share(_FIRST_PERSON, "own", 3)),
    "scene_opening": ("以场景或人物的话开头", _has(_SCENE_OPENING, "lead")),
    "turns": ("有议论的转折", _share(_TURNS, "lead", 3)),
    "leaders": ("国家领导人", _has(_LEADERS, "lead")),
    "centre_affairs": ("交易所内部事务", _share(_CENTRE, "lead", 2)),
    "prices": ("有金额、单价", _share(_PRICE, "lead", 4)),
    "tonnes": ("有吨数", _share(_TONNES, "lead", 4)),
    "code": ("网页代码、链接", _share(_CODE, "lead", 3)),
    "citation": ("论文摘要的写法", _share(_CITATION, "lead", 3)),
    "sales": ("卖货的话", _has(_ASKS_MONEY, "lead")),
    "fullness": ("篇幅长", _fullness),
}


def marks(view: View) -> dict[str, float]:
    """All marks that are not zero."""
    values = {name: mark(view) for name, (_, mark) in MARKS.items()}
    return {name: value for name, value in values.items() if value}
