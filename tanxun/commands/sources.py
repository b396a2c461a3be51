"""`tanxun sources`: see, test and add sources."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawlers.fetching import Answer


# What to do where a page shows nothing to read.
_ELSE = (
    "name them yourself; where a script fills the list, find its JSON in the browser's network tools, delete this"
    " folder and begin again with that address"
)
_ORDER = (
    "then: edit source.toml → sources try {name} → sources save {name} → sources save {name} --article →"
    " sources check {name} → crawl {name} --live → health → set verified to the day you saw it work"
)
_OK = 200


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
    """Say what a source still owes, and compare its saved pages with what they must yield."""
    from crawlers.declaration import find
    from crawlers.samples import check_pages
    from crawlers.unsaid import left, unsaid, unseen
    from tanxun import setup

    setup.archive()
    source = find(name)
    problems = [*unsaid(source), *check_pages(source)]
    for problem in problems:
        click.echo(f"! {problem}", err=True)
    for hint in unseen(source):
        click.echo(f"? {hint}", err=True)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"{name}: the declaration and its saved pages agree")
    for step in left(source):
        click.echo(f"then: {step}")


@command.command("try")
@click.argument("name")
@click.argument("url", required=False)
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Answer from the saved pages of this folder instead of the web.",
)
def try_source(name: str, url: str | None, replay: Path | None) -> None:
    """Fetch one page of a source (its first one, or URL) and print what it reads there. Nothing is stored.

    Of a list that names a next page, page 2 is asked for too, and what it shows is said. Exit 1: the page is refused.
    """
    from crawlers.declaration import find
    from crawlers.fetching import fetch
    from crawlers.further import second_page
    from crawlers.samples import read_sample
    from tanxun import setup

    setup.archive()
    source = find(name)
    clock, answer = fetch(source, url, replay=replay, now=datetime.now(UTC))
    told = read_sample(source, answer, clock)
    if "error" in told:
        kind = f"{told['error']}: " if answer.status == _OK else ""
        raise click.ClickException(f"{answer.url} cannot be read: {kind}{told['why']}")
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    if "items" in told and url is None and (second := second_page(source, answer, clock, replay)):
        click.echo(f"· {second}", err=True)


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
    from crawlers.asking import SHANGHAI
    from crawlers.errors import ReadError
    from crawlers.scaffold import make, propose_from

    file = make(name, url, kind)
    click.echo(f"made {file}")
    first = None
    try:
        clock, answer = _first_page(name, url, page)
        number = propose_from(file.parent, answer, clock.astimezone(SHANGHAI).date())
        first = (clock, answer) if number and kind != "quotes" and not page else None
        what = "rows" if kind == "quotes" else "items"
        click.echo(f"proposed: {number} {what}" if number else f"no {what} were found on the page: {_ELSE}")
    except ReadError as error:
        click.echo(f"nothing is proposed, the page could not be had: {error.detail}")
    _say_what_is_left(name, first)


def _say_what_is_left(name: str, first: tuple[datetime, Answer] | None) -> None:
    """What page 2 shows (`first`: page 1 as the site gave it), what `check` would say, and the steps."""
    from crawlers.declaration import find
    from crawlers.further import second_page
    from crawlers.samples import check_pages
    from crawlers.unsaid import unsaid, unseen

    source = find(name)
    if first and (second := second_page(source, first[1], first[0])):
        click.echo(f"· {second}")
    for problem in [*unsaid(source), *check_pages(source)]:
        click.echo(f"! {problem}")
    for hint in unseen(source):
        click.echo(f"? {hint}")
    click.echo(_ORDER.format(name=name))


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
@click.option("--article", is_flag=True, help="Take the first item's page of the saved list.")
@click.option("--as", "stem", help="The name of the saved page. [default: list, article, quotes or refused]")
def save(name: str, url: str | None, stem: str | None, article: bool) -> None:
    """Fetch a page of a source and keep its bytes in the folder, with what is read there now for a person to check."""
    from crawlers.declaration import find
    from crawlers.fetching import fetch
    from crawlers.samples import first_article, save_page
    from tanxun import setup

    setup.archive()
    source = find(name)
    if article:
        if url:
            raise click.UsageError("choose one: URL or --article")
        url = first_article(source)
    clock, answer = fetch(source, url, replay=None, now=datetime.now(UTC))
    page = save_page(source, answer, stem, clock)
    click.echo(f"saved {page}: read {page.stem}.json against the page and correct what is wrong")
