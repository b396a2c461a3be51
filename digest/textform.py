"""An issue as a text that an editor changes by hand: move a line, cut it, retitle, add a note, condense.

【政策聚焦】
全文     31  关于印发……的通知
要点     32  改过的标题 // 编者按写在双斜线后面
撤       33  这一篇不登（删去整行也一样）
"""

import re
from collections.abc import Iterator

from archive import issues
from archive.composing import Laid, version
from archive.models import Article, Issue, Item
from archive.models.articles import OFFTOPIC, SECTIONS
from digest.errors import BadForm

NOTE = " // "
FULL, POINTS, CUT = "全文", "要点", "撤"
HEAD = re.compile(r"总第\s*(\d+)\s*期\s.*编排\s*(\w+)$")
SECTION = re.compile(r"【(.+)】$")
LINE = re.compile(rf"({FULL}|{POINTS}|{CUT})\s+#?(\d+)(?:\s+(\S.*))?$")
HELP = f"""# 改完存盘，再用 tanxun issue edit {{number}} --from 文件 读回。以 # 开头的行和空行不算。
# 一行一篇：登法、编号、标题；标题后可加“{NOTE}编者按”。挪动整行就是改次序或栏目；写“{CUT}”或删去整行就是不登。
# 登法：{FULL}，{POINTS}（只登要点与链接），{CUT}。不改标题就原样留着。也可以加一行：写上库中文章的编号即可。
"""
UNKNOWN = "?"
"""A section that there is not: told once, not again for each line below it."""
MOST = 5
"""Faults told at once."""


def write(issue: Issue) -> str:
    """The issue as it stands, ready for an editor."""
    placed = issues.items(issue)
    lines = [f"总第 {issue.number} 期　{issue.date}　编排 {version(issue)}", HELP.format(number=issue.number)]
    for section, name in SECTIONS.items():
        lines += [f"【{name}】", *(_line(item) for item in placed if item.section == section), ""]
    return "\n".join(lines)


def _line(item: Item) -> str:
    title = " ".join((item.title or item.article.title).split())
    note = " ".join(item.note.split())
    tail = f"{NOTE}{note}" if note or NOTE in title else ""
    return f"{POINTS if item.condensed else FULL}  {item.article_id:>6}  {title}{tail}".rstrip()


def read(text: str, issue: Issue) -> tuple[list[Laid], str]:
    """The order that the text asks for, and the version of the issue it was written from.

    Raises BadForm, with the line of each fault.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    head = HEAD.match(lines[0][1]) if lines else None
    if not head or int(head[1]) != issue.number:
        raise BadForm(
            f"第一行应是“总第 {issue.number} 期 … 编排 …”，请用 tanxun issue edit {issue.number} 重新取一份。"
        )
    reader = _Reader(issue)
    laid = [one for number, line in lines[1:] if (one := reader.line(number, line))]
    if reader.faults:
        more = f"（另有 {len(reader.faults) - MOST} 处）" if len(reader.faults) > MOST else ""
        raise BadForm("；".join(reader.faults[:MOST]) + more + "。本期没有改动。")
    return laid, head[2]


class _Reader:
    """Goes through the lines, remembering the section that they stand in."""

    def __init__(self, issue: Issue) -> None:
        self.names = {name: key for key, name in SECTIONS.items()}
        self.known = {item.article_id: item for item in issues.items(issue)}
        self.section = ""
        self.seen: dict[int, int] = {}
        self.faults: list[str] = []

    def line(self, number: int, line: str) -> Laid | None:
        """One article as placed; None for a heading, a cut, or a fault, which is noted."""
        fault = ""
        if heading := SECTION.match(line):
            self.section = self.names.get(heading[1], UNKNOWN)
            fault = "" if self.section != UNKNOWN else f"没有“{heading[1]}”这个栏目，只有{'、'.join(self.names)}"
        elif not (found := LINE.match(line)):
            fault = f"读不懂“{line[:20]}”，应是“{FULL} 编号 标题”"
        else:
            fault = next(self._wrong(int(found[2])), "")
            self.seen.setdefault(int(found[2]), number)
            if not fault and found[1] != CUT:
                return self._laid(int(found[2]), found[1] == POINTS, found[3] or "")
        if fault:
            self.faults.append(f"第 {number} 行{fault}")
        return None

    def _wrong(self, article: int) -> Iterator[str]:
        if not self.section:
            yield "在任何栏目之前，请移到【栏目】之下"
        if article in self.seen:
            yield f"的 {article} 号在第 {self.seen[article]} 行已有，请去掉一处"
        if article not in self.known:
            found = Article.objects.filter(pk=article).first()
            if found is None:
                yield f"的 {article} 号不在库中，请核对编号"
            elif found.section == OFFTOPIC or found.state == Article.State.SPIKED or found.original_id:
                yield f"的 {article} 号已弃用、离题或是转载，不能进入周刊"

    def _laid(self, article: int, condensed: bool, words: str) -> Laid:
        title, _, note = words.rpartition(NOTE) if NOTE in f"{words} " else (words, "", "")
        item = self.known.get(article)
        own = item.article.title if item else Article.objects.get(pk=article).title
        title = title.strip()
        same = not title or title == " ".join(own.split())
        return Laid(article, self.section, "" if same else title, note.strip(), condensed)
