"""Price notices in prose: "4月7日，福建碳市场碳排放配额（FJEA）成交量2,301吨，成交额85,597.20元，成交均价37.20元/吨。"

    [prose]
    at    = "div.content"             # where the sentences stand
    legs  = { "挂牌协议交易" = "listed", "大宗协议交易" = "block", "单向竞价" = "auction" }
    bases = { "综合价格行情" = "composite", "" = "listed" }   # first words found say what the prices mean
    needs = ["turnover_cny", "close"] # what a notice with a volume always tells; a lost one is a label that changed

Tags cut numbers in two on real pages, so all white space goes before anything is read. A day's words that say there was
none of something ("无大宗协议交易") are taken out first: read as a heading, they lend their leg the total of the day.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from archive.records import FIGURES, PUBLISHED_CHANGE, PUBLISHED_TOTAL
from crawlers.errors import Drift
from crawlers.reading.dom import parse
from crawlers.reading.numbers import BadCell
from crawlers.reading.rows import Reading, RowRule, quote
from crawlers.reading.rule import select
from crawlers.section import Section
from crawlers.section import row_rule as read_row_rule
from nlp.dates import day_of, find_dates

_LABELS = {
    "open": "开盘价",
    "high": "最高价",
    "low": "最低价",
    "close": "收盘价",
    "average": "成交均价|平均成交价|均价",
    "volume_t": "总?成交量|共?成交(?=[\\d为])",
    "turnover_cny": "总?成交(?:总?额|金额)",
}
_FIGURE = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + ")"
    r"(?:共计|合计|为|是|:)?(?P<cell>[\d,.]*\d(?:亿元|万元|元/吨|万吨|元|吨))"
)
_AMOUNT = re.compile(r"\d[\d,.]*(?:万|亿)?(?:吨|元)")
_NONE = re.compile(r"(?:今日|当日|均)?(?:无|没有)(?P<what>[^,。;、]*?)(?=[,。;、]|$)")
_ASIDE = re.compile(r"(?:截至|截止|累计|年初至今|今年以来|本周|本月|本年|上周|上月|去年)[^。;]*")
_TOTAL = re.compile(r"累计(?:总)?成交量(?:为|达)?(\d[\d,]*)吨")
_CHANGE = re.compile(r"收盘价较(?:前|上)一(?:交易)?日(?:上涨|下跌|持平)(?:(\d+(?:\.\d+)?)%)?")
_QUIET = re.compile(r"(?:无|没有)(?:任何)?(?:成交|交易)(?=[,。;]|$)|未(?:有|发生)(?:成交|交易)")
_TITLE_DAY = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
_APART, _DAY = ("block", "auction"), ("open", "high", "low")
_COLUMNS = MappingProxyType({name: name for name in (*FIGURES, "day")})
LEGS = ("listed", *_APART, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    at: str
    row: RowRule
    legs: Mapping[str, str]
    bases: Mapping[str, str]
    needs: tuple[str, ...] = ()


def declare(section: Section) -> Rule:
    """Read `[prose]`."""
    legs = {str(words): str(leg) for words, leg in section.mapping("legs", {}).items()}
    if wrong := set(legs.values()) - set(LEGS):
        raise section.fail(f'legs: {sorted(wrong)[0]!r} is no leg: use listed, block, auction or ""')
    row = read_row_rule(section, {})
    bases = {str(words): str(basis) for words, basis in section.mapping("bases", {}).items()}
    needs = section.texts("needs", [])
    if wrong := set(needs) - set(FIGURES):
        raise section.fail(f"needs: {sorted(wrong)[0]!r} is no figure: use {', '.join(FIGURES)}")
    return Rule(at=section.text("at"), row=replace(row, columns=_COLUMNS), legs=legs, bases=bases, needs=needs)


def read(text: str, rule: Rule, *, title: str = "") -> Reading:
    """Read the one quote of a notice. Raises Drift where the place is gone or the sentences give no quote."""
    found = select(parse(text).root, rule.at)
    if len(found) != 1:
        raise Drift(f"页面上有 {len(found)} 处 {rule.at}，应当只有一处：请看原网页并更正 [prose]")
    said = "".join(unicodedata.normalize("NFKC", str(found[0].text_content())).split())
    basis = next((basis for words, basis in rule.bases.items() if words in said), rule.row.basis)
    raw: dict[str, str] = {}
    try:
        raw = {"day": _day(title, said).isoformat(), **_whole(_cells(said, rule.legs), rule)}
        row = quote(raw, replace(rule.row, basis=basis))
    except BadCell as error:
        raise Drift(f"公告读不出行情：{error}（原文：{said[:120]}）") from error
    if total := _TOTAL.search(said):
        raw[PUBLISHED_TOTAL] = total[1].replace(",", "")
    if change := _CHANGE.search(said):
        raw[PUBLISHED_CHANGE] = change[1] or "0"
    return Reading((replace(row, raw={**raw, "text": said}),), ())


def _cells(said: str, legs: Mapping[str, str]) -> dict[str, str]:
    """Every labelled figure of the notice by column; two different figures for one column are refused."""
    if _QUIET.search(said) and not _FIGURE.search(_ASIDE.sub("", said)):
        return {}
    said = _ASIDE.sub("", said)
    said = _NONE.sub(lambda found: "" if any(leg in found["what"] for leg in legs) else found[0], said)
    cells: dict[str, str] = {}
    totals: dict[str, str] = {}
    for words, part in _parts(said, legs):
        leg = legs.get(words, "listed")
        if _is_unread(words, part):
            raise BadCell(f"「{part[:20]}」里有数字，却读不出成交量和成交额")
        for found in _FIGURE.finditer(part):
            name, cell = str(found.lastgroup and _name(found)), found["cell"]
            if found[0].startswith("总"):
                totals[name] = cell
                continue
            column = _column(name, leg)
            if column and cells.setdefault(column, cell) != cell:
                raise BadCell(f"{column} 出现两个数字 {cells[column]} 和 {cell}，无法取舍")
    if totals and not legs:
        cells = {**totals, **cells}
    if not cells:
        raise BadCell("既没有数字，也没有说无成交")
    return cells


def _is_unread(words: str, part: str) -> bool:
    """Whether a leg that is named tells amounts under labels nobody knows: without it the leg would be lost unseen."""
    known = {_name(found) for found in _FIGURE.finditer(part)}
    return bool(words) and not known & {"volume_t", "turnover_cny"} and bool(_AMOUNT.search(_FIGURE.sub("", part)))


def _whole(cells: dict[str, str], rule: Rule) -> dict[str, str]:
    """The cells, if none is lost: a label or a unit that changed makes a figure vanish, and nothing else tells."""
    gone = [name for name in rule.needs if "volume_t" in cells and name not in cells]
    if any(name in cells for name in _DAY):
        gone += [name for name in (*_DAY, "close") if name not in cells]
    pairs = [(f"{way}_volume_t", f"{way}_turnover_cny") for way in _APART]
    gone += [name for pair in pairs if len(cells.keys() & pair) == 1 for name in pair if name not in cells]
    if gone:
        raise BadCell(f"有别的数字，却读不到 {'、'.join(dict.fromkeys(gone))}")
    return cells


def _name(found: re.Match[str]) -> str:
    return next(name for name in _LABELS if found[name])


def _column(name: str, leg: str) -> str:
    if leg == "listed":
        return name
    # A leg's own average follows from its volume and turnover; the ledger has no column for it.
    return f"{leg}_{name}" if leg in _APART and name in ("volume_t", "turnover_cny") else ""


def _parts(said: str, legs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The text cut where a leg is named, each with the leg's words; it ends with its sentence. "": no leg claims it."""
    marks = "|".join(map(re.escape, legs))
    for sentence in re.split(r"[。;]", said):
        pieces = re.split(f"({marks})", sentence) if marks else [sentence]
        yield "", pieces[0]
        yield from zip(pieces[1::2], pieces[2::2], strict=True)


def _day(title: str, said: str) -> date:
    """The day in the title; the text must name the same one where it names any."""
    digits = _TITLE_DAY.search(title)
    told = find_dates(said)
    day: date | None
    if digits:
        day = day_of(int(digits[1]), int(digits[2]), int(digits[3]))
    elif dated := find_dates(title):
        day = dated[0].day
    elif told:
        day = told[0].day
    else:
        raise BadCell("标题和正文都没有带年份的日期")
    if day is None:
        raise BadCell(f"标题中的日期不存在（{title}）")
    text_days = [(one.day.month, one.day.day) for one in told[:1]]
    text_days += [(int(found[1]), int(found[2])) for found in _MONTH_DAY.finditer(said[:40])][:1]
    if any(found != (day.month, day.day) for found in text_days):
        raise BadCell(f"标题日期为 {day}，正文是另一天")
    return day
