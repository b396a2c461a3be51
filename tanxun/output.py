"""Where a command puts a table: standard output, or a file that appears whole."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from archive.exports import Column

FORMATS = ("csv", "json", "xlsx", "parquet")
FIRST_YEAR, LAST_YEAR = 1990, 2100
BINARY = ("xlsx", "parquet")
F = TypeVar("F", bound=Callable[..., None])


class Day(click.ParamType[date]):
    """A day as 2017-05-18."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day: write it as 2017-05-18", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{day} is no day of a carbon market: from {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        return day


class Moment(click.ParamType[datetime]):
    """A moment as 2017-05-19T09:00+08:00; without a zone it is Shanghai time, without a time the day's end."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        shanghai = ZoneInfo("Asia/Shanghai")
        try:
            if len(value) == len("2017-05-19"):
                return datetime.combine(date.fromisoformat(value), time.max, shanghai).astimezone(UTC)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a moment: write 2017-05-19 or 2017-05-19T09:00+08:00", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=shanghai)).astimezone(UTC)


def options(function: F) -> F:
    """The options --format and --out."""
    shape = click.option("--format", "kind", type=click.Choice(FORMATS), help="[default: by the name of --out, or csv]")
    out = click.option(
        "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write instead of printing."
    )
    return shape(out(function))


def shape(kind: str | None, out: Path | None) -> str:
    """The format: as asked, else by the name of the file, else CSV. Raises UsageError for another."""
    kind = kind or (out.suffix.lstrip(".").lower() if out else "csv")
    if kind not in FORMATS:
        raise click.UsageError(f"{kind!r} is no format: choose --format {' | '.join(FORMATS)}")
    return kind


def put(rows: Iterable[Any], columns: "tuple[Column, ...]", kind: str | None, out: Path | None) -> None:
    """Write the rows where the options say. A file gets its name only when it is whole."""
    from archive import exports

    kind = shape(kind, out)
    if out:
        with exports.whole(out) as file:
            count = exports.write(rows, columns, kind, file)
        click.echo(f"{count} rows in {out}", err=True)
        return
    if kind in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{kind} is not for a terminal: add --out FILE")
    count = exports.write(rows, columns, kind, sys.stdout.buffer)
    sys.stdout.buffer.flush()  # a full disk or a closed pipe is told here, not when Python ends
    if not count:
        click.echo("没有符合条件的行。", err=True)


def say(text: str) -> None:
    """Show what is being done on one line of the terminal; nothing where there is no terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)
