"""`tanxun prices`: the ledger, tidy and long."""

from datetime import date, datetime
from pathlib import Path

import click

from tanxun import output


@click.command()
@click.option("--market", default="", help="A market's id or name: beijing, 北京, 北京绿色交易所.")
@click.option("--product", default="", help="A product's id: BEA, CEA, CCER.")
@click.option("--from", "start", type=output.Day(), help="First day.")
@click.option("--to", "end", type=output.Day(), help="Last day.")
@click.option("--source", default="", help="Only what this source said.")
@click.option("--as-of", type=output.Moment(), help="What was known at that moment.")
@click.option(
    "--since", type=click.IntRange(min=0), help="Instead: every row stored after this revision, replaced ones too."
)
@output.options
def command(
    *,
    market: str,
    product: str,
    start: date | None,
    end: date | None,
    source: str,
    as_of: datetime | None,
    since: int | None,
    kind: str | None,
    out: Path | None,
) -> None:
    """Print quotes: one row for each instrument and day, the newest word of the best source."""
    from tanxun import setup

    setup.archive()
    from archive import exports, markets, prices

    if since is not None and (start or end or as_of or source):
        raise click.UsageError("--since goes with --market and --product only")
    where = markets.market_of(market) if market else ""
    if since is not None:
        rows = prices.since(since, market=where, product=product)
    else:
        rows = prices.quotes(market=where, product=product, start=start, end=end, as_of=as_of, source=source)
    output.put(rows, exports.QUOTE_COLUMNS, kind, out)
