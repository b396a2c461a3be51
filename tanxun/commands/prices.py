"""`tanxun prices`: the ledger, tidy and long. `quarantine`: what was held back. `totals`, `check`: does it hold?"""

from datetime import date, datetime
from pathlib import Path

import click

from tanxun import output
from tanxun.quarantine import quarantine
from tanxun.recheck import recheck
from tanxun.totals import totals


@click.group(invoke_without_command=True)
@click.option("--market", default="", help="A market's id or name: beijing, 北京, 北京绿色交易所.")
@click.option("--product", default="", help="A product's id: BEA, CEA, CCER.")
@click.option("--from", "start", type=output.Day(), help="First day.")
@click.option("--to", "end", type=output.Day(), help="Last day.")
@click.option("--source", default="", help="Only what this source said.")
@click.option("--as-of", type=output.Moment(), help="What was known at that moment.")
@click.option(
    "--since", type=click.IntRange(min=0), help="Instead: every row stored after this revision, replaced ones too."
)
@click.option("--disputed", is_flag=True, help="Only rows that another source contradicts.")
@output.options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    market: str,
    product: str,
    start: date | None,
    end: date | None,
    source: str,
    as_of: datetime | None,
    since: int | None,
    disputed: bool,
    kind: str | None,
    out: Path | None,
) -> None:
    """Print quotes: one row for each instrument and day, the newest word of the best source."""
    if ctx.invoked_subcommand:
        return
    from tanxun import setup

    setup.archive()
    from archive import exports, markets, prices

    if start and end and start > end:
        raise click.UsageError(f"--from {start} is later than --to {end}")
    if since is not None and (start or end or as_of or source):
        raise click.UsageError("--since goes with --market and --product only")
    where = markets.market_of(market) if market else ""
    if since is not None:
        rows = prices.since(since, market=where, product=product)
    else:
        rows = prices.quotes(market=where, product=product, start=start, end=end, as_of=as_of, source=source)
    asked = (row for row in rows if row.dispute) if disputed else rows
    output.put(asked, exports.QUOTE_COLUMNS, kind, out)


command.add_command(quarantine)
command.add_command(totals)
command.add_command(recheck)
