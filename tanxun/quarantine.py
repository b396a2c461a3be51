"""`tanxun prices quarantine`: rows that a check held back, and what a person decides about them."""

import getpass
import json
from datetime import UTC, datetime

import click

from tanxun.pricefiles import kept_fresh

WORDS = ("market", "product", "vintage", "day")


@click.group(invoke_without_command=True)
@click.pass_context
def quarantine(ctx: click.Context) -> None:
    """Rows that a check held back: list them, accept one into the ledger, or reject it for good."""
    from tanxun import setup

    setup.archive()
    if ctx.invoked_subcommand is None:
        ctx.invoke(waiting)


@quarantine.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with the raw cells.")
def waiting(*, as_json: bool) -> None:
    """List what waits for a decision, newest first: number, instrument, day, check, reason, source."""
    from archive import holding

    count = 0
    for count, held in enumerate(holding.waiting(), 1):  # noqa: B007 - the count is told behind the loop
        told = {"id": held.pk, **{name: held.row[name] for name in WORDS}, "check": held.check_name}
        told |= {"reason": held.reason, "source": held.source, "held_at": held.held_at.isoformat()}
        if as_json:
            click.echo(json.dumps({**told, "row": held.row}, ensure_ascii=False))
        else:
            name = f"{told['day']}  {told['market']} {told['product']} {told['vintage']}".strip() or _cells(
                held.row["raw"]
            )
            click.echo(f"{held.pk:>6}  {name}  [{held.check_name}] {held.reason}  ({held.source})")
    if not as_json:
        click.echo(f"{count} waiting", err=True)


def _cells(raw: dict[str, str]) -> str:
    """The cells as printed, of a row whose day or instrument cannot be read."""
    return " | ".join(cell for cell in raw.values() if cell)


@quarantine.command()
@click.argument("number", type=int)
@click.option("--because", required=True, help="Why the row is right after all; kept with it.")
def accept(number: int, because: str) -> None:
    """Let row NUMBER into the ledger."""
    from archive import ledger

    with kept_fresh():
        row = ledger.accept(number, who=getpass.getuser(), because=because, now=datetime.now(UTC))
    click.echo(f"{row} is in the ledger")


@quarantine.command()
@click.argument("number", type=int)
@click.option("--because", required=True, help="Why the row stays out; kept with it.")
def reject(number: int, because: str) -> None:
    """Keep row NUMBER out for good."""
    from archive import ledger

    ledger.reject(number, who=getpass.getuser(), because=because, now=datetime.now(UTC))
    click.echo(f"{number} stays out")
