"""A document's own number (文号). Numbers of other documents that it cites are not its number."""

import re

from nlp.metadata.head import TITLE_END, Sheet
from nlp.metadata.issuers import organisations

_HAN = r"[\u3400-\u9fff]"
_OPEN, _SHUT = r"[〔\[【({﹝〈]", r"[〕\]】)}﹞〉]"
_YEAR = r"(?P<year>(?:19|20)\s?\d\s?\d)"
_SERIAL = r"(?:第\s*)?(?P<serial>\d{1,5}(?:-\d{1,5})?)\s*号"
# 机关代字〔年〕n号, blanks anywhere; the code is cut free of the title's end below.
_NUMBER = re.compile(rf"(?P<code>(?:{_HAN}\s?){{1,24}}?)\s*{_OPEN}\s*{_YEAR}\s*年?\s*{_SHUT}\s*{_SERIAL}")
_ORDER = re.compile(
    rf"(?P<body>(?:{_HAN}|\s|、){{2,40}}?)?(?P<form>公告|通告|令)\s*[(]?\s*(?:(?P<year>(?:19|20)\d\d)\s*年)?\s*"
    r"第\s*(?P<serial>\d{1,5}|[一二三四五六七八九十百零〇]{1,7})\s*号[)]?"
)
_ORDER_SERIAL = re.compile(
    r"[(]?\s*(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?第\s*(?P<serial>\d{1,5}|[一二三四五六七八九十百零〇]{1,7})\s*号(?:公告)?[)]?"
    rf"|{_OPEN}\s*(?P<bracketed>(?:19|20)\d\d)\s*{_SHUT}\s*(?P<plain>\d{{1,5}})\s*号"
)
# Documents of the United Nations and the European Union: “FCCC/PA/CMA/2021/10/Add.1”, “Regulation (EU) 2023/956”.
_ABROAD = re.compile(
    r"(?P<un>FCCC/[A-Z0-9/.]+\d[A-Za-z0-9/.]*)$"
    r"|(?:[A-Z]+ ){0,2}(?:REGULATION|DIRECTIVE|DECISION) (?P<eu>\((?:EU|EC|EU, Euratom)\) (?:No )?\d{2,4}/\d{2,4})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:发文字号|文件编号|公文编号|文\s*号|发文号|文件号)\s*[:】\]]?\s*(?P<value>\S.*)?$")
_TITLE_CUT = re.compile(rf"^.*(?:{TITLE_END}|文件)(?=(?:{_HAN}){{1,14}}$)")
# Longer, a code has swallowed the name of the body before it (“…办公室青政办发”).
_LONG_CODE = 10
_BODY_CUT = re.compile(rf"^.*(?:办公[室厅]|人民政府|委员会|[厅局])(?=(?:{_HAN}){{2,9}}$)")
_TITLE_BEFORE = re.compile(rf"(?:{TITLE_END}|文件)\s*(?:[(][^()]{{1,12}}[)])?[\s(\[]*$")
_CITING = re.compile(r"根据|按照|依据|贯彻|落实|依照|遵照|参照|执行")
# What may follow an own number where lines were lost: a day, the addressee, the title, the body.
_ADDRESSED = re.compile(
    r"\s*(?:$|[(].{4,20}[)]|各|有关|省|市|国务院|[\u3400-\u9fff]{2,12}[省市县区委局厅部]|\S{0,20}关于|\d{4}\s*年|为|根据|按照|经|现)"
)


def find(sheet: Sheet) -> str | None:
    """Give the own number: after a label, on a line of its own above the body, or right behind the title."""
    for reading in (_labelled, _standing, _behind_title, _order, _abroad):
        if number := reading(sheet.head):
            return number
    return None


