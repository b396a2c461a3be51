"""`tanxun crawl`: gather only."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tanxun import output
from tanxun.__main__ import UNHEALTHY
from tanxun.pricefiles import kept_fresh

if TYPE_CHECKING:
    from crawlers.run import Summary


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Answer every request from the saved pages of this folder.",
)
@click.option("--live", is_flag=True, help="Ask the web.")
@click.option("--since", type=output.Day(), help="First day wanted.  [default: each source's window]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list instead of a table.")
def command(sources: tuple[str, ...], replay: Path | None, live: bool, since: date | None, as_json: bool) -> None:
    """Gather from these sources, or from all of them, and store what they show.

    Nothing is asked of the web without --live. Exit 3: done, but some source needs a person.
    """
    if (replay is None) != live:
        raise click.UsageError("choose one: --replay DIR (saved pages) or --live (the web)")
    from crawlers.replay import is_sample
    from tanxun import setup

    if replay and is_sample(replay):
        click.echo(f"· 样例页存入单独的档案 {setup.sample_home()}", err=True)
    setup.archive()
    from crawlers.run import crawl

    click.echo("· 采集 gathering", err=True)
    with kept_fresh():
        summaries = crawl(sources or None, replay=replay, live=live, since=since, now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([_row(one) for one in summaries], ensure_ascii=False, indent=1))
    else:
        _print(summaries)
    if any(one.state != "ok" for one in summaries):
        sys.exit(UNHEALTHY)


def _row(summary: Summary) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(summary), "newest": summary.newest.isoformat() if summary.newest else None}


def _print(summaries: list[Summary]) -> None:
    from crawlers.health import NAMES

    click.echo(f"{'source':<26}{'状态':<4}{'shown':>7}{'stored':>7}{'revised':>8}{'held':>6}  newest")
    for one in summaries:
        figures = f"{one.shown:>7}{one.stored:>7}{one.revised:>8}{one.quarantined:>6}"
        click.echo(f"{one.source:<26}{NAMES[one.state]:<4}{figures}  {one.newest or '-'}")
    for one in summaries:
        if one.message:
            click.echo(f"  {'!' if one.state != 'ok' else '·'} {one.source}: {one.message}", err=True)
