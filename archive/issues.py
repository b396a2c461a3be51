"""Issues of the bulletin: drafting, the order of their items, publishing, and what is to be corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from archive.errors import BadInput, Unknown
from archive.locks import writing
from archive.models import Article, Erratum, Issue, Item, Quarantine, Run, Waiver
from archive.settling import shanghai_day

BACK = 60  # more than a year of weeklies


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in an issue."""

    article: Article
    section: str


def find(number: int) -> Issue:
    """The issue of that number. Raises Unknown."""
    try:
        return Issue.objects.get(number=number)
    except Issue.DoesNotExist as error:
        raise Unknown(f"没有总第 {number} 期，请先用 tanxun issue new {number} --date 日期 建立。") from error


def newest_first() -> Iterator[Issue]:
    return Issue.objects.order_by("-number").iterator()


def published_since(moment: datetime) -> Iterator[Issue]:
    """What readers got since then, samples left out, the lowest number first."""
    out = Issue.objects.filter(state=Issue.State.PUBLISHED, sample=False, published_at__gte=moment)
    return out.order_by("number").iterator()


def next_number() -> int:
    """One more than the highest number so far: numbers run on over years and skipped weeks."""
    return int(Issue.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1


def before(number: int) -> Issue | None:
    """The issue before that number, if there is one."""
    return Issue.objects.filter(number__lt=number).order_by("-number").first()


def neighbours(issue: Issue) -> Iterator[tuple[Issue, int]]:
    """The issues before and after, each with the days between the two windows: 0 they chain, below 0 they overlap."""
    if earlier := before(issue.number):
        yield earlier, (issue.first_day - earlier.last_day).days - 1
    if later := Issue.objects.filter(number__gt=issue.number).order_by("number").first():
        yield later, (later.first_day - issue.last_day).days - 1


def open_draft(number: int, day: date, first_day: date, last_day: date, *, now: datetime, sample: bool) -> Issue:
    """Make the draft, or bring the one that is there to these days. Raises BadInput if it is published already."""
    if number < 1:
        raise BadInput("期号从 1 开始。")
    if not first_day <= last_day <= day:
        raise BadInput(f"行情区间 {first_day} 至 {last_day} 必须按先后排列，且不晚于出刊日 {day}。")
    with writing("issues"):
        issue = Issue.objects.filter(number=number).first() or Issue(number=number, created_at=now)
        if issue.state != Issue.State.DRAFT:
            raise BadInput(f"总第 {number} 期{issue.get_state_display()}，不能再组稿；请用下一个期号 {next_number()}。")
        issue.date, issue.first_day, issue.last_day = day, first_day, last_day
        # Samples have an archive of their own, so one sample issue makes every issue of this archive one.
        issue.sample = sample or Issue.objects.filter(sample=True).exists()
        issue.save()
    return issue


def items(issue: Issue) -> list[Item]:
    """The items in their order, with article, attachments and reposts at hand."""
    found = issue.items.order_by("position").select_related("article")
    return list(found.prefetch_related("article__attachments", "article__reposts"))


def arrange(issue: Issue, places: Sequence[Place]) -> None:
    """Put the articles into the issue in this order; items that are not among them leave it. Notes and titles stay."""
    with writing("issues"):
        issue.items.exclude(article__in=[place.article.pk for place in places]).delete()
        known = {item.article_id: item for item in issue.items.all()}
        for position, place in enumerate(places):
            item = known.get(place.article.pk) or Item(issue=issue, article=place.article)
            item.position, item.section = position, place.section
            item.save()


def publish(issue: Issue, snapshot: str, now: datetime) -> None:
    """Close the issue on the snapshot with that SHA-256; its articles are printed, its errata done. Raises BadInput."""
    with writing("articles"), writing("issues"):  # in this order everywhere; a crawl must not set them back
        issue.refresh_from_db()
        if issue.state == Issue.State.PUBLISHED:
            raise BadInput(f"总第 {issue.number} 期已于 {issue.published_at:%Y-%m-%d %H:%M} UTC 发布。")
        due_errata(issue).update(printed_in=issue)
        Article.objects.filter(items__issue=issue).update(state=Article.State.PUBLISHED)
        issue.state, issue.snapshot, issue.published_at = Issue.State.PUBLISHED, snapshot, now
        issue.save()


def due_errata(issue: Issue) -> QuerySet[Erratum]:
    """Faults of earlier issues that no issue has printed yet, or this one does."""
    unprinted = Q(printed_in=None) | Q(printed_in=issue)
    return Erratum.objects.filter(unprinted, issue__number__lt=issue.number).order_by("issue__number", "pk")


def printed_before(issue: Issue, article: Article) -> list[int]:
    """Numbers of other issues that carry this article, or another report of the same event's original."""
    same = Q(article=article) | Q(article__original=article)
    if article.original_id:
        same |= Q(article=article.original_id) | Q(article__original=article.original_id)
    found = Item.objects.filter(same, issue__number__lt=issue.number).order_by("issue__number")
    return list(found.values_list("issue__number", flat=True).distinct())


def waivers(issue: Issue) -> list[Waiver]:
    """The rules that editors set aside in this issue, the oldest first."""
    return list(issue.waivers.order_by("pk"))


def waive(issue: Issue, rule: str, article: int | None, because: str, now: datetime) -> Waiver:
    """Set a rule aside for one article of the issue, or for the issue itself. Raises BadInput without a reason."""
    if not because.strip():
        raise BadInput("豁免必须写明理由，请用 --because 填写。")
    if article is not None and not issue.items.filter(article=article).exists():
        raise BadInput(
            f"第 {article} 号文章不在总第 {issue.number} 期中，请用 tanxun issue show {issue.number} 查看编号。"
        )
    with writing("issues"):
        issue.waivers.filter(rule=rule, article=article).delete()
        return Waiver.objects.create(issue=issue, rule=rule, article_id=article, because=because.strip(), waived_at=now)


def waiting_rows(issue: Issue) -> int:
    """Rows of the issue's window that failed a check and that nobody has decided on.

    A row without a readable day counts by the day it was seen on.
    """
    window = issue.first_day.isoformat(), issue.last_day.isoformat()
    waiting = Quarantine.objects.filter(decision=Quarantine.Decision.WAITING).values_list("row", "held_at")
    days = (row["day"] or shanghai_day(held_at).isoformat() for row, held_at in waiting.iterator())
    return sum(window[0] <= str(day) <= window[1] for day in days)


def printed_items(issue: Issue) -> Iterator[Item]:
    """The items of published issues up to BACK numbers before this one, the oldest first."""
    earlier = range(issue.number - BACK, issue.number)
    found = Item.objects.filter(issue__number__in=earlier, issue__state=Issue.State.PUBLISHED)
    return found.select_related("article", "issue").order_by("issue__number", "position").iterator()


def errata(issue: Issue) -> list[Erratum]:
    """The faults that are registered for this issue, the oldest first."""
    return list(issue.errata.order_by("pk"))


def last_runs(until: datetime | None = None) -> list[Run]:
    """The last run of each source that has ended and stands for a moment before `until`, by the source's name."""
    early = Q(clock__lt=until) if until else Q()
    ended = Run.objects.filter(early).exclude(state="").values("source").annotate(last=Max("pk")).values("last")
    return list(Run.objects.filter(pk__in=ended).order_by("source"))
