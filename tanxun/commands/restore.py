"""`tanxun restore`: back from a backup."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put the backup in the place of an archive that is not empty.")
def command(file: Path, replace: bool) -> None:
    """Check FILE, then put it in the place of this archive. Stop crawls and the desk before."""
    from tanxun import setup

    setup.archive()
    from archive.safety import restore
    from tanxun.output import say

    click.echo(f"{restore(file, replace=replace, progress=say):,} rows")
