"""A document as named numbers: marks of structure, groups of the lexicon, pairs of both, and words."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p, sqrt

from nlp.lexicon import Lexicon, load
from nlp.records import Document
from nlp.sections.structure import MARKS, marks
from nlp.sections.view import View, view
from nlp.sections.words import cut

_WORD_LEAD = 420  # characters cut into words: jieba takes most of the time, and more text did not score better

# Groups of which a document needs one at least to be about the bulletin's subject.
_SUBJECT = (
    "carbon_market",
    "carbon_finance",
    "low_carbon",
    "energy",
    "environment",
    "extreme_weather",
    "climate_talks",
)

# Marks of an official document; three of them are as good as certain.
_FORMAL = (
    "own_number",
    "addressee",
    "directed",
    "signed",
    "articles",
    "title_notice",
    "head_notice",
    "title_document",
)

Strengths = dict[str, float]
Finds = dict[str, dict[str, int]]

PAIRS: dict[str, str] = {
    "document": "公文（文号、主送、落款、条文）",
    "document_compliance": "公文，内容是履约、清缴、竞价",
    "document_issue": "公文，印发普遍适用的文件",
    "document_members": "公文，写给企业、会员或针对具体项目",
    "story_of_market": "不是公文，内容是碳市场",
    "story_of_low_carbon": "不是公文，内容是低碳环保而非碳市场",
    "foreign_only": "气候、能源内容，只见国外地名",
    "foreign_title": "气候、能源内容，标题说国外或国际组织",
    "foreign_market": "国外的碳市场",
    "person_said": "标题是“某人：……”，内容是受访者的话",
    "china_title": "低碳、能源内容，标题说国内地方或机关",
    "no_subject": "没有碳、能源、环境的内容",
    "thin_subject": "碳、能源、环境的内容很少",
    "story_of_document": "报道某文件出台，不是文件本身",
    "talk": "问答或议论",
    "interview": "访谈、答记者问、解读，内容切题",
    "study": "论文摘要的题目与写法",
    "goods": "推销家居、电器等商品",
    "outside_scope": "核安全、检测标准等，不谈碳与能源",
    "staff": "招聘、招生、党建或公司事务",
    "visit": "来访、考察、座谈",
    "trade_figures": "碳市场成交数字",
}


@dataclass(frozen=True, slots=True)
class Features:
    """`values` by feature name; `terms` are the lexicon's finds by group, for the reasons."""

    values: dict[str, float]
    terms: dict[str, tuple[str, ...]]


def read(document: Document) -> Features:
    """Everything the judge knows of a document; names are `mark:`, `pair:`, `title:`, `lead:`, `word:`."""
    lexicon = load()
    seen = view(document.title, document.text)
    in_title, in_lead = lexicon.find(seen.title), lexicon.find(seen.lead)
    structure = marks(seen)
    title = {name: _strength(counts, 2) for name, counts in in_title.items()}
    lead = {name: _strength(counts, 8) for name, counts in in_lead.items()}
    values = {f"mark:{name}": value for name, value in structure.items()}
    values |= {f"title:{name}": value for name, value in title.items()}
    values |= {f"lead:{name}": value for name, value in lead.items()}
    values |= {f"pair:{name}": value for name, value in _pairs(structure, title, lead).items() if value}
    values |= {f"word:{word}": value for word, value in _words(seen).items()}
    return Features(values, _terms(in_title, in_lead))


def label(name: str, lexicon: Lexicon) -> str:
    """A feature's name in an editor's words."""
    kind, _, key = name.partition(":")
    if kind == "mark":
        return f"结构：{MARKS[key][0]}"
    if kind == "pair":
        return f"判断：{PAIRS[key]}"
    where = "标题用词" if kind == "title" else "正文用词"
    return f"{where}（{lexicon.groups[key].label}）"


def _strength(counts: dict[str, int], full: int) -> float:
    """0 to 1 by how many different terms were found, repeats counting little."""
    return min(1.0, sum(1 + 0.25 * min(n - 1, 3) for n in counts.values()) / full)


def _pairs(mark: Strengths, title: Strengths, lead: Strengths) -> Strengths:
    return _document_pairs(mark, title, lead) | _story_pairs(mark, title, lead) | _outside_pairs(mark, title, lead)


def _document_pairs(mark: Strengths, title: Strengths, lead: Strengths) -> Strengths:
    document = _formality(mark)
    compliance = max(_of(title, "compliance"), _of(title, "auction"), _of(lead, "auction"))
    issue = max(_of(mark, "title_issue"), _of(mark, "title_document"), _of(mark, "head_document") * _of(lead, "issue"))
    members = max(_of(title, "exchange_business", "project_act", "procurement"), _of(lead, "procurement"))
    return {
        "document": document,
        "document_compliance": document * compliance,
        "document_issue": document * issue * (1.0 - 0.7 * compliance) * (1.0 - 0.7 * _of(mark, "title_list")),
        "document_members": document * max(members, _of(mark, "title_list")),
    }


