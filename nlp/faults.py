"""Mistakes that a printed bulletin has made, found before the next one does: for the editor, each with its evidence.

Nothing is corrected here: a sentence says what looks wrong and what to do, and the evidence shows the place.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nlp import names
from nlp.dates import day_of, find_dates
from nlp.metadata import Metadata, read
from nlp.records import Document
from nlp.text import narrow

_HAN = r"[\u3400-\u9fff]"
_MOBILE = re.compile(r"(?<![\d.])(?P<head>1[3-9]\d)(?P<gap>[\s-]?)(?P<body>\d{4})(?P=gap)(?P<tail>\d{4})(?![\d.%])")
_LOST = re.compile(rf"(?<={_HAN})\?(?={_HAN})|\ufffd|[\ue000-\uf8ff]|(?<={_HAN})□(?={_HAN})")
# “怎么办?我们…” is a question: these stand before its mark, and the half-width mark is then right.
_ASKED = re.compile(r"[吗呢吧么何谁否]\??$|什么|怎[么样]|为何|如何|是否|哪|几|多[少久大快高远]|到底|能不能|难道|岂")
_FIGURE = re.compile(r"如?[下上]图(?:所示)?|见图\s*\d*|图\s*\d+\s*所示|如图(?:所示)?")
_TABLE = re.compile(r"如?下表(?:所示)?|见下表|详见表\s*\d*|表\s*\d+\s*所示")
_ENDED = re.compile(r"[。！？!?…；;.][”’」』）)》\]】]*$|[）)》】]$")
_FURNITURE = re.compile(
    r"^(?:附|联系|来源|作者|编辑|责任编辑|责编|记者|抄送|电话|地址|邮箱|传真|原标题|相关|版权|声明|http|www|[(（]|\||\d+[.、])"
)
_SIGNED = re.compile(r"[年月]\s*\d*\s*日?$|[局委厅部府会所心司院行室网社报]$")
_FIRST_PERSON = re.compile(
    r"^[“\"]?(?:我(?:希望|认为|觉得|建议|想|相信|个人)|我们(?:希望|认为|建议|相信|呼吁)|希望[^，。]{2,8}(?:能|可以))"
)
_SPEAKER = re.compile(
    r"(?:说|表示|指出|认为|强调|介绍|写道|答|问|记者|主持人|作者|专访|接受[^。]{0,8}采访)\s*[:：,，“]|答记者问|对话|专访|作者[:：]|文[/／]"
)
_WHOSE = re.compile(r"(?<![自本])我(?:省|市|区|县|委|厅|局|州)(?!际)")
_QUOTED = re.compile(r"“[^”]{0,300}”")
_ABOUT_A_YEAR = 45  # days; issue 108 printed 2016-5-15 over a text that quotes 14 May 2017
_ROUND = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """`name` is for programs, `sentence` for the editor; `evidence` is a piece of the text, or the values at odds."""

    name: str
    sentence: str
    evidence: str


def find(document: Document, *, images: int = 0, tables: int = 0) -> list[Fault]:
    """Give what an editor should look at before printing; `images`, `tables`: how many the article has."""
    facts = read(document.text, document.title)
    found = [fault for check in _CHECKS for fault in check(document, facts)]
    found += _missing(document.text, _FIGURE, images, "missing_figure", "正文提到图，但没有图：补图，或删去这句。")
    found += _missing(document.text, _TABLE, tables, "missing_table", "正文提到表，但没有表：补表，或删去这句。")
    return found


def mask(text: str) -> str:
    """Cover the middle of private mobile numbers: 138****5678. Landlines and other figures stay."""
    return _MOBILE.sub(lambda found: f"{found['head']}****{found['tail']}", text)


def _wrong_year(document: Document, _: Metadata) -> Iterator[Fault]:
    day = document.published_on
    stated = [found.day for found in find_dates(document.text)]
    next_year = day and day_of(day.year + 1, day.month, min(day.day, 28))
    if not day or not next_year or any(abs((one - day).days) <= 200 for one in stated):
        return
    near = [one for one in stated if abs((one - next_year).days) <= _ABOUT_A_YEAR]
    if near:
        yield Fault(
            "wrong_year",
            f"发布日期可能错了一年：正文写到 {near[0]}，请核对是否应为 {day.year + 1} 年。",
            f"发布日期 {day}；正文 {near[0]}",
        )


def _published_before_signed(document: Document, facts: Metadata) -> Iterator[Fault]:
    day, signed = document.published_on, facts.signed_on
    if day and signed and day < signed:
        yield Fault(
            "published_before_signed",
            "发布日期早于成文日期：多半抄了别条的日期，请核对原网页。",
            f"发布日期 {day}；成文日期 {signed}",
        )


def _source_not_issuer(document: Document, facts: Metadata) -> Iterator[Fault]:
    known = names.look_up(document.publisher) if document.publisher else None
    # A notice of 环境保护部 stands on the site of 生态环境部 today: one body, and no fault.
    source = names.successor(document.publisher) if document.publisher else ""
    official = (known is not None and known.kind == "government") or bool(_OFFICE.search(source))
    issuers = [names.successor(names.issuer(one, facts.doc_number)) for one in facts.issuers]
    if not facts.doc_number and not facts.signed_on:
        return
    if official and issuers and not any(one in source or source in one or _same_place(one, source) for one in issuers):
        yield Fault(
            "source_not_issuer",
            "来源是机关，却不是发文机关：请核对来源是否抄错。",
            f"来源 {document.publisher}；发文机关 {'、'.join(facts.issuers)}",
        )


_OFFICE = re.compile(r"(?:人民政府(?:办公[厅室])?|委员会|[厅局部])$")
_PLACE = re.compile(r"^[\u3400-\u9fff]{2,3}?(?:省|市|自治区|州|县|区)")


def _same_place(one: str, other: str) -> bool:
    """A government prints what its departments issue: the same place is no fault."""
    a, b = _PLACE.match(one), _PLACE.match(other)
    return bool(a and b and a[0] == b[0])


def _private_phone(document: Document, _: Metadata) -> Iterator[Fault]:
    numbers = [found["head"] + "****" + found["tail"] for found in _MOBILE.finditer(narrow(document.text))]
    if numbers:
        yield Fault(
            "private_phone",
            f"正文有 {len(numbers)} 个手机号码：印出前请遮去（系统可代为遮去中间四位）。",
            "、".join(numbers[:5]),
        )


def _lost_glyphs(document: Document, _: Metadata) -> Iterator[Fault]:
    lost = [
        found
        for found in _LOST.finditer(document.text)
        if found[0] != "?" or not _ASKED.search(_clause_before(document.text, found.start()))
    ]
    if lost:
        yield Fault(
            "lost_glyphs",
            f"有 {len(lost)} 处疑似丢字（问号或方框夹在汉字之间）：请对照原文补上。",
            _around(document.text, lost[0].start(), lost[0].end()),
        )


def _cut_off(document: Document, _: Metadata) -> Iterator[Fault]:
    lines = [line.strip() for line in document.text.splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    menu = len(re.findall(r"\s+", last[-30:])) >= 2
    plain = (
        len(last) >= 15
        and not menu
        and not _ENDED.search(last)
        and not _FURNITURE.match(last)
        and not _SIGNED.search(last)
    )
    if plain and not find_dates(last[-16:]):
        yield Fault("cut_off", "结尾没有句号，可能没有抄全：请对照原文。", last[-24:])


def _orphaned_first_person(document: Document, _: Metadata) -> Iterator[Fault]:
    if _SPEAKER.search(document.text) or _SPEAKER.search(document.title):
        return
    lines = [line.strip() for line in document.text.splitlines()]
    said = [line for line in lines if _FIRST_PERSON.match(line)]
    if said:
        yield Fault("orphaned_first_person", "有第一人称的段落，却没写是谁说的：请补上说话人。", said[0][:40])


def _whose_place(document: Document, facts: Metadata) -> Iterator[Fault]:
    """“我省” means another province with each source; in an issuer's own document everybody knows which."""
    if facts.doc_number or facts.issuers:
        return
    found = _WHOSE.search(_QUOTED.sub(lambda quoted: "□" * len(quoted[0]), document.text))
    if found:
        yield Fault(
            "whose_place",
            f"“{found[0]}”离开原报就不知指哪里：请改为地名。",
            _around(document.text, found.start(), found.end()),
        )


def _missing(text: str, form: re.Pattern[str], held: int, name: str, sentence: str) -> list[Fault]:
    found = form.search(text)
    return [Fault(name, sentence, _around(text, found.start(), found.end()))] if found and not held else []


def _clause_before(text: str, place: int) -> str:
    return re.split(r"[，。；！？,;!\n“]", text[max(0, place - 30) : place])[-1]


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _ROUND) : end + _ROUND].split())


_CHECKS: tuple[Callable[[Document, Metadata], Iterator[Fault]], ...] = (
    _wrong_year,
    _published_before_signed,
    _source_not_issuer,
    _private_phone,
    _lost_glyphs,
    _cut_off,
    _orphaned_first_person,
    _whose_place,
)
