"""What an editor should look at before an issue is printed, in words. Nothing is changed here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from archive import issues
from archive.models import Issue
from digest.lines import disputed
from digest.rules import of_item
from digest.shapes import Snapshot
from digest.snapshot import wording
from nlp.text import fold

RULES = {
    "no_url": "没有原文链接",
    "dead_link": "原文链接已失效",
    "edited": "编排之后又改过",
    "odd_date": "日期不可能或可疑",
    "undated": "没有日期",
    "stale": "旧闻",
    "unit_clash": "文中量、价、额的单位对不上",
    "mention": "文中价格与行情不符",
    "missing_market": "市场缺数据",
    "private_number": "私人号码",
    "quarantine": "有待决定的隔离数据",
    "glyph": "字库没有的字",
    "lost_glyph": "疑有丢失的字",
    "printed": "以前刊登过",
    "empty_section": "栏目没有稿件，也没有说明",
    "no_source": "没有注明来源",
    "dispute": "两个来源的数字不同",
    "window": "行情区间与前后期不相接",
    "same_title": "本期同题",
    "source": "来源没有读到或没有新内容",
    "no_text": "没有正文",
    "cut_off": "正文可能被截断",
    "attribution": "来源与发文机关不符",
    "speaker": "第一人称没有说话人",
    "whose_place": "“我省”不知指哪里",
    "missing_figure": "提到的图或表没有",
    "long_annex": "附件很长",
    "guessed": "栏目是猜的",
    "crawler": "采集时的疑点",
}
SERIOUS = frozenset(list(RULES)[: list(RULES).index("dispute")])
"""The rules that stop the press, each unless it is waived: all up to `dispute`. The others are only shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at. `serious`: the issue should not be published with it. `item`: the article's id, if any.

    `waived` is the reason for which an editor set it aside, for the item or the rule for good; it stops nothing then.
    """

    rule: str
    what: str
    title: str = ""
    item: int | None = None
    serious: bool = False
    waived: str = ""


def faults(issue: Issue, snapshot: Snapshot) -> list[Fault]:
    """Everything found in a draft and in the snapshot made of it: serious, to look at, waived; then in print order."""
    reasons = {(one.rule, one.article_id): one.because for one in issues.waivers(issue)}
    judged = [_judged(one, reasons) for one in (*_of_issue(issue, snapshot), *_of_items(issue, snapshot))]
    return sorted(judged, key=lambda fault: (not fault.serious, bool(fault.waived)))


def _judged(one: Fault, reasons: Mapping[tuple[str, int | None], str]) -> Fault:
    """A rule that is set aside for the issue is so for all its items."""
    because = reasons.get((one.rule, one.item)) or reasons.get((one.rule, None), "")
    return replace(one, serious=one.rule in SERIOUS and not because, waived=because)


def _of_items(issue: Issue, snapshot: Snapshot) -> Iterator[Fault]:
    titles: set[str] = set()
    published = issue.state == Issue.State.PUBLISHED  # what changes then is an erratum
    frozen = {} if published else {item["id"]: item for part in snapshot["sections"] for item in part["items"]}
    for item in issues.items(issue):
        title, number = item.title or item.article.title, item.article.pk
        for rule, what in of_item(issue, item):
            yield Fault(rule, what, title, number)
        if number in frozen and _differs(wording(item), frozen[number]):
            yield Fault("edited", "编排之后又改过，册中还是原来的文字，请重新编排", title, number)
        if fold(title) in titles:
            yield Fault("same_title", "本期另有一篇同题", title, number)
        titles.add(fold(title))


def _differs(now: Mapping[str, object], frozen: Mapping[str, object]) -> bool:
    return any(frozen[name] != value for name, value in now.items())


def _of_issue(issue: Issue, snapshot: Snapshot) -> Iterator[Fault]:
    for section in snapshot["sections"]:
        if not section["items"] and section["id"] != "market":
            yield Fault("empty_section", f"【{section['name']}】本期无；豁免的理由会印在该栏下")
    if held := issues.waiting_rows(issue):
        yield Fault("quarantine", f"行情区间内有 {held} 行数据在隔离区待定，请先放行或拒绝")
    for other, days in issues.neighbours(issue):
        if days:
            how = f"相隔 {days} 天，其间的行情哪一期都没有" if days > 0 else f"重叠 {-days} 天"
            yield Fault("window", f"行情区间与总第 {other.number} 期（{other.first_day} 至 {other.last_day}）{how}")
    yield from _of_prices(snapshot)
    for source in snapshot["coverage"]["sources"]:
        if source["health"] != "ok":
            how = "没有新内容" if source["health"] == "silent" else "未能读取"
            yield Fault("source", f"来源 {source['title']} {how}：{source['message']}")


def _of_prices(snapshot: Snapshot) -> Iterator[Fault]:
    if not snapshot["week"]:
        yield Fault("missing_market", "没有任何价格数据")
    for row in snapshot["week"]:
        name = f"{row['market_name']} {row['printed']}"
        if row["missing_days"]:
            yield Fault("missing_market", f"{name} 缺 {row['missing_days']} 日数据")
        if unknown := [day["day"] for day in row["days"] if day["status"] == "unknown"]:
            why = f"{unknown[0][:4]} 年的节假日尚未录入 data/calendar/"
            yield Fault("missing_market", f"{name} 有 {len(unknown)} 日不知是否交易日（{why}）")
        if row["dispute"]:
            yield Fault("dispute", f"{name} 来源不一：{disputed(row['dispute'])}")
