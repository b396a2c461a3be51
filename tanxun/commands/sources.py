"""`tanxun sources`: see, test and add sources."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawlers.fetching import Answer


@click.group()
def command() -> None:
    """See, test and add sources. A source is a folder below crawlers/sources/."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_sources(as_json: bool) -> None:
    """Name every declared source, and what a reader should know: never seen live, certificate not checked."""
    from crawlers.declaration import all_sources, faulty

    sources = all_sources()
    for why in faulty().values():
        click.echo(f"! {why}", err=True)
    if as_json:
        rows = [
            {
                "name": one.name,
                "title": one.title,
                "kind": one.kind,
                "official": one.official,
                "every_hours": int(one.every.total_seconds() // 3600),
                "verified": one.verified.isoformat() if one.verified else None,
                "origin": one.origin,
                "rights": one.rights,
                "tls_exception": one.tls,
                "start": list(one.start),
            }
            for one in sources
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in sources:
        seen = one.verified.isoformat() if one.verified else "never seen live"
        click.echo(f"{one.name:<26}{one.kind:<9}{seen:<17}{one.title}")
        if one.tls:
            click.echo(f"{'':<26}! certificate not checked: {one.tls}")


@command.command()
@click.argument("name")
def check(name: str) -> None:
    """Read the saved pages of a source and compare them with what they must yield."""
    from crawlers.declaration import find
    from crawlers.samples import check_pages
    from tanxun import setup

    setup.archive()
    source = find(name)
    problems = check_pages(source)
    for problem in problems:
        click.echo(f"! {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"{name}: the declaration and its saved pages agree")


@command.command("try")
@click.argument("name")
@click.argument("url", required=False)
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Answer from the saved pages of this folder instead of the web.",
)
def try_source(name: str, url: str | None, replay: Path | None) -> None:
    """Fetch one page of a source (its first one, or URL) and print what it reads there. Nothing is stored."""
    from crawlers.declaration import find
    from crawlers.fetching import fetch
    from crawlers.samples import read_sample
    from tanxun import setup

    setup.archive()
    source = find(name)
    clock, answer = fetch(source, url, replay=replay, now=datetime.now(UTC))
    told = read_sample(source, answer, clock)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


@command.command()
@click.argument("name")
@click.argument("url")
@click.option("--kind", type=click.Choice(["quotes", "notices", "news"]), default="notices", show_default=True)
@click.option(
    "--file",
    "page",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Propose from this saved page instead of asking the site.",
)
def new(name: str, url: str, kind: str, page: Path | None) -> None:
    """Make the folder of a new source, and propose from its page: title, publisher, the place of its items or table."""
    from crawlers.errors import ReadError
    from crawlers.scaffold import make, propose_from

    file = make(name, url, kind)
    click.echo(f"made {file}")
    try:
        clock, answer = _first_page(name, url, page)
        number = propose_from(file.parent, answer, clock.date())
        what = "rows" if kind == "quotes" else "items"
        click.echo(f"proposed: {number} {what}" if number else f"no {what} with days were found on the page: name them")
    except ReadError as error:
        click.echo(f"nothing is proposed, the page could not be had: {error.detail}")
    click.echo(f"now: fill it in, save a page (tanxun sources save {name}), read it, and tanxun sources check {name}")


def _first_page(name: str, url: str, page: Path | None) -> tuple[datetime, Answer]:
    """The page to propose from: a file, or what the site answers to one polite request."""
    from crawlers.declaration import find
    from crawlers.fetching import Answer, fetch
    from tanxun import setup

    now = datetime.now(UTC)
    if page:
        return now, Answer(url, 200, {"Content-Type": "text/html"}, page.read_bytes())
    setup.archive()
    return fetch(find(name), None, replay=None, now=now)


@command.command()
@click.argument("name")
@click.argument("url", required=False)
@click.option("--as", "stem", default="saved", show_default=True, help="The name of the saved page.")
def save(name: str, url: str | None, stem: str) -> None:
    """Fetch a page of a source and keep its bytes in the folder, with what is read there now for a person to check."""
    from crawlers.declaration import find
    from crawlers.fetching import fetch
    from crawlers.samples import save_page
    from tanxun import setup

    setup.archive()
    source = find(name)
    clock, answer = fetch(source, url, replay=None, now=datetime.now(UTC))
    click.echo(f"saved {save_page(source, answer, stem, clock)}: read it and correct what is wrong")
