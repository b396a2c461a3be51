"""`tanxun import`: articles or quotes from a file into the archive, through the same checks as a crawl."""

import json
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tanxun.__main__ import UNHEALTHY
from tanxun.pricefiles import kept_fresh

if TYPE_CHECKING:
    from archive.records import ArticleRow, Tally


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
def command(file: Path, as_json: bool) -> None:
    """Import FILE (or standard input): JSON lines of articles as `tanxun read` prints them, or CSV of quotes as
    `tanxun prices` prints them.

    Ends with 3 when some lines could not be taken; each is named, and the others are stored.
    """
    from tanxun import setup

    if str(file) == "-" and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or pipe one in")
    setup.archive()
    with tempfile.TemporaryDirectory() as folder, kept_fresh():
        tally = _take(_spooled(Path(folder)) if str(file) == "-" else file)
    click.echo(json.dumps(asdict(tally), ensure_ascii=False) if as_json else _sentence(tally))
    if tally.errors:
        if not as_json:
            click.echo("\n".join(tally.errors), err=True)
        sys.exit(UNHEALTHY)


def _take(path: Path) -> "Tally":
    from archive import articles
    from archive.importing import import_file

    now, length, newest = datetime.now(UTC), path.stat().st_size, articles.newest()
    with click.progressbar(length=length, file=sys.stderr, hidden=length < 1 << 20) as bar:
        tally = import_file(path, now=now, judge=judge, progress=lambda place: bar.update(place - bar.pos))
    if articles.newest() > newest:
        from crawlers.judging import link

        link(now)
    return tally


def judge(row: "ArticleRow") -> "ArticleRow":
    """Say of an imported article what a crawl would: its section (unless the file does), publisher and region."""
    from dataclasses import replace

    from crawlers import judging
    from nlp import names, places, sections
    from nlp.records import Document

    publisher = names.publisher(row.publisher) if row.publisher else ""
    row = replace(row, publisher=publisher, region=places.region(row.title, row.text, row.issuers))
    if row.section:
        return row
    said = sections.judge(Document(row.title, row.text, publisher, row.url, row.published_on), judging.live())
    return replace(
        row,
        section=said.section,
        confidence=said.confidence,
        abstain=said.abstain,
        reasons=tuple(said.reasons),
    )


def _spooled(folder: Path) -> Path:
    """Standard input as a file: its encoding has to be known before the first line is read."""
    path = folder / "stdin"
    with path.open("wb") as out:
        while block := sys.stdin.buffer.read(1 << 20):
            out.write(block)
    return path


def _sentence(tally: "Tally") -> str:
    taken = {"新存": tally.stored, "未变": tally.unchanged, "更新": tally.revised, "待审": tally.quarantined}
    words = [f"{name} {count}" for name, count in {**taken, "未读懂": tally.read - sum(taken.values())}.items()]
    return f"读入 {tally.read}：{'，'.join(words)}"
