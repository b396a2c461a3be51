"""The one to three sentences that tell a busy reader what happened, and the words to find it by.

Nothing is rewritten: a point is a sentence of the text. On 11 real articles such a choice (title, place, figures) gave
17 usable points of 22; four graph-based summarisers gave 10 to 14.
"""

import importlib.util
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from nlp.text import fold, sentences, tidy

_SHORTEST, _LONGEST = 14, 220
_GOOD_LENGTH = 120
_WRAPPED = 15
_TOO_ALIKE = 0.5

_TABLE = re.compile(
    r"\||\t|^(?:[\d.,%\-/\s]+|[^\s]{1,8}(?:\s+[\d.,%\-/]+){2,})$|^(?:附?表|图)\s*[\d一二三四五六七八九十]"
)
_SIGN_OFF = re.compile(
    r"^[(（]?(?:联\s*系(?:人|电话|方式)|抄\s*送|附\s*件|责任编辑|此件|特此|原标题|版权|扫[码描一]|点击|更多(?:精彩|内容|资讯|信息|请)"
    r"|上一篇|下一篇|关于我们|发布(?:时间|日期)|(?:本文|文章|信息)来源|注\s*[:：]"
    # “记者从…获悉” and “审核工作将于…” begin a sentence; with a colon, or alone on a short line, they are a sign-off.
    r"|(?:联系|电\s*话|传\s*真|邮\s*箱|地\s*址|网\s*址|编辑|来源|作者|记者|校对|审核|备注|声明|更多|分享|打印|首页|咨询)"
    r"(?:\S{0,4}\s*[:：/|丨】)）]|\s|[^。！？!?]{0,24}$))"
)
_DAY_ALONE = re.compile(r"^[\d〇○零一二三四五六七八九十年月日\s./-]+(?:印发)?$")
_CAPTION = re.compile(r"(?:摄影?|供图|图/\S+|资料图片?)[)）】]?$")
_END = re.compile(r"[。！？!?…][”’」』）)》]*$")
_HEADING = re.compile(
    r"^(?:#+|第[一二三四五六七八九十\d]+[章节条]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）])\s*\S{0,24}$"
)
_ADDRESSEE = re.compile(r"^.{2,160}[:：]$")
_MARKUP = re.compile(r"\*\*|^#+\s*|<[^>]+>")
_DATELINE = re.compile(
    r"^[^\s的]{2,12}?(?:社|网|报(?!道)|台|分站)\S{0,8}?\s*(?:\d+\s*月)?\s*(?:\d+\s*日)?\s*(?:电|讯|消息)"
    r"(?:\s*[(（][^)）]{2,30}[)）][:：，,\s]*|[:：，,\s]+)"
)

