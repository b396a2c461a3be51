"""`tanxun backup`: the whole archive in one file."""

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Save database, pages, issues and taught models to FILE, a ZIP. Crawls may go on meanwhile."""
    from tanxun import setup

    setup.archive()
    from archive.safety import backup
    from tanxun.output import say

    path = backup(file, now=datetime.now(UTC), progress=say)
    say("")
    click.echo(f"{path} ({path.stat().st_size:,} bytes)")
