"""What can be wrong with one item: a rule's name, whether it stops the press, and the fault in words."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from archive import issues
from archive.models import Article, Issue, Item
from archive.models.articles import SECTIONS
from archive.selection import LASTING
from digest.crosscheck import clashes, contradictions
from digest.flagwords import worded
from digest.markup import is_web, mask_mobiles

STALE = timedelta(days=30)
"""News older than this is no news: 50 of 57 dated items of two real issues were at most 7 days old."""
OLD = timedelta(days=120)
"""Policy is printed up to four weeks late and by first sight later; beyond this the year is probably a slip (C1)."""
LOST = re.compile(r"[\u4e00-\u9fff]\?[\u4e00-\u9fff]")
PRIVATE_USE = re.compile("[\ue000-\uf8ff\ufffd]")
ENDS = "。！？…”’』」）)》】；;.!?:："


class Found(NamedTuple):
    """`serious`: the issue should not be printed with it."""

    rule: str
    serious: bool
    what: str


def of_item(issue: Issue, item: Item) -> Iterator[Found]:
    """Everything that is wrong with one item."""
    article = item.article
    if printed := issues.printed_before(issue, article):
        yield Found("printed", True, f"总第 {'、'.join(map(str, printed))} 期已刊登过")
    yield from _days(issue, item)
    yield from _source(article)
    yield from _text(item)
    yield from (Found("mention", False, what) for what in contradictions(article))
    yield from (Found("unit_clash", True, what) for what in clashes(article))
    yield from (Found("crawler", False, worded(str(flag))) for flag in article.flags)


def _days(issue: Issue, item: Item) -> Iterator[Found]:
    article, day = item.article, item.article.published_on
    if day and day > issue.date:
        yield Found("odd_date", True, f"发布日期 {day} 晚于出刊日 {issue.date}")
    if article.signed_on and article.signed_on > issue.date:
        yield Found("odd_date", True, f"成文日期 {article.signed_on} 晚于出刊日 {issue.date}")
    if day is None:
        yield Found("undated", False, "没有发布日期")
    elif article.signed_on and day < article.signed_on:
        yield Found("odd_date", False, f"发布日期 {day} 早于成文日期 {article.signed_on}")
    elif day < issue.date - OLD:
        yield Found("odd_date", False, f"发布日期 {day} 早于出刊日 {(issue.date - day).days} 天，请核对年份")
    elif day < issue.date - STALE and item.section not in LASTING:
        yield Found("stale", False, f"已是 {(issue.date - day).days} 天前的消息")


def _source(article: Article) -> Iterator[Found]:
    if not is_web(article.url):
        yield Found("no_url", True, "没有原文链接")
    if not (article.publisher or article.publisher_printed):
        yield Found("no_source", False, "没有来源")


def _text(item: Item) -> Iterator[Found]:
    article = item.article
    for char in sorted(set(PRIVATE_USE.findall("\n".join([item.title or article.title, article.text, item.note])))):
        yield Found("glyph", True, f"含字库没有的字符 U+{ord(char):04X}")
    if article.abstain and article.section_by != Article.By.EDITOR:
        yield Found("guessed", False, f"栏目【{SECTIONS[item.section]}】是程序的猜测，请确认")
    if not article.text.strip():
        yield Found("no_text", False, "没有正文")
    elif article.text.rstrip()[-1] not in ENDS and not article.signed_on:
        yield Found("cut_off", False, f"正文结尾没有标点，可能被截断：…{article.text.rstrip()[-12:]}")
    if lost := LOST.search(article.text):
        yield Found("lost_glyph", False, f"疑有丢失的字：{article.text[max(lost.start() - 4, 0) : lost.end() + 4]}")
    if mask_mobiles(article.text) != article.text:
        yield Found("private_number", False, "含私人手机号，印刷时遮去中间四位")