# A sentence that opens with these leans on one that would be missing.
_LEANING = re.compile(
    r"^[“\"'‘〔）)】\]、，。；：,.;:]|^[^，。]{1,8}，(?:他|她|它|该|上述|此(?!外)|这|其(?!他|余|中))|^(?:他|她|它|其|该|此|这|那|对此|据此|因此|所以|但|而(?!且是)|不过|然而|同时|此外|另外|并且|并(?!网|购)|也|又|还|且|于是|随后|之后|届时|上述|以下|以上"
    r"|[^，。]{0,3}上述|[^，。]{0,3}按(?:每吨)?[^，。]{1,12}(?:计算?|测算|估算|折算)，|与此|其中|除此|可见|总之|换言之|例如|比如|如果|首先|其次|再次|最后|一是|二是|三是|四是|五是|双方|前者|后者|两者|二者|在此|为此|从而|至此|有鉴|答[:：]|问[:：]|我们|我认为|我觉得|笔者|(?:现|为此|特)?[^，。]{0,8}(?:通知|公告|公布|公示|通报|意见|方案)如下)"
)
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+条|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d))\s*"
)
# “竞价底价：31.5元/吨。”: a term of a notice, short but whole.
_TERM = re.compile(r"^[\u3400-\u9fff]{2,8}[:：][^。；，,]*\d[\d,.]*\s*(?:万|亿)?(?:元|吨|%|％)[^。；]*。$")
_FORMULA = re.compile(r"认真(?:抓好|做好|组织|贯彻)\S{0,6}(?:落实|实施|执行)|遵照执行|特此(?:通知|公告|函告)")
_PURPOSE = re.compile(r"^(?:为(?!期)|根据|按照|依据|经)")
# What points to a source or to the law is cut from the front, what points to a list that is not printed from the end.
_HEARSAY = re.compile(
    r"^(?:据(?:悉|了解|介绍|报道|[^，。《]{2,16}(?:消息|报道|介绍|透露|统计))|(?:本[报刊网])?(?:记者|笔者)[^，。]{0,24}(?:获悉|了解到|采访到|看到))[，,:：]\s*"
)
_BASIS = re.compile(
    r"^(?:根据|按照|依据)《[^。]{4,240}?》[^，。《》]{0,30}，(?=[^，。]{0,40}(?:受|定于|将于|于|决定|组织|举行|对|将))"
)
_AS_FOLLOWS = re.compile(r"[，,]\s*(?:现(?:就|将)?)?[^，。,：:]{0,24}如下[:：].*$", re.DOTALL)
_PRINTED_ON = re.compile(r"^\s*(?:发布(?:时间|日期)|日期|时间|来源)\s*[:：]\s*[\d年月日/.:-]+\s*")
_AIM_ALONE = re.compile(r"^为(?:了|进一步|加快|加强|贯彻|落实|做好|推动|推进|深入|切实|有效|保障|规范)[^。]*。$")
_MAIN = re.compile(
    r"现(?:将|就|印发|予)|决定|制定|印发|发布|公布|举[办行]|召开|开展|启动|联合|定于|于\d|\d日|组织|成立|出台"
)
_NO_WORDS = re.compile(r"[^\u3400-\u9fff]|[年月日时分至到点上下午]")
_WORDS = 8  # letters beside a date; “9月12日9:30至11:30。” is a cell of a table
_FIGURE = re.compile(r"\d")
_DAY = re.compile(r"\d\s*[月日年]|昨日|昨天|今日|日前|近日")
_ACT = re.compile(
    r"印发|发布|启动|签署|完成|成交|举行|召开|宣布|成立|通过|出台|实施|上线|开市|建成|下达|公布|获批|批准|达成|投产|拍卖|竞价|决定|表示|指出|设立|加入"
)
_ACTOR = re.compile(r"[部委局厅省市县区院会所司社企公司集团政府组织中心联盟国]")
_DUTY = re.compile(r"(?:应当?|须|需|请)(?:于|在)|之?前(?:完成|提交|报送|上缴|缴纳|清缴)|逾期|截止|处罚|罚款|清缴|履约")


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    place: int
    paragraph: int
    pairs: frozenset[str]


def key_points(title: str, text: str, limit: int = 3) -> list[str]:
    """Give up to `limit` sentences in the order of the text; [] where the text has no whole sentence.

    No point opens with a pronoun or a link to a sentence that is not there; tables, sign-offs, addressees, headings and
    captions are passed over. 电头, 据悉 and 根据《…》 are cut from the sentence that they open, “…如下：” from its end.
    """
    candidates = [one for one in _candidates(title, text) if not _LEANING.match(one.text) and not _is_formula(one.text)]
    titled = _pairs(title)
    chosen: list[_Candidate] = []
    for one in sorted(candidates, key=lambda one: (-_weight(one, titled), one.place)):
        if len(chosen) == limit:
            break
        if all(_overlap(one.pairs, other.pairs) < _TOO_ALIKE for other in chosen):
            chosen.append(one)
    return [one.text for one in sorted(chosen, key=lambda one: one.place)]


def keywords(title: str, text: str, limit: int = 8) -> list[str]:
    """Give the words that stand for a text, the weightiest first, folded. The first call loads jieba."""
    from nlp.sections.words import cut

    rarity, usual = _rarity()
    # The title speaks for the text: three times its words.
    counts = Counter(cut(fold(title)) * 3 + cut(fold(_MARKUP.sub("", text))))
    ranked = sorted(counts, key=lambda word: (-counts[word] * rarity.get(word, usual), word))
    return ranked[:limit]


