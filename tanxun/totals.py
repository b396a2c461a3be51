"""`tanxun prices totals`: do the days add up to the cumulative volumes that exchanges publish?"""

import sys
from pathlib import Path

import click

from tanxun import output
from tanxun.__main__ import UNHEALTHY


@click.command()
@output.options
def totals(*, kind: str | None, out: Path | None) -> None:
    """Set the sum of days against every published cumulative volume: one row for each stretch between two of them.

    A gap says between which days a row is wrong or missing. Ends with 3 when there is one.
    """
    from tanxun import setup

    setup.archive()
    from archive import cumulative
    from archive.columns import TOTAL_COLUMNS

    found = [span for instrument in cumulative.instruments() for span in cumulative.spans(*instrument)]
    output.put(found, TOTAL_COLUMNS, kind, out)
    gaps = sum(bool(span.gap_t) for span in found)
    click.echo(f"{len(found)} stretches, {gaps} with a gap", err=True)
    if gaps:
        sys.exit(UNHEALTHY)
