"""`tanxun desk`: the web face, and the people who may work at it."""

import os

import click

LOCAL = {"127.0.0.1", "localhost", "::1"}
ROLES = ("editor", "approver", "analyst", "admin")
CATCH_UP_SECONDS, BREATH_SECONDS = 2, 0.05
AT_ONCE = 40  # articles whose words are read before readers get a breath: some 40 ms
COUNT_SECONDS = 60


@click.group(invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--proxy", default="", help="Address of the HTTPS proxy in front, whose X-Forwarded headers are believed."
)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--sample", is_flag=True, help="The archive of the bundled sample week, as `tanxun weekly` made it.")
@click.pass_context
def command(  # noqa: PLR0917 - click hands every option over by name
    context: click.Context, host: str, port: int, proxy: str, threads: int, sample: bool
) -> None:
    """Serve the desk: the public archive, the editors' desk, the API.

    Beyond this machine it needs TANXUN_ORIGIN (https://…, the address readers use) and TANXUN_SECRET_KEY.
    """
    from tanxun import setup

    if sample:
        setup.sample_home()
    if context.invoked_subcommand:
        return
    _refuse_unsafe(host)
    setup.archive()
    from django.core.wsgi import get_wsgi_application
    from waitress import create_server

    from digest import house

    house.name()  # a slip in data/house.toml is told now, not by every page
    more = {"trusted_proxy": proxy, "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"} if proxy else {}
    try:
        server = create_server(
            get_wsgi_application(),
            host=host,
            port=port,
            threads=threads,
            ident="",
            max_request_body_size=2_000_000,
            clear_untrusted_proxy_headers=True,
            **more,
        )
    except OSError as error:
        said = f"port {port} of {host} cannot be used ({error.strerror}): choose another --port."
        raise click.ClickException(said) from error
    _keep_searchable()
    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl+C ends)")
    server.run()


def _refuse_unsafe(host: str) -> None:
    """Anything but this machine needs a key of its own and an address of its own."""
    public = host not in LOCAL or bool(os.environ.get("TANXUN_ORIGIN"))
    if not public:
        return
    if not os.environ.get("TANXUN_SECRET_KEY"):
        raise click.ClickException(
            "set TANXUN_SECRET_KEY before serving beyond this machine: sessions are signed with it. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(50))'` and keep it."
        )
    if len(os.environ["TANXUN_SECRET_KEY"]) < 50:
        raise click.ClickException("TANXUN_SECRET_KEY is too short to be safe: use 50 characters or more.")
    if not os.environ.get("TANXUN_ORIGIN"):
        raise click.ClickException(
            "set TANXUN_ORIGIN to the address that readers use, as https://weekly.example, before listening on "
            f"{host}: without it passwords would travel unprotected."
        )


def _keep_searchable() -> None:
    """Read the words of new articles in the background, so that no reader waits for a big import."""
    import threading
    import time

    from django.db import OperationalError, connection

    from archive import search
    from desk import library

    def work() -> None:
        counted = float("-inf")
        while True:
            try:
                busy = search.catch_up(AT_ONCE)
                if time.monotonic() - counted >= COUNT_SECONDS:
                    library.count_facets()
                    counted = time.monotonic()
            except OperationalError as error:  # another writer held the database for too long: the next round reads it
                click.echo(f"search: {error}", err=True)
                busy = 0
            connection.close()
            time.sleep(BREATH_SECONDS if busy else CATCH_UP_SECONDS)

    search.kept_up.set()
    threading.Thread(target=work, name="search", daemon=True).start()


@command.group()
def user() -> None:
    """People who may sign in."""


@user.command("add")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given more than once."
)
@click.option("--random", is_flag=True, help="Make a password and show it once, instead of asking for one.")
def add(name: str, roles: tuple[str, ...], random: bool) -> None:
    """Add a person, or change the roles and password of one that is there."""
    from tanxun import setup

    setup.archive()
    from archive import accounts

    password = None if random else click.prompt("password", hide_input=True, confirmation_prompt=True)
    made = accounts.add(name, roles, password)
    click.echo(f"{name}: {', '.join(roles)}")
    if random:
        click.echo(f"password (shown once): {made}")


@user.command("close")
@click.argument("name")
def close(name: str) -> None:
    """Take a person's access away."""
    from tanxun import setup

    setup.archive()
    from archive import accounts

    accounts.close(name)
    click.echo(f"{name}: closed")


@user.command("list")
def listed() -> None:
    """Everybody, with roles."""
    from tanxun import setup

    setup.archive()
    from archive import accounts

    for name, roles, active in accounts.people():
        click.echo("\t".join([name, " ".join(roles), *([] if active else ["closed"])]))