@cache
def _rarity() -> tuple[dict[str, float], float]:
    """Give jieba's table of how rare a word is in Chinese at large, and the middle value for words it does not know."""
    package = importlib.util.find_spec("jieba")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("keywords need jieba: install the project's locked dependencies.")
    # Read here and not by jieba.analyse, which leaves the file open.
    lines = (Path(package.origin).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines()
    table = {word: float(value) for word, _, value in (line.partition(" ") for line in lines)}
    return table, median(table.values())


def _candidates(title: str, text: str) -> list[_Candidate]:
    found: list[_Candidate] = []
    seen: set[str] = set()
    for number, paragraph in enumerate(_paragraphs(text)):
        for sentence in sentences(paragraph):
            bare = _bare(sentence, title)
            key = fold(bare)
            # A numbered sentence this short is the heading of what follows it, unless it is a term of its own.
            term = _TERM.match(bare)
            shortest = 0 if term else 2 * _SHORTEST if _NUMBERED.match(sentence) else _SHORTEST
            if (
                (term or len(_NO_WORDS.sub("", key)) >= _WORDS)
                and shortest <= len(key) <= _LONGEST
                and _END.search(bare)
                and key not in seen
            ):
                seen.add(key)
                found.append(_Candidate(bare, len(found), number, _pairs(bare)))
    return found


def _bare(sentence: str, title: str) -> str:
    """The sentence without what a page or an office puts around it; not a word of it is changed."""
    bare = sentence.removeprefix(tidy(title)) if title.strip() else sentence
    for front in (_PRINTED_ON, _DATELINE, _NUMBERED, _HEARSAY, _BASIS):
        bare = front.sub("", bare)
    cut = _AS_FOLLOWS.sub("。", bare)
    return cut if len(cut) >= 2 * _SHORTEST else bare


def _is_formula(sentence: str) -> bool:
    """True for “请认真贯彻执行。” and for an aim that nobody acts on; not where it also says what is issued."""
    if _AIM_ALONE.match(sentence) and not _MAIN.search(sentence):
        return True
    return bool(_FORMULA.search(sentence)) and "《" not in sentence


def _paragraphs(text: str) -> list[str]:
    """Give the running text: lines that a PDF wrapped joined again, lines that are no text left out."""
    lines = [(raw, tidy(_MARKUP.sub("", raw))) for raw in text.splitlines()]
    width = _usual_width([line for _, line in lines if line])
    joined: list[str] = []
    is_open = left_out = False
    for raw, line in lines:
        cut_off = len(line) >= _WRAPPED and not _END.search(line) and line[-1] not in "：:"
        # What a line left out leaves unfinished (抄送…) goes on in the next.
        left_out = (left_out and is_open) or not line or _is_furniture(raw, line, width)
        if not left_out and is_open:
            joined[-1] += line
        elif not left_out:
            joined.append(line)
        is_open = cut_off
    return joined


def _usual_width(lines: list[str]) -> int:
    """Give the length that nine of ten lines stay below: the width of the column where a PDF was wrapped."""
    return sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0


def _is_furniture(raw: str, line: str, width: int) -> bool:
    if raw.lstrip().startswith("#") or _TABLE.search(raw.strip()) or _SIGN_OFF.match(line) or _DAY_ALONE.match(line):
        return True
    # A numbered line that fills the column is no heading but the start of a paragraph.
    short = len(line) < 0.8 * width
    return bool(
        (short and _HEADING.match(line) and not _TERM.match(_NUMBERED.sub("", line)))
        or (_ADDRESSEE.match(line) and "如下" not in line)
        or _CAPTION.search(line)
    )


def _weight(one: _Candidate, titled: frozenset[str]) -> float:
    """Title, place and what a reader asks for: who, did what, how much, when, by when."""
    place = 1.2 if one.place == 0 else 0.8 if one.paragraph == 0 else 0.4 if one.paragraph <= 2 else 0.0
    weight = place + 2.0 * _overlap(titled, one.pairs)
    weight += 0.4 * bool(_FIGURE.search(one.text)) + 0.3 * bool(_DAY.search(one.text))
    weight += 0.4 * bool(_ACT.search(one.text)) + 0.2 * bool(_ACTOR.search(one.text[:20]))
    weight += 0.5 * bool(_DUTY.search(one.text))
    weight -= 0.6 * bool(_PURPOSE.match(one.text)) + 0.4 * one.text.endswith(("？", "?"))
    weight += 1.0 * bool(_TERM.match(one.text))
    return weight - 0.4 * (len(one.text) > _GOOD_LENGTH)


def _pairs(text: str) -> frozenset[str]:
    plain = re.sub(r"\W+", "", fold(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer else 0.0
