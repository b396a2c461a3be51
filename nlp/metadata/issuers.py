"""Who issued a document: from the title, the letterhead or the sign-off, else from a portal's label."""

import re

from nlp.metadata.head import TITLE_END, Sheet

_SUFFIX = (
    "部|委|委员会|局|厅|政府|院|署|会|银行|中心|交易所|公司|集团|法院|组|办|办公室|大学|学院|社|司|处|所|站|分行|支行|营业管理部"
    "|联盟|党组|中央|公署|联合会|总队|管委会|分局|行"
)
_NAME = re.compile(rf"(?:[\u3400-\u9fffA-Za-z·]|[(（][\u3400-\u9fff]{{1,6}}[)）]){{1,30}}(?:{_SUFFIX})")
_NO_NAME = re.compile(r"关于|印发|附件|特此|联系|抄送|有关|各|电话|地址|公开|通知|如下|负责|会同|会议|来源")
_PART = re.compile(r"[、,;/\s]+")
_GENERIC = re.compile(r"办公[厅室]|委员会|人民政府")
_MANY = re.compile(r"等\s*(?:[二三四五六七八九十\d]{1,3}|多)?\s*(?:个\s*)?(?:部门|单位|部委|委办局|厅局)$")
_ACT = re.compile(r"关\s*于|印\s*发|转\s*发|批\s*转|发\s*布|公\s*布|下\s*达|通\s*报|公\s*告(?!\s*[〔\[(第\d])|批\s*准")
_TITLE_END = re.compile(rf"{TITLE_END}\s*(?:[(][^()]{{1,16}}[)]\s*)*$")
# Where lines were lost, the addressee follows the title at once: “…的通知各省、自治区…”.
_RUN_ON_TITLE = re.compile(rf"{TITLE_END}(?:[(][^()]*[)])?(?:各[省市区县地部有单相]|有关)")
_LETTERHEAD = re.compile(
    r"(?P<names>[^《》]{2,60}?)\s*(?:文\s*件|令|公\s*告|通\s*告)(?:\s*[(]?\s*(?:\d{4}\s*年)?\s*第.{1,8}号\s*[)]?)?"
)
_LABEL = re.compile(
    r"(?:发文(?:机关|单位|部门)|发布(?:机构|机关|部门)|制定机关|颁布单位)\s*:\s*(?P<names>[^:]{2,60}?)(?=\s{2,}|\s*\S{2,6}:|$)"
)


def organisations(text: str) -> tuple[str, ...]:
    """Split a list of bodies (、, blank, /, new line between them); () where a piece is not the name of a body.

    A name that a line end cuts in two is joined.
    """
    text = _MANY.sub("", text.strip())
    pieces = [piece for piece in _PART.split(text) if piece]
    if pieces and all(len(piece) == 1 for piece in pieces):
        pieces = ["".join(pieces)]  # “国 务 院” is letter-spaced
    names: list[str] = []
    for piece in pieces:
        if names and _GENERIC.fullmatch(piece):
            names[-1] += piece
        else:
            names.append(piece)
    if all(_NAME.fullmatch(name) and not _NO_NAME.search(name) for name in names):
        return tuple(names)
    whole = "".join(pieces)
    cut = "\n" in text and not any(re.search(rf"{TITLE_END}$", piece) for piece in pieces)
    return (whole,) if cut and _NAME.fullmatch(whole) and not _NO_NAME.search(whole) else ()


def find(sheet: Sheet, signed: tuple[str, ...]) -> tuple[str, ...]:
    """Give the bodies as stated; `signed` are those above the day at the end."""
    titled, more = _titled(sheet.head)
    if titled:
        return titled + tuple(name for name in signed if more and name not in titled)
    headed = _letterhead(sheet.head)
    stated = headed if len(headed) > len(signed) else signed or headed
    return stated or next((names for line in sheet.head if (names := _labelled(line))), ())


def _labelled(line: str) -> tuple[str, ...]:
    found = _LABEL.search(line)
    return organisations(found["names"]) if found else ()


def _titled(lines: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Give the bodies before 关于 of a title (it may run over five lines), and whether it says that there are more."""
    for at in range(len(lines)):
        title = ""
        for line in lines[at : at + 5]:
            title += "\n" + line
            act = _ACT.search(title)
            if act and act.start() > 1 and _title_ends(title):
                names = organisations(title[: act.start()])
                if names:
                    return names, bool(_MANY.search(title[: act.start()].strip()))
                break
    return (), False


def _title_ends(title: str) -> bool:
    flat = re.sub(r"\s", "", title)
    number = re.search(r"[\u3400-\u9fff]{1,14}[〔\[(]\d{4}[〕\])]", flat)
    return bool(
        _TITLE_END.search(flat) or _RUN_ON_TITLE.search(flat) or (number and re.search(TITLE_END, flat[: number.end()]))
    )


def _letterhead(lines: tuple[str, ...]) -> tuple[str, ...]:
    for at, line in enumerate(lines):
        # Two bodies one below the other; else a body, whose name a line end may cut.
        joint = at > 1 and all(organisations(one) for one in lines[at - 2 : at])
        for above in (2, 1, 0) if joint else (0, 1, 2):
            found = _LETTERHEAD.fullmatch("\n".join(lines[max(0, at - above) : at]) + line if above else line)
            if found and (names := organisations(found["names"])):
                return names
    return ()
