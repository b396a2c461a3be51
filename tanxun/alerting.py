"""What people are told without asking: sources in trouble, prices they wait for, an issue that is out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from apprise import Apprise, NotifyBase
from apprise.common import NotifyFormat, OverflowMode

from archive import calendar, conditions, issues
from archive.alerts import News, Sign
from archive.conditions import Condition, Finding
from archive.errors import BadInput
from archive.settling import shanghai_day
from digest import figures
from digest.lines import UNITS, disputed

# A new installation knows 111 sources that nobody tried, and `tanxun health` lists them; one that rests is not well.
UNTOLD = ("never", "resting")
RECENT = timedelta(days=7)


def signs(now: datetime) -> list[Sign]:
    """How everything stands. Raises ArchiveError where data/alerts.toml cannot be used."""
    wanted = conditions.load()
    day = shanghai_day(now)
    return [*_sources(wanted.patience), *_calendar(day), *_prices(wanted.prices, day), *_issues(now)]


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
    """Send to each address. Answers those that did not take it, by their place in the variable.

    Apprise hides the password of an address, and not what a webhook carries in its path or headers.
    """
    return [
        f"第 {number} 个地址（{one.service_name}）"
        for number, one in enumerate(to, 1)
        if not one.notify(body, title=subject, body_format=NotifyFormat.TEXT)
    ]


def _sources(patience: timedelta) -> Iterator[Sign]:
    from desk import sources

    titles = sources.titles()
    for one in sources.report():
        key, name = f"source {one.source}", f"{titles[one.source]}（{one.source}）"
        if one.state == "running":
            yield Sign(key=key, text="", holds=None)
        elif one.state in UNTOLD:
            continue
        elif one.well:
            yield Sign(key=key, text=f"{name}已恢复采集。", holds=False)
        else:
            message = f"（{one.message}）" if one.message else ""
            yield Sign(key=key, text=f"{name}：{one.to_do}{message}", patience=patience)


def _calendar(today: date) -> Iterator[Sign]:
    told = calendar.ending(today)
    yield Sign(key="calendar", text=told or "交易日历已补齐。", holds=bool(told))


def _prices(wanted: Iterable[Condition], today: date) -> Iterator[Sign]:
    for condition in wanted:
        found = conditions.judge(condition, today)
        if found is None or (condition.event and not found.holds):
            continue
        key = f"price {condition.title}" + (f" {found.price.day}" if condition.event else "")
        prefix = condition.title if found.holds else f"“{condition.title}”不再成立"
        yield Sign(key=key, text=f"{prefix}：{_price(found)}", holds=found.holds, event=condition.event)


def _price(found: Finding) -> str:
    row, before = found.price, found.before
    kind = "均价" if row.close is None else "收盘"
    said = f"{row.day} {kind} {figures.price(row.price)} {UNITS.get(row.currency, f'{row.currency}/吨')}"
    said += f"，上一成交日 {before.day} 为 {figures.price(before.price)}" if before else ""
    return said + (f"（来源不一：{disputed(row.dispute)}）。" if row.dispute else "。")


def _issues(now: datetime) -> Iterator[Sign]:
    from django.conf import settings

    for issue in issues.published_since(now - RECENT):
        where = f"：{settings.TANXUN_ORIGIN}/issues/{issue.number}/" if settings.TANXUN_ORIGIN else "。"
        yield Sign(key=f"issue {issue.number}", text=f"总第 {issue.number} 期已发布{where}", event=True)
