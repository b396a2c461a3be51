"""`tanxun weekly`: the main job."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import click

from tanxun import output
from tanxun.__main__ import UNHEALTHY


@click.command()
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Answer every request from the saved pages of this folder.",
)
@click.option("--live", is_flag=True, help="Go to the web, and say so when nothing answers.")
@click.option("--ending", type=output.Day(), help="Last day of the price table.  [default: today]")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to put the issue.")
def command(replay: Path | None, live: bool, ending: date | None, out: Path | None) -> None:
    """Crawl, read, judge and build the weekly issue.

    Without --replay or --live: from the web where a source answers, else from the bundled sample week. A sample
    issue says 样刊 on every page and lives in an archive of its own.
    """
    from tanxun import setup, weekly

    if replay and live:
        raise click.UsageError("choose --replay or --live, not both")
    if replay and not (replay / "week.toml").exists():
        raise click.BadParameter(
            f"{replay} has no week.toml, which says which week its pages are of", param_hint="--replay"
        )
    week = weekly.choose(replay, live, ending, lambda text: click.echo(text, err=True))
    if week.sample:
        setup.sample_home()
    setup.archive()
    try:
        result = weekly.make(week, out=out, progress=lambda text: click.echo(f"· {text}", err=True))
    except weekly.NothingGathered as error:
        if live or replay or ending:
            raise
        click.echo(f"{error}. Going on with the bundled sample.", err=True)
        again = [sys.executable, "-m", "tanxun", "weekly", "--replay", str(weekly.SAMPLE)]
        sys.exit(subprocess.run([*again, *(["--out", str(out)] if out else [])], check=False).returncode)  # noqa: S603
    click.echo(f"No. {result.number}{' (样刊 sample)' if week.sample else ''}")
    for name, path in (("PDF", result.built.pdf), ("phone", result.built.html), ("CSV", result.built.csv)):
        click.echo(f"  {name:<6} {path}")
    click.echo(f"  prices {result.prices}")
    if week.sample:
        click.echo(f"The sample has an archive of its own: TANXUN_HOME={os.environ['TANXUN_HOME']} tanxun prices")
    for run in result.unhealthy:
        click.echo(f"  ! {run.source}: {run.state}: {run.message}", err=True)
    if result.unhealthy:
        sys.exit(UNHEALTHY)
