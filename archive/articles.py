"""Storing notices and news: what is new, what changed at its source, what was seen before."""

import difflib
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from archive import labels, urls
from archive.errors import BadInput
from archive.locks import writing
from archive.markets import fold
from archive.models import Article, Attachment, Correction, Page, Version
from archive.models.articles import OFFTOPIC, SECTIONS
from archive.records import ArticleRow, AttachmentRow, Tally
from archive.wording import files_in_both, told

WORDING = ("title", "text")
JUDGEMENT = ("section", "section_by", "confidence", "abstain", "reasons")
PLACE = ("url", "source")
READ = tuple(f.name for f in fields(ArticleRow) if f.name not in {*WORDING, *JUDGEMENT, *PLACE, "attachments"})
"""What a later reading of the same page may fill in or better, besides the wording itself."""

GONE = "原网页现已没有正文，保留先前的正文"


def store(rows: Iterable[ArticleRow], *, observed_at: datetime, page: Page | None) -> Tally:
    """Store what one page (or one part of a file) gave, all or nothing. Raises BadInput for what is no article."""
    tally = Tally()
    with writing("articles"):
        for row in rows:
            _refuse_nonsense(row)
            tally += _store(row, observed_at, page)
    return tally


def identity(row: ArticleRow) -> str:
    """First issuer and document number, else the canonical address. Never the title: notices share titles."""
    if row.doc_number and row.issuers:
        return f"doc:{fold(row.issuers[0])}|{_number(row.doc_number)}"[:500]
    return f"url:{urls.canonical(row.url)}" if len(row.url) < 480 else f"url:{urls.key(row.url)}"


def link_reposts(pairs: Iterable[tuple[int, int | None]]) -> int:
    """Say who told each event first: pairs of (article id, id of the original or None). Answers how many changed.

    What an editor said of an article stands, and goes for those that repeat it.
    """
    compared = list(pairs)  # it takes long: editors must not wait for the lock meanwhile
    with writing("articles"):
        said = labels.standing().filter(field="original").values("article")
        decided = dict(Article.objects.filter(pk__in=said).values_list("pk", "original"))
        changed = 0
        for article, original in compared:
            first = original and (decided.get(original) or original)
            if article not in decided:
                changed += _repeats(article, None if first == article else first)
        chained = Article.objects.filter(original__original__isnull=False).values_list("pk", "original__original")
        changed += sum(_repeats(article, first) for article, first in list(chained))
    return changed


def _repeats(article: int, first: int | None) -> int:
    return Article.objects.filter(pk=article).exclude(original=first).update(original=first)


def newest() -> int:
    """The number of the article that was stored last; 0: there is none."""
    return Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _refuse_nonsense(row: ArticleRow) -> None:
    if row.section not in {*SECTIONS, OFFTOPIC}:
        raise BadInput(f"栏目 {row.section!r} 不存在，可用的有 {'、'.join([*SECTIONS, OFFTOPIC])}。")
    if not row.url.strip() or not row.title.strip():
        raise BadInput(f"文章缺少{'网址' if not row.url.strip() else '标题'}：{row.title or row.url or '两者皆无'}。")


def _store(row: ArticleRow, observed_at: datetime, page: Page | None) -> Tally:
    article = find(row)
    if article is None:
        return _create(row, observed_at, page)
    if _elsewhere(article, row):
        _attach(article, row.attachments)
        return Tally(read=1, unchanged=1)
    if article.said and not row.text.strip():
        row = replace(row, text=article.said, flags=(*row.flags, GONE))
    revised = _reword(article, row, observed_at, page)
    judged = _judge(article, row, observed_at)
    _better(article, row)
    article.first_seen_at = min(article.first_seen_at, observed_at)
    article.save()
    _attach(article, row.attachments)
    changed = revised or judged
    return Tally(read=1, revised=int(changed), unchanged=int(not changed))


def find(row: ArticleRow) -> Article | None:
    """The article this row is about, also where its document number was not read the first time, or is not now."""
    if found := Article.objects.filter(identity=identity(row)).first():
        return found
    same_page = Article.objects.filter(url_key=urls.key(row.url)).order_by("pk")
    number = _number(row.doc_number)
    return next((a for a in same_page if not number or not a.doc_number or _number(a.doc_number) == number), None)


def _create(row: ArticleRow, observed_at: datetime, page: Page | None) -> Tally:
    values = {name: _plain(getattr(row, name)) for name in (*WORDING, *JUDGEMENT, *PLACE, *READ)}
    article = Article.objects.create(
        identity=identity(row),
        url_key=urls.key(row.url),
        first_seen_at=observed_at,
        updated_at=observed_at,
        page=page,
        **values,
    )
    _attach(article, row.attachments)
    return Tally(read=1, stored=1)