def _labelled(lines: tuple[str, ...]) -> str | None:
    for at, line in enumerate(lines):
        label = _LABEL.search(line)
        value = label and (label["value"] or next(iter(lines[at + 1 : at + 2]), ""))
        if value and (found := _NUMBER.match(value)):
            return _written(found)
        if value and (order := _ORDER.match(value)):
            return _order_written(order)
    return None


def _standing(lines: tuple[str, ...]) -> str | None:
    for at, line in enumerate(lines):
        bare = line[1:-1].strip() if line[:1] in "([【" and line[-1:] in ")]】" else line
        found = _NUMBER.match(bare)
        # Behind the number only a day or a time may stand; a citation broken by a line end follows its title.
        if found and not re.search(_HAN, re.sub(r"[年月日时分号]|签发人.*", "", bare[found.end() :])):
            before = "".join(lines[max(0, at - 2) : at])
            if not (before.endswith("》") and _CITING.search(before)):
                return _written(found)
    return None


def _behind_title(lines: tuple[str, ...]) -> str | None:
    for at, line in enumerate(lines):
        for found in _NUMBER.finditer(line):
            before = "".join(lines[max(0, at - 4) : at]) + line[: found.start("code")] + _title_part(found)
            follows = _ADDRESSED.match(line[found.end() :].lstrip(")] "))
            if follows and (not before.strip() or _ends_a_title(before)):
                return _written(found)
    return None


def _ends_a_title(before: str) -> bool:
    """True for “…的通知(”, false for “根据…的通知(”."""
    clause = re.split(r"[,。;]", before)[-1].strip()
    return bool(_TITLE_BEFORE.search(before)) and not _CITING.match(clause.removeprefix("为"))


def _order(lines: tuple[str, ...]) -> str | None:
    """Read 公告2021年第12号 and 令第19号, on one line or with the number on the line below."""
    for at, line in enumerate(lines):
        found = _ORDER.fullmatch(line)
        above = [one for one in lines[:at] if one]
        if found:
            return ("" if found["body"] else _bodies(above)) + _order_written(found)
        below = _ORDER_SERIAL.fullmatch(line)
        above, over = [_squeeze(one) for one in above[-1:]], above[:-1]
        form = below and above and re.search(r"(?:公告|通告|令)$", above[-1])
        if below and form and not _CITING.search(above[-1]):
            # “公 告” may stand on a line of its own below the body's name.
            body = _body(above[-1][: form.start()]) or _bodies(over)
            if below["plain"]:
                return f"{body}{form[0]}〔{below['bracketed']}〕{below['plain']}号"
            year = f"{below['year']}年" if below["year"] else ""
            return f"{body}{form[0]}{year}第{below['serial']}号"
    return None


def _abroad(lines: tuple[str, ...]) -> str | None:
    found = next((found for line in lines if (found := _ABROAD.match(line))), None)
    return found and (found["un"] or found["eu"])


def _bodies(lines: list[str]) -> str:
    """Join the bodies that stand one below the other at the end of `lines`, as printed, without blanks."""
    names = ""
    for line in reversed(lines):
        if not organisations(line):
            break
        names = _squeeze(line) + names
    return names


def _body(before: str) -> str:
    """Give the body in front of 公告; of a title (“某局关于…的公告”) only who stands before 关于."""
    return before.partition("关于")[0]


def _title_part(found: re.Match[str]) -> str:
    cut = _TITLE_CUT.match(_squeeze(found["code"]))
    return cut[0] if cut else ""


def _written(found: re.Match[str]) -> str:
    code = _TITLE_CUT.sub("", _squeeze(found["code"]))
    if len(code) > _LONG_CODE:
        code = _BODY_CUT.sub("", code)
    return f"{code}〔{_squeeze(found['year'])}〕{found['serial']}号"


def _order_written(found: re.Match[str]) -> str:
    year = f"{found['year']}年" if found["year"] else ""
    return f"{_squeeze(found['body'] or '')}{found['form']}{year}第{found['serial']}号"


def _squeeze(text: str) -> str:
    return "".join(text.split())