def _story_pairs(mark: Strengths, title: Strengths, lead: Strengths) -> Strengths:
    story = 1.0 - _formality(mark)
    market = max(_of(title, "carbon_market"), _of(lead, "carbon_market"))
    green = _of(lead, "low_carbon", "energy", "environment")
    foreign = sum(lead.get(name, 0.0) for name in ("foreign", "world_body", "climate_talks"))
    home = lead.get("china_place", 0.0) + lead.get("china_gov", 0.0)
    subject = min(1.0, _subject(title, lead))
    talk = (
        _of(mark, "asked") + _of(mark, "answered") + 0.5 * _of(mark, "first_person") + 0.5 * _of(mark, "question_marks")
    )
    abroad = float("foreign" in title and not title.keys() & {"china_place", "china_gov"} and foreign > home)
    return {
        "story_of_market": story * market * (1.0 - abroad),
        "foreign_market": story * market * abroad,
        "person_said": _of(mark, "title_name_colon") * _of(mark, "interviewed"),
        "story_of_low_carbon": story * green * (1.0 - market),
        "foreign_only": subject if foreign > 0.2 and home < 0.1 else 0.0,
        "foreign_title": subject * _of(title, "foreign", "world_body", "climate_talks", "diplomacy"),
        "china_title": subject * _of(title, "china_place", "china_gov"),
        "story_of_document": _of(mark, "reported", "byline")
        * _of(mark, "title_document", "title_issue", "title_verb", "title_about"),
        "talk": min(1.0, talk),
        "interview": (1.0 - _outside(title, lead))
        * max(_of(mark, "title_interview"), min(_of(mark, "asked"), _of(mark, "answered"))),
        "visit": story * min(1.0, 2 * lead.get("event", 0.0)) * max(market, green),
        "trade_figures": _of(lead, "trade") * market * _of(mark, "tonnes", "prices"),
    }


def _outside_pairs(mark: Strengths, title: Strengths, lead: Strengths) -> Strengths:
    subject = _subject(title, lead)
    staff = max(
        _of(mark, "title_recruit"), _of(title, "recruit", "party"), min(1.0, 1.5 * _of(lead, "recruit", "party"))
    )
    return {
        "no_subject": 1.0 if subject == 0 else 0.0,
        "thin_subject": max(0.0, 1.0 - subject),
        "study": (1.0 - _of(mark, "title_column"))
        * _of(mark, "citation")
        * max(_of(mark, "title_study"), _of(title, "academic"), _of(lead, "academic")),
        "goods": (1.0 - _formality(mark)) * max(_of(title, "consumer"), min(1.0, 1.5 * _of(lead, "consumer"))),
        "outside_scope": _outside(title, lead),
        "staff": staff,
    }


def _outside(title: Strengths, lead: Strengths) -> float:
    carbon = max(_of(title, "carbon_market", "low_carbon"), _of(lead, "carbon_market", "low_carbon"))
    return (1.0 - carbon) * max(_of(title, "standard_offscope"), min(1.0, 2 * _of(lead, "standard_offscope")))


def _formality(mark: Strengths) -> float:
    return min(sum(mark.get(name, 0.0) for name in _FORMAL), 3) / 3


def _subject(title: Strengths, lead: Strengths) -> float:
    return sum(lead.get(name, 0.0) + 2 * title.get(name, 0.0) for name in _SUBJECT)


def _of(strengths: Strengths, *names: str) -> float:
    return max(strengths.get(name, 0.0) for name in names)


def _words(seen: View) -> dict[str, float]:
    counts: dict[str, float] = {}
    for word in cut(seen.lead[:_WORD_LEAD]):
        counts[word] = counts.get(word, 0.0) + 1.0
    for word in cut(seen.title):
        counts[word] = counts.get(word, 0.0) + 2.0
    damped = {word: log1p(n) for word, n in counts.items()}
    norm = sqrt(sum(n * n for n in damped.values())) or 1.0
    return {word: n / norm for word, n in damped.items()}


def _terms(in_title: Finds, in_lead: Finds) -> dict[str, tuple[str, ...]]:
    """The commonest terms found, by feature name."""
    return {
        f"{kind}:{name}": tuple(sorted(counts, key=lambda term: (-counts[term], -len(term), term))[:4])
        for kind, finds in (("title", in_title), ("lead", in_lead))
        for name, counts in finds.items()
    }
