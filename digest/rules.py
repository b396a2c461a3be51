"""What can be wrong with one item: a rule's name and the fault in words."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from archive import issues
from archive.models import Article, Issue, Item
from archive.models.articles import SECTIONS
from archive.selection import LASTING
from archive.vanished import GONE
from digest import annexes
from digest.crosscheck import clashes, contradictions
from digest.flagwords import worded
from digest.markup import is_web
from nlp import faults as slips
from nlp.records import Document

STALE = timedelta(days=30)
"""News older than this is no news: 50 of 57 dated items of two real issues were at most 7 days old."""
OLD = timedelta(days=120)
"""Policy is printed up to four weeks late and by first sight later; beyond this the year is probably a slip (C1)."""
PRIVATE_USE = re.compile("[\ue000-\uf8ff\ufffd]")
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
"""An identity card: place, birthday, serial, check digit."""
SLIPS = {
    "wrong_year": "odd_date",
    "published_before_signed": "odd_date",
    "private_phone": "private_number",
    "lost_glyphs": "lost_glyph",
    "cut_off": "cut_off",
    "source_not_issuer": "attribution",
    "orphaned_first_person": "speaker",
    "whose_place": "whose_place",
    "missing_figure": "missing_figure",
    "missing_table": "missing_figure",
}
"""What nlp.faults finds → the rule that it falls under."""


class Found(NamedTuple):
    rule: str
    what: str


def of_item(issue: Issue, item: Item) -> Iterator[Found]:
    """Everything that is wrong with one item, each fault once."""
    seen = set()
    for found in _all(issue, item):
        if found not in seen:
            yield found
        seen.add(found)


def _all(issue: Issue, item: Item) -> Iterator[Found]:
    article = item.article
    if printed := issues.printed_before(issue, article):
        yield Found("printed", f"总第 {'、'.join(map(str, printed))} 期已刊登过")
    yield from _days(issue, item)
    yield from _source(article)
    yield from _text(item)
    yield from _slips(item)
    yield from (Found("mention", what) for what in contradictions(article))
    yield from (Found("unit_clash", what) for what in clashes(article))
    yield from (Found("crawler", worded(str(flag))) for flag in article.flags if flag != GONE)


def _days(issue: Issue, item: Item) -> Iterator[Found]:
    article, day = item.article, item.article.published_on
    if day and day > issue.date:
        yield Found("odd_date", f"发布日期 {day} 晚于出刊日 {issue.date}")
    if article.signed_on and article.signed_on > issue.date:
        yield Found("odd_date", f"成文日期 {article.signed_on} 晚于出刊日 {issue.date}")
    if day is None:
        if article.signed_on is None:
            yield Found("undated", "没有发布日期，也没有成文日期")
    elif article.signed_on and day < article.signed_on:
        yield Found("odd_date", f"发布日期 {day} 早于成文日期 {article.signed_on}")
    elif day < issue.date - OLD:
        yield Found("odd_date", f"发布日期 {day} 早于出刊日 {(issue.date - day).days} 天，请核对年份")
    elif day < issue.date - STALE and item.section not in LASTING:
        yield Found("stale", f"已是 {(issue.date - day).days} 天前的消息")


def _source(article: Article) -> Iterator[Found]:
    if not is_web(article.url):
        yield Found("no_url", "没有原文链接")
    if GONE in article.flags:
        yield Found("dead_link", f"{GONE}，链接已打不开")
    if not (article.publisher or article.publisher_printed):
        yield Found("no_source", "没有来源")


def _text(item: Item) -> Iterator[Found]:
    article = item.article
    for char in sorted(set(PRIVATE_USE.findall("\n".join([item.title or article.title, article.text, item.note])))):
        yield Found("glyph", f"含字库没有的字符 U+{ord(char):04X}")
    if article.abstain and article.section_by != Article.By.EDITOR:
        yield Found("guessed", f"栏目【{SECTIONS[item.section]}】是程序的猜测，请确认")
    if not article.text.strip():
        yield Found("no_text", "没有正文")
    if IDENTITY.search(article.text):
        yield Found("private_number", "含身份证号码，印刷时不会遮去，请改正文")
    if not item.condensed and not item.trimmed and (size := annexes.size(article)) >= annexes.LONG:
        yield Found("long_annex", f"附件约 {size:,} 字，可在编排文本中改为“去附”，收进 PDF 所附文件")


def _slips(item: Item) -> Iterator[Found]:
    article = item.article
    document = Document(
        item.title or article.title,
        article.text,
        article.publisher_printed or article.publisher,
        article.url,
        article.published_on,
    )
    for slip in slips.find(document, images=len(article.images), tables=len(article.tables)):
        if slip.name == "published_before_signed" and article.signed_on:
            continue  # told with the stored day, which an editor may have put right
        if slip.name == "lost_glyphs" and PRIVATE_USE.search(slip.evidence):
            continue  # told as a character without a glyph
        yield Found(SLIPS[slip.name], f"{slip.sentence.rstrip('。')}（{slip.evidence}）")
