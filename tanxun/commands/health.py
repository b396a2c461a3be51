"""`tanxun health`: how every source does, and what to do."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from tanxun.__main__ import UNHEALTHY

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOTICE = timedelta(weeks=8)
"""The next year's holidays are decreed in November: from then on somebody must look."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON array, the worst source first.")
def command(as_json: bool) -> None:
    """Show per source: state, last good run, newest item, what to do. Ends with 3 when one needs a person."""
    from tanxun import setup

    setup.archive()
    from archive import calendar, exports, health, runs
    from crawlers.declaration import all_sources, faulty

    now = datetime.now(UTC)
    runs.orphans(now)
    declared = {source.name: source for source in all_sources()}
    bad = [health.broken(name, why) for name, why in faulty().items()]
    # A draft that nobody has saved a page for is not read by the schedule, so nothing of it is late.
    report = [*bad, *health.report({name: one.cadence for name, one in declared.items() if one.has_saved_page}, now)]
    if as_json:
        rows = [
            {**exports.as_json(line), "title": declared[line.source].title if line.source in declared else line.source}
            for line in report
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for line in report:
            _show(asdict(line))
    today = now.astimezone(SHANGHAI).date()
    if told := calendar_ends(calendar.known_until(today), today):
        click.echo(told, err=True)
    if not all(line.well for line in report):
        sys.exit(UNHEALTHY)


def calendar_ends(last: date, today: date) -> str:
    """What an editor should do about public holidays that nobody has told us; "" while there is time."""
    if last - today > NOTICE:
        return ""
    left = f"还有 {(last - today).days} 天" if last >= today else "已经用完"
    return (
        f"交易日历只到 {last}（{left}）：国务院公布 {last.year + 1} 年放假安排后，"
        f"请写成 data/calendar/{last.year + 1}.toml（写法见 docs/week-table.md）。"
    )


def _show(line: dict[str, object]) -> None:
    good = line["good_at"]
    seen = f"{good.astimezone(SHANGHAI):%m-%d %H:%M}" if isinstance(good, datetime) else "从未"
    held = f" · 待审 {line['held']} 行" if line["held"] else ""
    click.echo(f"{line['state']:<11} {line['source']:<24} 上次成功 {seen} · 最新 {line['newest'] or '无'}{held}")
    for text in (line["message"], line["to_do"]):
        if text:
            click.echo(f"{'':12}{text}")
