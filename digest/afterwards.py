"""What became known after an issue was published: figures and texts that are not what it printed."""

from collections.abc import Iterator

from archive import issues
from archive.models import Article, Erratum, Issue
from digest import shapes, weekrows
from digest.lines import WORDS, unit
from digest.markup import mask_mobiles

FIGURES = ("close", "average", "high", "low", "volume_t", "turnover_cny")


def changed(issue: Issue, printed: shapes.Snapshot) -> list[Erratum]:
    """An erratum, not stored yet, for each printed figure and text that the archive tells otherwise by now."""
    return [*_figures(issue, printed), *_texts(issue, printed)]


def _figures(issue: Issue, printed: shapes.Snapshot) -> Iterator[Erratum]:
    now = {_key(row): row for row in weekrows.rows(issue.first_day, issue.last_day, {})}
    for row in printed["week"]:
        today = now.get(_key(row))
        for name in FIGURES if today else ():
            old, new = row[name], today[name]  # type: ignore[literal-required, index]
            if old != new:
                what = f"{row['market_name']} {row['printed']} 本周{WORDS.get(name, name)}"
                yield Erratum(issue=issue, what=what, old=_told(row, name, old), new=_told(row, name, new))


def _key(row: shapes.Row) -> tuple[str, str, str]:
    return row["market"], row["product"], row["vintage"]


def _told(row: shapes.Row, name: str, value: str | None) -> str:
    if value is None:
        return "无"
    return f"{value} {'吨' if name == 'volume_t' else '元' if name == 'turnover_cny' else unit(row)}"


def _texts(issue: Issue, printed: shapes.Snapshot) -> Iterator[Erratum]:
    items = {item["id"]: item for section in printed["sections"] for item in section["items"]}
    for article in Article.objects.filter(pk__in=list(items)).order_by("pk"):
        before = items[article.pk]["paragraphs"]
        after = [mask_mobiles(line) for line in article.text.split("\n") if line.strip()]
        if before != after:
            old, new = next(_differing(before, after))
            yield Erratum(
                issue=issue, article=article, what=f"《{items[article.pk]['title']}》原文有改动", old=old, new=new
            )


def _differing(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """The paragraphs that differ, shortened to where they part; the first is told, the archive keeps both texts."""
    for place in range(max(len(before), len(after))):
        old = before[place] if place < len(before) else ""
        new = after[place] if place < len(after) else ""
        if old != new:
            same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
            start = max(same - 10, 0)
            yield old[start : start + 60], new[start : start + 60]


def draft_errata(issue: Issue, printed: shapes.Snapshot) -> list[Erratum]:
    """What `changed` finds and nobody has registered yet. Nothing is stored."""
    known = {(one.what, one.new) for one in issues.errata(issue)}
    return [one for one in changed(issue, printed) if (one.what, one.new) not in known]
