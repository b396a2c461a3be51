"""`tanxun sources`: see, test and add sources."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click


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
def new(name: str, url: str, kind: str) -> None:
    """Make the folder of a new source; where the page can be had, the place of its items is proposed."""
    from crawlers.declaration import find
    from crawlers.errors import ReadError
    from crawlers.fetching import fetch
    from crawlers.scaffold import make, propose_rows
    from tanxun import setup

    file = make(name, url, kind)
    click.echo(f"made {file}")
    if kind != "quotes":
        setup.archive()
        try:
            clock, answer = fetch(find(name), None, replay=None, now=datetime.now(UTC))
            number = propose_rows(file.parent, answer, clock.date())
            click.echo(
                f"proposed: {number} items" if number else "no list with days was found on the page: name its rows"
            )
        except ReadError as error:
            click.echo(f"nothing is proposed, the page could not be had: {error.detail}")
    click.echo(f"now: fill it in, save a page (tanxun sources save {name}), read it, and tanxun sources check {name}")


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
