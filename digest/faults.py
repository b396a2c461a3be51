"""What an editor should look at before an issue is printed, in words. Nothing is changed here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from archive import issues
from archive.models import Article, Issue, Item
from archive.models.articles import SECTIONS
from digest.crosscheck import contradictions
from digest.markup import is_web, mask_mobiles
from digest.shapes import Snapshot
from nlp.text import fold

OLD = timedelta(days=120)
"""Policy is printed up to four weeks late and by first sight later; beyond this the year is probably a slip (C1)."""
LOST = re.compile(r"[\u4e00-\u9fff]\?[\u4e00-\u9fff]")
PRIVATE_USE = re.compile("[\ue000-\uf8ff\ufffd]")
ENDS = "。！？…”’』」）)》】；;.!?:："


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at. `serious`: the issue should not be published with it. `item`: the article's id, if any."""

    what: str
    title: str = ""
    item: int | None = None
    serious: bool = False


def faults(issue: Issue, snapshot: Snapshot) -> list[Fault]:
    """Everything found in a draft and in the snapshot made of it, the serious first, then in the order of print."""
    placed = issues.items(issue)
    found = [Fault(what) for what in _of_issue(snapshot)]
    titles: set[str] = set()
    for item in placed:
        title = item.title or item.article.title
        found += [Fault(what, title, item.article.pk, serious) for serious, what in _of_item(issue, item)]
        if fold(title) in titles:
            found.append(Fault("本期另有一篇同题", title, item.article.pk))
        titles.add(fold(title))
    return sorted(found, key=lambda fault: not fault.serious)


def _of_issue(snapshot: Snapshot) -> Iterator[str]:
    for section in snapshot["sections"]:
        if not section["items"] and section["id"] != "market":
            yield f"【{section['name']}】本期无"
    if not snapshot["week"]:
        yield "没有任何价格数据"
    for row in snapshot["week"]:
        name = f"{row['market_name']} {row['printed']}"
        if row["missing_days"]:
            yield f"{name} 缺 {row['missing_days']} 日数据"
        if row["dispute"]:
            yield f"{name} 来源不一：{row['dispute']}"
    for source in snapshot["coverage"]["sources"]:
        if source["health"] != "ok":
            how = "没有新内容" if source["health"] == "silent" else "未能读取"
            yield f"来源 {source['title']} {how}：{source['message']}"


def _of_item(issue: Issue, item: Item) -> Iterator[tuple[bool, str]]:
    """(serious, what) for one item."""
    article = item.article
    if printed := issues.printed_before(issue, article):
        yield True, f"总第 {'、'.join(map(str, printed))} 期已刊登过"
    yield from ((True, what) for what in _impossible_days(issue, article))
    yield from (
        (True, f"含字库没有的字符 U+{ord(char):04X}") for char in sorted(set(PRIVATE_USE.findall(_words(item))))
    )
    yield from ((False, what) for what in _odd_days(issue, article))
    yield from ((False, what) for what in _gaps(item))
    yield from ((False, what) for what in contradictions(article))
    yield from ((False, str(flag)) for flag in article.flags)


def _words(item: Item) -> str:
    return "\n".join([item.title or item.article.title, item.article.text, item.note])


def _impossible_days(issue: Issue, article: Article) -> Iterator[str]:
    if article.published_on and article.published_on > issue.date:
        yield f"发布日期 {article.published_on} 晚于出刊日 {issue.date}"
    if article.signed_on and article.signed_on > issue.date:
        yield f"成文日期 {article.signed_on} 晚于出刊日 {issue.date}"


def _odd_days(issue: Issue, article: Article) -> Iterator[str]:
    if article.published_on is None:
        yield "没有发布日期"
    elif article.signed_on and article.published_on < article.signed_on:
        yield f"发布日期 {article.published_on} 早于成文日期 {article.signed_on}"
    elif article.published_on < issue.date - OLD:
        yield f"发布日期 {article.published_on} 早于出刊日 {(issue.date - article.published_on).days} 天，请核对年份"


def _gaps(item: Item) -> Iterator[str]:
    article = item.article
    if not is_web(article.url):
        yield "没有原文链接"
    if not (article.publisher or article.publisher_printed):
        yield "没有来源"
    if article.abstain and article.section_by != Article.By.EDITOR:
        yield f"栏目【{SECTIONS[item.section]}】是程序的猜测，请确认"
    if not article.text.strip():
        yield "没有正文"
    elif article.text.rstrip()[-1] not in ENDS and not article.signed_on:
        yield f"正文结尾没有标点，可能被截断：…{article.text.rstrip()[-12:]}"
    if lost := LOST.search(article.text):
        yield f"疑有丢失的字：{article.text[max(lost.start() - 4, 0) : lost.end() + 4]}"
    if mask_mobiles(article.text) != article.text:
        yield "含私人手机号，印刷时遮去中间四位"
