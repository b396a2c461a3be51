"""What editors do to articles. Each step is one transaction, leaves labels for the model, and can be taken back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from archive.browse import article as find
from archive.errors import ArchiveError, BadInput
from archive.labels import UNDONE
from archive.locks import writing
from archive.models import Article, Correction, Issue, Item, Move
from archive.models.articles import OFFTOPIC, SECTIONS

WORDS = ("title", "section", "published_on", "signed_on", "publisher", "doc_number", "issuers", "text", "card")
"""What an editor may write."""

FIELDS = (*WORDS, "section_by", "confidence", "abstain", "state", "original_id", "source_text")
"""What a step may change."""

LABELS = (*WORDS, "state", "original_id")
"""What is kept of a step: the model learns from it, and a later reading of the page does not write over it."""
DAYS = ("published_on", "signed_on")
FOLLOWERS = "reposts"
"""Under this name a step keeps the reports that a merge took along."""

REASONS = {
    "offtopic": "与主题无关",
    "duplicate": "重复报道",
    "late": "已过时",
    "thin": "内容单薄",
    "advert": "广告或软文",
}


class Conflict(ArchiveError):
    """Somebody else changed the same thing meanwhile; nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who does something when, and why."""

    who: str
    now: datetime
    why: str = ""


def version(article: Article) -> str:
    """Changes whenever anything changes that an editor may edit or judge by."""
    state = [_plain(getattr(article, name)) for name in FIELDS]
    return hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()[:16]


def file_under(pk: int, section: str, step: Step) -> Article:
    """Take the article for a section, or confirm the one it is in: both teach the model."""
    if section not in SECTIONS:
        raise BadInput(f"栏目 {section!r} 不存在，可用的有 {'、'.join(SECTIONS)}。")
    with writing("articles"):
        article = _editable(pk)
        return _change(article, _section(section) | {"state": Article.State.KEPT}, step, always=("section",))


def reject(pk: int, reason: str, step: Step) -> Article:
    """Spike the article, with one of REASONS."""
    if reason not in REASONS:
        raise BadInput(f"弃用理由 {reason!r} 不存在，可用的有 {'、'.join(REASONS)}。")
    values: dict[str, Any] = {"state": Article.State.SPIKED}
    with writing("articles"):
        article = _editable(pk)
        if reason == "offtopic":
            values |= _section(OFFTOPIC)
        return _change(article, values, Step(step.who, step.now, step.why or REASONS[reason]))


def edit(pk: int, values: Mapping[str, Any], seen: str, step: Step) -> Article:
    """Change some of WORDS. `seen` is the version the editor had before them. Raises Conflict, BadInput."""
    changes = dict(values)
    _refuse_nonsense(changes, step.now)
    with writing("articles"):
        article = find(pk)
        if version(article) != seen:
            raise Conflict("这篇文章刚被别人改过：您的修改没有保存，请对照现在的内容再改一次。")
        if "text" in changes:
            changes["source_text"] = None if changes["text"] == article.said else article.said
        if changes.get("section", article.section) == article.section:
            changes.pop("section", None)
        elif changes["section"] in {*SECTIONS, OFFTOPIC}:
            changes |= _section(changes["section"])
        else:
            raise BadInput(f"栏目 {changes['section']!r} 不存在。")
        return _change(article, changes, step)


def merge(pk: int, original: int | None, step: Step) -> Article:
    """Say that the article repeats another one's event; None: it tells its own."""
    with writing("articles"):
        article = find(pk)
        first = find(original) if original is not None else None
        if first:
            original = first.original_id or first.pk
        if original == pk:
            raise BadInput("一篇文章不能是自己的转载。")
        if original is None:
            return _change(article, {"original_id": None}, step)
        followers = Article.objects.filter(original=article)
        taken = list(followers.values_list("pk", flat=True))
        followers.update(original=original)
        return _change(article, {"original_id": original}, step, taken=taken)


def undo(step: Step) -> Article:
    """Take the person's last step back. Raises Conflict where somebody has changed the same fields since."""
    with writing("articles"):
        move = Move.objects.filter(made_by=step.who, undone_at=None).order_by("-pk").first()
        if move is None:
            raise BadInput("没有可以撤销的操作。")
        article = find(move.article_id)
        if {name: _plain(getattr(article, name)) for name in move.after} != move.after:
            raise Conflict(f"《{article.title}》之后又被改过，不能直接撤销，请打开文章修改。")
        before = {name: _value(name, value) for name, value in move.before.items()}
        if followers := before.pop(FOLLOWERS, []):
            Article.objects.filter(pk__in=followers, original=move.after["original_id"]).update(original=article)
        _label(article, before, Step(step.who, step.now, UNDONE))
        _save(article, before)
        move.undone_at = step.now
        move.save(update_fields=["undone_at"])
    return article


def _editable(pk: int) -> Article:
    article = find(pk)
    if article.state == Article.State.PUBLISHED:
        raise BadInput("已刊发的文章不能再分拣，如有错误请登记勘误。")
    return article


def _section(section: str) -> dict[str, Any]:
    return {"section": section, "section_by": Article.By.EDITOR, "confidence": None, "abstain": False}


def _change(
    article: Article,
    values: Mapping[str, Any],
    step: Step,
    *,
    always: tuple[str, ...] = (),
    taken: Sequence[int] = (),
) -> Article:
    """Keep what was, label what changed (and what was confirmed: `always`), then save. `taken`: reports taken along."""
    before = {name: _plain(getattr(article, name)) for name in values}
    after = {name: _plain(value) for name, value in values.items()}
    if before == after and not always:
        return article
    kept = before | ({FOLLOWERS: list(taken)} if taken else {})
    Move.objects.create(article=article, made_at=step.now, made_by=step.who, before=kept, after=after)
    _label(article, values, step, always)
    _save(article, values)
    return article


def _label(article: Article, values: Mapping[str, Any], step: Step, always: tuple[str, ...] = ()) -> None:
    for name in LABELS:
        if name in values and (name in always or getattr(article, name) != values[name]):
            Correction.objects.create(
                article=article,
                made_at=step.now,
                made_by=step.who[:80],
                field=name.removesuffix("_id"),
                old=str(_plain(getattr(article, name)) or ""),
                new=str(_plain(values[name]) or ""),
                why=step.why,
            )


def _save(article: Article, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(article, name, value)
    article.save(update_fields=list(values))
    _follow(article)


def _follow(article: Article) -> None:
    """Draft issues that hold the article follow: what is rejected leaves them, and what was frozen is a draft again."""
    drafts = Item.objects.filter(article=article).exclude(issue__state=Issue.State.PUBLISHED)
    Issue.objects.filter(pk__in=list(drafts.values_list("issue", flat=True))).update(
        state=Issue.State.DRAFT, snapshot=""
    )
    if article.state == Article.State.SPIKED or article.section == OFFTOPIC or article.original_id is not None:
        drafts.delete()
    else:
        drafts.update(section=article.section)


def _refuse_nonsense(changes: Mapping[str, Any], now: datetime) -> None:
    if unknown := set(changes) - set(WORDS):
        raise BadInput(f"不能修改 {'、'.join(sorted(unknown))}。")
    if not str(changes.get("title", "x")).strip():
        raise BadInput("标题不能为空。")
    for name in DAYS:
        day = changes.get(name)
        if day and not date(1990, 1, 1) <= day <= now.date().replace(year=now.year + 1, day=1):
            raise BadInput(f"日期 {day} 不可信，请核对年份。")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str) else value


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value else value
