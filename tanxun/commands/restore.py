"""`tanxun restore`: back from a backup."""

import sys
from pathlib import Path

import click

from tanxun.__main__ import UNHEALTHY


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put the backup in the place of an archive that is not empty.")
def command(file: Path, replace: bool) -> None:
    """Check FILE, then put it in the place of this archive. Stop crawls and the desk before.

    Ends with 3 when prices came back that the checks of today would hold: they are there, and named.
    """
    from tanxun import setup

    setup.archive()
    from archive import rechecking
    from archive.safety import restore
    from tanxun.output import say

    rows = restore(file, replace=replace, progress=say)
    say("checking the prices")
    held = sum(1 for _ in rechecking.doubts())
    say("")
    click.echo(f"{rows:,} rows")
    if held:
        click.echo(f"{held:,} prices would be held by the checks of today: tanxun prices check lists them", err=True)
        sys.exit(UNHEALTHY)
