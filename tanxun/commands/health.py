"""`tanxun health`: how every source does, and what to do."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from tanxun.__main__ import UNHEALTHY

SHANGHAI = ZoneInfo("Asia/Shanghai")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON array, the worst source first.")
def command(as_json: bool) -> None:
    """Show per source: state, last good run, newest item, what to do. Ends with 3 when one needs a person."""
    from tanxun import setup

    setup.archive()
    from archive import calendar, exports, runs
    from desk import sources

    now = datetime.now(UTC)
    runs.orphans(now)
    report = sources.report()
    if not report:  # an empty answer would look like a healthy one
        raise click.ClickException("来源都还是草稿，没有可报告的：请用 tanxun sources save 给其中一个保存样页。")
    titles = sources.titles()
    if as_json:
        rows = [{**exports.as_json(line), "title": titles[line.source]} for line in report]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for line in report:
            _show(asdict(line))
    if told := calendar.ending(now.astimezone(SHANGHAI).date()):
        click.echo(told, err=True)
    if not all(line.well for line in report):
        sys.exit(UNHEALTHY)


def _show(line: dict[str, object]) -> None:
    good = line["good_at"]
    seen = f"{good.astimezone(SHANGHAI):%m-%d %H:%M}" if isinstance(good, datetime) else "从未"
    held = f" · 待审 {line['held']} 行" if line["held"] else ""
    click.echo(f"{line['state']:<11} {line['source']:<24} 上次成功 {seen} · 最新 {line['newest'] or '无'}{held}")
    for text in (line["message"], line["to_do"]):
        if text:
            click.echo(f"{'':12}{text}")
