"""`tanxun prices check`: would every row of the ledger still pass?"""

import sys
from pathlib import Path

import click

from tanxun import output
from tanxun.__main__ import UNHEALTHY


@click.command(name="check")
@output.options
def recheck(*, kind: str | None, out: Path | None) -> None:
    """Put every row of the ledger through the checks of today; list those that would be held, and change nothing.

    Ends with 3 when there are some.
    """
    from tanxun import setup

    setup.archive()
    from archive import rechecking
    from archive.columns import DOUBT_COLUMNS

    found = list(rechecking.doubts())
    output.put(found, DOUBT_COLUMNS, kind, out)
    click.echo(f"{len(found)} rows would be held", err=True)
    if found:
        sys.exit(UNHEALTHY)
