"""`tanxun alert`: tell people what they should know, once."""

import logging
import os

import click

NOWHERE = "没有设 TANXUN_ALERT_URLS，消息没有发给任何人（写法见 docs/alerts.md）。"


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be told, and note nothing.")
@click.option("--test", is_flag=True, help="Send a trial message to every address, and nothing else.")
def command(*, dry_run: bool, test: bool) -> None:
    """Tell what is new: a source in trouble, a price that somebody waits for (data/alerts.toml), an issue that is out.

    Each is told once when it begins and once when it is over, to the addresses of TANXUN_ALERT_URLS (docs/alerts.md).
    What no address took is told the next time. Ends with 1 when an address did not take it.
    """
    from tanxun import setup

    setup.archive()
    from archive import alerts, runs
    from desk import clock
    from tanxun import alerting

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would print what we say better below
    now = clock.now()
    to = alerting.addresses(os.environ.get("TANXUN_ALERT_URLS", ""))
    if test:
        if not to:
            raise click.ClickException(NOWHERE)
        _tell_refused(alerting.send(to, "碳讯：试发", "收到这条消息，说明提醒可以送达。"))
        return
    runs.orphans(now)
    news = alerts.look(alerting.signs(now), now, dry=dry_run)
    subject, body = alerting.worded(news)
    click.echo(f"{subject}\n{body}" if news else "没有新情况。")
    if dry_run or not news:
        return
    if not to:
        click.echo(NOWHERE, err=True)
        return
    refused = alerting.send(to, subject, body)
    if len(refused) < len(to):
        alerts.told(news, now)
    _tell_refused(refused)


def _tell_refused(refused: list[str]) -> None:
    if refused:
        raise click.ClickException(f"没有送达：{'、'.join(refused)}；请核对 TANXUN_ALERT_URLS，或稍后再试。")
