"""What an editor should look at before an issue is printed, in words. Nothing is changed here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive import issues
from archive.models import Issue
from digest.lines import disputed
from digest.rules import of_item
from digest.shapes import Snapshot
from nlp.text import fold

RULES = {
    "no_url": "没有原文链接",
    "odd_date": "日期不可能或可疑",
    "undated": "没有日期",
    "stale": "旧闻",
    "unit_clash": "文中量、价、额的单位对不上",
    "mention": "文中价格与行情不符",
    "missing_market": "市场缺数据",
    "dispute": "两个来源的数字不同",
    "private_number": "私人号码",
    "quarantine": "有待决定的隔离数据",
    "glyph": "字库没有的字",
    "lost_glyph": "疑有丢失的字",
    "printed": "以前刊登过",
    "same_title": "本期同题",
    "empty_section": "栏目没有稿件",
    "source": "来源没有读到或没有新内容",
    "no_source": "没有注明来源",
    "no_text": "没有正文",
    "cut_off": "正文可能被截断",
    "guessed": "栏目是猜的",
    "crawler": "采集时的疑点",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at. `serious`: the issue should not be published with it. `item`: the article's id, if any.

    `waived` is the reason for which an editor set it aside; it stops nothing then.
    """

    what: str
    title: str = ""
    item: int | None = None
    serious: bool = False
    rule: str = ""
    waived: str = ""


def faults(issue: Issue, snapshot: Snapshot) -> list[Fault]:
    """Everything found in a draft and in the snapshot made of it: serious, to look at, waived; then in print order."""
    reasons = {(one.rule, one.article_id): one.because for one in issues.waivers(issue)}
    found = [*_of_issue(issue, snapshot), *_of_items(issue)]
    judged = [
        replace(one, serious=False, waived=because) if (because := reasons.get((one.rule, one.item))) else one
        for one in found
    ]
    return sorted(judged, key=lambda fault: (not fault.serious, bool(fault.waived)))


def _of_items(issue: Issue) -> Iterator[Fault]:
    titles: set[str] = set()
    for item in issues.items(issue):
        title, number = item.title or item.article.title, item.article.pk
        for rule, serious, what in of_item(issue, item):
            yield Fault(what, title, number, serious, rule)
        if fold(title) in titles:
            yield Fault("本期另有一篇同题", title, number, rule="same_title")
        titles.add(fold(title))


def _of_issue(issue: Issue, snapshot: Snapshot) -> Iterator[Fault]:
    for section in snapshot["sections"]:
        if not section["items"] and section["id"] != "market":
            yield Fault(f"【{section['name']}】本期无", rule="empty_section")
    if held := issues.waiting_rows(issue):
        yield Fault(f"行情区间内有 {held} 行数据在隔离区待定，请先放行或拒绝", serious=True, rule="quarantine")
    yield from _of_prices(snapshot)
    for source in snapshot["coverage"]["sources"]:
        if source["health"] != "ok":
            how = "没有新内容" if source["health"] == "silent" else "未能读取"
            yield Fault(f"来源 {source['title']} {how}：{source['message']}", rule="source")


def _of_prices(snapshot: Snapshot) -> Iterator[Fault]:
    if not snapshot["week"]:
        yield Fault("没有任何价格数据", rule="missing_market")
    for row in snapshot["week"]:
        name = f"{row['market_name']} {row['printed']}"
        if row["missing_days"]:
            yield Fault(f"{name} 缺 {row['missing_days']} 日数据", rule="missing_market")
        if unknown := [day["day"] for day in row["days"] if day["status"] == "unknown"]:
            why = f"{unknown[0][:4]} 年的节假日尚未录入 data/calendar/overrides.toml"
            yield Fault(f"{name} 有 {len(unknown)} 日不知是否交易日（{why}）", rule="missing_market")
        if row["dispute"]:
            yield Fault(f"{name} 来源不一：{disputed(row['dispute'])}", rule="dispute")
