"""A document cut into what stands above the body (letterhead, number, title, byline) and the rest."""

import re
from dataclasses import dataclass

from nlp.text import narrow

# The words a government title ends with.
TITLE_END = (
    r"(?:通知|意见|决定|公告|通告|复函|的函|批复|通报|方案|办法|规定|细则|规划|计划|条例|命令|令|公示|指南|目录|纲要|措施"
    r"|报告|决议|制度|章程|标准|导则|要点|清单)"
)
# “各市人民政府：” ends the head; a label whose value stands on the next line does not.
_ADDRESSEE = re.compile(
    r"^(?:各|省|市|县|区|有关|国|中|全|本|直属|驻|机关|[\u3400-\u9fff]{2,20}[省市县区州盟委局厅部司]).{2,}:$|^[^:]{12,}:$"
)
_LABEL = re.compile(r"(?:号|日期|时间|来源|机构|机关|单位|分类|主题词?|有效性|标题|名称|作者|编辑|次数)\s*:$")
_BODY = re.compile(r"^(?:为|根据|按照|依据|经|现将|近日|日前|《.{4,80}》(?:已|业)|第[一1]条|一、)")
_LINES = 40
_LENGTH = 1500


@dataclass(frozen=True)
class Sheet:
    """`head`: the lines above the body; `rest`: all lines after them; figures and marks narrowed, lines stripped."""

    head: tuple[str, ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Sheet":
        lines = [line.strip() for line in narrow(text).splitlines()]
        end = _head_end(lines)
        if end < len(lines) and (start := _before_body(lines[end])):
            return cls((*lines[:end], start), (lines[end][len(start) :], *lines[end + 1 :]))
        return cls(tuple(lines[:end]), tuple(lines[end:]))

    @property
    def lines(self) -> tuple[str, ...]:
        return self.head + self.rest


def _head_end(lines: list[str]) -> int:
    length = 0
    for at, line in enumerate(lines):
        length += len(line)
        if at >= _LINES or length > _LENGTH or "。" in line or _BODY.match(line):
            return at
        if _ADDRESSEE.match(line) and not _LABEL.search(line):
            return at
    return len(lines)


def _before_body(line: str) -> str:
    """Give the part of a run-on line that can hold a title: all up to the addressee's colon or the first full stop."""
    if "。" not in line:
        return ""
    found = re.match(r"[^。:]{0,200}", line)
    return found[0] if found else ""
