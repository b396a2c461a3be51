"""`tanxun week`: the weekly table of all markets."""

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from tanxun import output


@click.command()
@click.option("--ending", type=output.Day(), required=True, help="Last day of the table.")
@click.option("--days", type=click.IntRange(1, 366), help="How many days, the last included.  [default: 8]")
@click.option("--from", "start", type=output.Day(), help="First day, instead of --days.")
@click.option("--as-of", type=output.Moment(), help="What was known at that moment.")
@click.option(
    "--say", is_flag=True, help="Print sentences in the exchanges' wording, with records, instead of a table."
)
@output.options
def command(
    *,
    ending: date,
    days: int | None,
    start: date | None,
    as_of: datetime | None,
    say: bool,
    kind: str | None,
    out: Path | None,
) -> None:
    """Print the week of every market: open to close, average, volume, changes, days without trade.

    Eight days run from a Thursday to the next, as the bulletin prints them. With --format json every row has its days.
    """
    from tanxun import setup

    if start and days:
        raise click.UsageError("choose --days or --from, not both")
    first = start or ending - timedelta(days=(days or 8) - 1)
    if first > ending:
        raise click.UsageError(f"--from {first} is after --ending {ending}")
    setup.archive()
    from archive import calendar, exports, week

    if years := calendar.unknown_years(first, ending):
        years_ = "、".join(map(str, years))
        click.echo(
            f"{years_} 年的节假日尚不知道，请写入 data/calendar/（写法见 docs/week-table.md）；没有行的工作日标为不明",
            err=True,
        )
    if say:
        from digest import sentences, weekrows

        for line in filter(None, map(sentences.sentence, weekrows.rows(first, ending, {}, as_of=as_of))):
            click.echo(line)
        return
    columns = exports.WEEK_COLUMNS
    if output.shape(kind, out) == "json":
        columns = (*columns, exports.Column("days", "days"))
    output.put(week.table(first, ending, as_of), columns, kind, out)
