"""What editors do to a draft issue: order, sections, titles, notes; nobody's order is lost to another's."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from archive import issues
from archive.browse import article as find_article
from archive.editing import Conflict
from archive.errors import BadInput
from archive.issues import Place
from archive.locks import writing
from archive.models import Erratum, Issue, Item
from archive.models.articles import SECTIONS


def version(issue: Issue) -> str:
    """Changes with every change of the arrangement."""
    order = [
        (item.article_id, item.section, item.title, item.note, item.condensed, item.trimmed)
        for item in issues.items(issue)
    ]
    return hashlib.sha256(repr((issue.lead, order)).encode()).hexdigest()[:16]


def move(number: int, item_id: int, section: str, place: int, seen: str) -> None:
    """Put an item at a place (from 0) of a section."""
    with _draft(number, seen) as issue:
        if section not in SECTIONS:
            raise BadInput(f"栏目 {section!r} 不存在。")
        order = issues.items(issue)
        moved = _among(order, item_id)
        groups = {name: [one for one in order if one.section == name and one != moved] for name in SECTIONS}
        groups[section].insert(max(0, min(place, len(groups[section]))), moved)
        issues.arrange(issue, [Place(item.article, name) for name, items in groups.items() for item in items])


def remove(number: int, item_id: int, seen: str) -> None:
    """Take an item out of the issue; the article itself stays."""
    with _draft(number, seen) as issue:
        order = issues.items(issue)
        gone = _among(order, item_id)
        issues.arrange(issue, [Place(item.article, item.section) for item in order if item != gone])


def add(number: int, article: int, seen: str) -> None:
    """Put an article at the end of its section."""
    with _draft(number, seen) as issue:
        one = find_article(article)
        if one.section not in SECTIONS or one.state == one.State.SPIKED:
            raise BadInput("弃用或离题的文章不能进入周刊，请先分到栏目。")
        order = [Place(item.article, item.section) for item in issues.items(issue) if item.article_id != one.pk]
        order.append(Place(one, one.section))
        issues.arrange(issue, [place for name in SECTIONS for place in order if place.section == name])


def word(number: int, item_id: int, values: Mapping[str, str | bool], seen: str) -> None:
    """Change an item's printed title, note, or whether only its key points are printed."""
    with _draft(number, seen) as issue:
        item = _among(issues.items(issue), item_id)
        item.title, item.note = str(values.get("title", item.title)), str(values.get("note", item.note))
        item.condensed = bool(values.get("condensed", item.condensed))
        item.save(update_fields=["title", "note", "condensed"])


@dataclass(frozen=True, slots=True)
class Laid:
    """An article as an editor placed it. `title` "" is the article's own."""

    article: int
    section: str
    title: str = ""
    note: str = ""
    condensed: bool = False
    trimmed: bool = False


def lay_out(number: int, laid: Sequence[Laid], seen: str, lead: str = "") -> None:
    """The whole issue at once, in this order, with its front page; what is not among it leaves the issue."""
    with _draft(number, seen) as issue:
        Issue.objects.filter(pk=issue.pk).update(lead=lead)
        order = [one for section in SECTIONS for one in laid if one.section == section]
        issues.arrange(issue, [Place(find_article(one.article), one.section) for one in order])
        wanted = {one.article: one for one in order}
        for item in issues.items(issue):
            one = wanted[item.article_id]
            item.title, item.note, item.condensed, item.trimmed = one.title, one.note, one.condensed, one.trimmed
            item.save(update_fields=["title", "note", "condensed", "trimmed"])


def freeze(number: int, snapshot: str, seen: str) -> None:
    """Note the snapshot that was built from the arrangement `seen`: what is approved is this one and no other."""
    with writing("issues"):  # one lock around both: a change between the look and the seal would be signed unseen
        with _draft(number, seen):
            pass
        Issue.objects.filter(number=number).update(state=Issue.State.FROZEN, snapshot=snapshot)


def publish(number: int, snapshot: str, now: datetime, seen: str) -> None:
    """Close the issue on the snapshot made of the arrangement `seen`. Raises Conflict where it was changed since."""
    with writing("articles"), writing("issues"):
        issue = issues.find(number)
        if issue.state != Issue.State.PUBLISHED and version(issue) != seen:
            raise Conflict(f"总第 {number} 期在制作期间被人改过，没有发布：请核对现在的编排后再发布一次。")
        issues.publish(issue, snapshot, now)


def correct(issue: Issue, erratum: Erratum) -> None:
    """Register a fault of a published issue: its page shows it at once, the next issue prints it."""
    if issue.state != Issue.State.PUBLISHED:
        raise BadInput("只有已发布的期号才登记勘误，草稿请直接修改。")
    if not erratum.what.strip():
        raise BadInput("请写明错在哪里。")
    erratum.issue = issue
    erratum.save()


@contextmanager
def _draft(number: int, seen: str) -> Iterator[Issue]:
    """The issue as the editor saw it, locked for one change. What was frozen is a draft again."""
    with writing("issues"):
        issue = issues.find(number)
        if issue.state == Issue.State.PUBLISHED:
            raise BadInput(f"总第 {number} 期已发布，不能再改；如有错误请登记勘误。")
        if version(issue) != seen:
            raise Conflict("这一期刚被别人改过：请刷新后对照现在的编排再操作。")
        yield issue
        Issue.objects.filter(pk=issue.pk).update(state=Issue.State.DRAFT, snapshot="")


def _among(items: list[Item], item_id: int) -> Item:
    for item in items:
        if item.pk == item_id:
            return item
    raise BadInput("这一条已不在本期中，请刷新。")