def _elsewhere(article: Article, row: ArticleRow) -> bool:
    """Whether this is a copy on another site: its wording would only swing to and fro with each crawl.

    The issuer's own page takes over from a copy that was found first.
    """
    if article.url_key == urls.key(row.url):
        return False
    if row.official and not article.official:
        article.url, article.url_key, article.source = row.url, urls.key(row.url), row.source
        return False
    return True


def _reword(article: Article, row: ArticleRow, observed_at: datetime, page: Page | None) -> bool:
    """Keep the old wording as a version where a later look found another, in a table or a file too.

    White space alone is no change.
    """
    # An editor's title stays; only the text then tells whether the source changed anything.
    title = article.title if "title" in _corrected(article) else row.title
    # So does an editor's text; what is compared is what the source itself said before.
    before, files = files_in_both(article, row.attachments)
    now = told(article.title, article.said, article.tables, before)
    new = told(title, row.text, row.tables or article.tables, files)
    if now.split() == new.split() or "".join(now.split()) == "".join(new.split()):
        return False
    if observed_at < article.updated_at:
        return _older(article, row, observed_at, page, _diff(new, now))
    Version.objects.create(
        article=article,
        seen_at=article.updated_at,
        replaced_at=observed_at,
        page=article.page,
        title=article.title,
        text=article.said,
        diff=_diff(now, new),
    )
    setattr(article, "text" if article.source_text is None else "source_text", row.text)
    article.title, article.updated_at, article.page = title, observed_at, page
    return True


def _older(article: Article, row: ArticleRow, observed_at: datetime, page: Page | None, diff: str) -> bool:
    """A wording that was seen before the one we have: it joins the history and replaces nothing."""
    _, made = Version.objects.get_or_create(
        article=article,
        seen_at=observed_at,
        defaults={
            "replaced_at": article.updated_at,
            "page": page,
            "title": row.title,
            "text": row.text,
            "diff": diff,
        },
    )
    return made


def _judge(article: Article, row: ArticleRow, observed_at: datetime) -> bool:
    """Take the section over. What an editor said stands until an editor says otherwise; only that is a revision."""
    by_editor = row.section_by == Article.By.EDITOR
    if article.section_by == Article.By.EDITOR and not by_editor:
        return False
    moved = by_editor and (article.section, article.section_by) != (row.section, row.section_by)
    if moved:
        Correction.objects.create(
            article=article,
            made_at=observed_at,
            made_by=row.source,
            field="section",
            old=article.section,
            new=row.section,
        )
    for name in JUDGEMENT:
        setattr(article, name, _plain(getattr(row, name)))
    return moved


def _better(article: Article, row: ArticleRow) -> None:
    """Take over what this reading found besides the wording, except where an editor corrected the field."""
    corrected = _corrected(article)
    for name in READ:
        value = _plain(getattr(row, name))
        # False is nothing said: a file of articles often leaves "official" out, and must not take it away.
        if name not in corrected and (name == "flags" or value not in (None, "", [], False)):
            setattr(article, name, value)


def _corrected(article: Article) -> set[str]:
    """The fields that an editor has the last word on."""
    return set(labels.standing().filter(article=article).values_list("field", flat=True))


def _attach(article: Article, attachments: Iterable[AttachmentRow]) -> None:
    for row in attachments:
        found = (
            article.attachments.filter(url=row.url) if row.url else article.attachments.filter(url="", name=row.name)
        )
        known = found.first()
        if known is None:
            Attachment.objects.create(article=article, **{f.name: getattr(row, f.name) for f in fields(row)})
        elif row.state != Attachment.State.LINK or known.state == Attachment.State.LINK:
            # A bare link says nothing against a text that was fetched before.
            found.update(name=row.name, state=row.state, text=row.text, message=row.message)


def _number(doc_number: str) -> str:
    """A document number as it is compared: one kind of brackets, no spaces."""
    return fold(doc_number).translate(str.maketrans("[]【】()", "〔〕〔〕〔〕"))


def _plain(value: Any) -> Any:
    """A record's value as a JSON column holds it."""
    if isinstance(value, tuple):
        return [dict(part) if hasattr(part, "items") else part for part in value]
    return value


def _diff(old: str, new: str) -> str:
    return "\n".join(difflib.unified_diff(old.splitlines(), new.splitlines(), "此前", "此后", lineterm=""))
