"""An issue as a text that an editor changes by hand: move a line, cut it, retitle, add a note, condense.

【政策聚焦】
全文     31  关于印发……的通知
要点     32  改过的标题 // 编者按写在双斜线后面
去附     33  正文照登，附件从略
撤       34  这一篇不登（删去整行也一样）
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive import issues
from archive.composing import Laid, version
from archive.models import Article, Issue, Item
from archive.models.articles import OFFTOPIC
from digest import house
from digest.annexes import LONG, size
from digest.errors import BadForm

NOTE = " // "
FULL, POINTS, TRIMMED, CUT = "全文", "要点", "去附", "撤"
WAYS = f"{FULL}|{POINTS}|{TRIMMED}|{CUT}"
LEAD = "本周要览"
MOST_LEAD = 7
HEAD = re.compile(r"总第\s*(\d+)\s*期\s.*编排\s*(\w+)$")
SECTION = re.compile(r"[【\[［]\s*(.+?)\s*[】\]］]$")
LINE = re.compile(rf"({WAYS})[\s:：]*[#＃]?(\d+)(?:[\s.．、]+(\S.*))?$")
SLASHES = re.compile(r"\s*(?://|／／)\s+|\s+(?://|／／)\s*")
HELP = f"""# 改完存盘，再用 tanxun issue edit {{number}} --from 文件 读回。以 # 开头的行和空行不算。
# 一行一篇：登法、编号、标题；标题后可加“{NOTE}编者按”。挪动整行就是改次序或栏目；写“{CUT}”或删去整行就是不登。
# 登法：{FULL}，{POINTS}（只登要点与链接），{TRIMMED}（正文照登，附件收进 PDF 所附文件），{CUT}。
# 不改标题就原样留着。也可以加一行：写上库中文章的编号即可。
# 【{LEAD}】下一行印一行，至多 {MOST_LEAD} 行，写成“小标题：内容”；空着就由行情自动生成。
"""
UNKNOWN = "?"
"""A section that there is not: told once, not again for each line below it."""
MOST = 5
"""Faults told at once."""


class Form(NamedTuple):
    """What the text asks for: the order, the version of the issue it was written from, the lines of the front page."""

    laid: list[Laid]
    seen: str
    lead: str


def write(issue: Issue) -> str:
    """The issue as it stands, ready for an editor."""
    placed = issues.items(issue)
    lines = [f"总第 {issue.number} 期　{issue.date}　编排 {version(issue)}", HELP.format(number=issue.number)]
    lines += [f"【{LEAD}】", *issue.lead.splitlines(), ""]
    for section, name in house.load()["sections"].items():
        lines += [f"【{name}】", *(line for item in placed if item.section == section for line in _lines(item)), ""]
    return "\n".join(lines)


def _lines(item: Item) -> Iterator[str]:
    title = " ".join((item.title or item.article.title).split())
    note = " ".join(item.note.split())
    tail = f"{NOTE}{note}" if note or SLASHES.search(title) else ""
    way = POINTS if item.condensed else TRIMMED if item.trimmed else FULL
    yield f"{way}  {item.article_id:>6}  {title}{tail}".rstrip()
    if way == FULL and (long := size(item.article)) >= LONG:
        yield f"#    建议：{item.article_id} 号的附件约 {long:,} 字，可改为“{TRIMMED}”。"


def read(text: str, issue: Issue) -> Form:
    """What an editor made of the text. Raises BadForm, with the line of each fault."""
    lines = [(number, line.strip(" \t\u3000\r")) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith(("#", "＃"))]
    head = HEAD.match(lines[0][1]) if lines else None
    if not head or int(head[1]) != issue.number:
        raise BadForm(
            f"第一行应是“总第 {issue.number} 期 … 编排 …”，请用 tanxun issue edit {issue.number} 重新取一份。"
        )
    reader = _Reader(issue)
    laid = [one for number, line in lines[1:] if (one := reader.line(number, line))]
    gone = [name for name, key in reader.names.items() if key not in reader.entered]
    if gone and not reader.faults:  # a heading with a slip in it has been told
        reader.faults.append(f"缺少{'、'.join(f'【{name}】' for name in gone)}这一行：没有稿件的栏目也请留着栏目名")
    if len(reader.lead) > MOST_LEAD:
        reader.faults.append(f"【{LEAD}】有 {len(reader.lead)} 行，首页至多印 {MOST_LEAD} 行")
    if reader.faults:
        more = f"（另有 {len(reader.faults) - MOST} 处）" if len(reader.faults) > MOST else ""
        raise BadForm("；".join(reader.faults[:MOST]) + more + "。本期没有改动。")
    return Form(laid, head[2], "\n".join(reader.lead))


class _Reader:
    """Goes through the lines, remembering the section that they stand in."""

    def __init__(self, issue: Issue) -> None:
        self.names = {name: key for key, name in house.load()["sections"].items()}
        self.known = {item.article_id: item for item in issues.items(issue)}
        self.section = ""
        self.entered: set[str] = set()
        self.seen: dict[int, int] = {}
        self.lead: list[str] = []
        self.faults: list[str] = []

    def line(self, number: int, line: str) -> Laid | None:
        """One article as placed; None for a heading, a cut, a line of the front page, or a fault, which is noted."""
        found = LINE.match(line)
        if heading := SECTION.match(line):
            self._enter(number, heading[1])
        elif self.section == LEAD and not found:
            self.lead.append(line)
        elif not found:
            self.faults.append(f"第 {number} 行读不懂“{line[:20]}”，应是“{FULL} 编号 标题”")
        else:
            return self._article(number, found)
        return None

    def _enter(self, number: int, name: str) -> None:
        plain = "".join(name.split())
        self.section = LEAD if plain == LEAD else self.names.get(plain, UNKNOWN)
        if self.section in self.entered:
            self.faults.append(f"第 {number} 行又是【{name}】，每个栏目只写一次")
        self.entered.add(self.section)
        if self.section == UNKNOWN:
            self.entered.discard(UNKNOWN)
            self.faults.append(f"第 {number} 行没有“{name}”这个栏目，只有{'、'.join(self.names)}")

    def _article(self, number: int, found: re.Match[str]) -> Laid | None:
        article = int(found[2])
        fault = next(self._wrong(article), "")
        self.seen.setdefault(article, number)
        if fault:
            self.faults.append(f"第 {number} 行{fault}")
        return None if fault or found[1] == CUT else self._laid(article, found[1], found[3] or "")

    def _wrong(self, article: int) -> Iterator[str]:
        if self.section in {"", LEAD}:
            yield f"的 {article} 号在任何栏目之前，请移到【栏目】之下"
        if article in self.seen:
            yield f"的 {article} 号在第 {self.seen[article]} 行已有，请去掉一处"
        if article not in self.known:
            one = Article.objects.filter(pk=article).first() if article < 2**63 else None
            if one is None:
                yield f"的 {article} 号不在库中，请核对编号"
            elif one.section == OFFTOPIC or one.state == Article.State.SPIKED or one.original_id:
                yield f"的 {article} 号已弃用、离题或是转载，不能进入周刊"

    def _laid(self, article: int, way: str, words: str) -> Laid:
        *before, last = SLASHES.split(f"{words} ")
        title, note = (NOTE.join(before), last) if before else (words, "")
        item = self.known.get(article)
        own = item.article.title if item else Article.objects.get(pk=article).title
        title = title.strip()
        same = not title or title == " ".join(own.split())
        return Laid(
            article,
            self.section,
            title="" if same else title,
            note=note.strip(),
            condensed=way == POINTS,
            trimmed=way == TRIMMED,
        )
