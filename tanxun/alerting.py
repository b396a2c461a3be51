"""What people are told without asking: sources in trouble, prices they wait for, an issue that is out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apprise import Apprise, NotifyBase
from apprise.common import NotifyFormat, OverflowMode

from archive import calendar, conditions
from archive.alerts import News, Sign
from archive.conditions import Finding
from archive.errors import BadInput
from archive.models import Issue
from digest import figures
from digest.lines import UNITS

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNTRIED = "never"  # a new installation knows 111 such sources, and `tanxun health` lists them
RECENT = timedelta(days=7)


def signs(now: datetime) -> list[Sign]:
    """How everything stands. Raises ArchiveError where data/alerts.toml cannot be used."""
    return [*_sources(), *_calendar(now), *_prices(now), *_issues(now)]


def worded(news: News) -> tuple[str, str]:
    """Subject and body, as plain text."""
    counts = [f"{len(news.begun)} 项新情况"] * bool(news.begun) + [f"{len(news.over)} 项已恢复"] * bool(news.over)
    parts = [
        "\n".join([head, *(f"· {one.text}" for one in rows)])
        for head, rows in (("【新情况】", news.begun), ("【已恢复】", news.over))
        if rows
    ]
    return f"碳讯：{'，'.join(counts)}", "\n\n".join(parts)


def addresses(text: str) -> list[NotifyBase]:
    """The addresses of TANXUN_ALERT_URLS, separated by white space. Raises BadInput; never repeats a secret."""
    found = []
    for number, url in enumerate(text.split(), 1):
        made = Apprise.instantiate(url)
        if not isinstance(made, NotifyBase):
            raise BadInput(f"TANXUN_ALERT_URLS 的第 {number} 个地址不可用，写法见 docs/alerts.md。")
        made.overflow_mode = OverflowMode.SPLIT  # never cut: a long report comes as several messages
        found.append(made)
    return found


def send(to: Sequence[NotifyBase], subject: str, body: str) -> list[str]:
    """Send to each address. Answers those that did not take it, with their secrets hidden."""
    refused = [one for one in to if not one.notify(body, title=subject, body_format=NotifyFormat.TEXT)]
    return [str(one.url(privacy=True)) for one in refused]  # type: ignore[no-untyped-call]


def _sources() -> Iterator[Sign]:
    from desk import sources

    patience, titles = conditions.load().patience, sources.titles()
    for one in sources.report():
        name = f"{titles[one.source]}（{one.source}）"
        if one.well:
            yield Sign(key=f"source {one.source}", text=f"{name}已恢复采集。", holds=False)
        elif one.state != UNTRIED:
            text = "".join(part for part in (name, "：", one.to_do, one.message and f"（{one.message}）"))
            yield Sign(key=f"source {one.source}", text=text, patience=patience)


def _calendar(now: datetime) -> Iterator[Sign]:
    told = calendar.ending(now.astimezone(SHANGHAI).date())
    yield Sign(key="calendar", text=told or "交易日历已补齐。", holds=bool(told))


def _prices(now: datetime) -> Iterator[Sign]:
    for condition in conditions.load().prices:
        found = conditions.judge(condition, now.astimezone(SHANGHAI).date())
        if found is None or (condition.event and not found.holds):
            continue
        key = f"price {condition.title}" + (f" {found.price.day}" if condition.event else "")
        prefix = condition.title if found.holds else f"“{condition.title}”不再成立"
        yield Sign(key=key, text=f"{prefix}：{_price(found)}", holds=found.holds, event=condition.event)


def _price(found: Finding) -> str:
    row, before = found.price, found.before
    kind = "均价" if row.close is None else "收盘"
    said = f"{row.day} {kind} {figures.price(row.price)} {UNITS.get(row.currency, f'{row.currency}/吨')}"
    return said + (f"，上一成交日 {before.day} 为 {figures.price(before.price)}。" if before else "。")


def _issues(now: datetime) -> Iterator[Sign]:
    from django.conf import settings

    for issue in Issue.objects.filter(state=Issue.State.PUBLISHED, sample=False, published_at__gte=now - RECENT):
        where = f"：{settings.TANXUN_ORIGIN}/issues/{issue.number}/" if settings.TANXUN_ORIGIN else "。"
        yield Sign(key=f"issue {issue.number}", text=f"总第 {issue.number} 期已发布{where}", event=True)
