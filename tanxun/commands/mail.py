"""`tanxun mail`: an issue to its subscribers, once each."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archive.models import Delivery, Issue

NUMBER = click.IntRange(1, 999_999)
correction = click.option("--correction", is_flag=True, help="The letter about its errata, to those who got it.")
as_json = click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")


@click.group()
def command() -> None:
    """Send issues and corrections to subscribers. Needs TANXUN_SMTP_URL, TANXUN_MAIL_FROM, TANXUN_ORIGIN and a key."""
    import os

    from tanxun import setup

    # Help of a subcommand must not wait for the database.
    if {"--help", "-h"} & set(click.get_current_context().args):
        return
    if not os.environ.get("TANXUN_SECRET_KEY"):
        raise click.ClickException(
            "set TANXUN_SECRET_KEY, the same as for `tanxun desk`: the links in letters are signed with it."
        )
    setup.archive()


@command.command()
@click.argument("number", type=NUMBER)
@click.option("--to", "email", required=True, help="Your own address.")
@correction
def test(number: int, email: str, correction: bool) -> None:
    """Send the letter to yourself. Nothing goes to subscribers before this very letter was tested."""
    from desk.mail import sending

    mailing, letter = sending.prepared(_issue(number), correction=correction)
    sending.test(mailing, letter, email)
    click.echo(f"已试寄《{letter.subject}》到 {email}。看过无误后运行 tanxun mail send {number}。")


@command.command()
@click.argument("number", type=NUMBER)
@correction
@as_json
def send(number: int, correction: bool, as_json: bool) -> None:
    """Send to everybody who has not got it. May be stopped and called again: nobody gets it twice."""
    from desk.mail import sending
    from tanxun import output

    mailing, letter = sending.prepared(_issue(number), correction=correction)
    counts = sending.send(mailing, letter, lambda done, total: output.say(f"寄送 {done}/{total}"))
    output.say("")
    _tell(counts, as_json)
    if counts.get("unclear"):
        click.echo(f"有 {counts['unclear']} 封不确定是否寄到，请运行 tanxun mail status {number} 逐一决定。", err=True)


@command.command()
@click.argument("number", type=NUMBER)
@as_json
def status(number: int, as_json: bool) -> None:
    """How the letters about an issue stand, and which deliveries a person must settle."""
    from archive import mailings

    told: list[dict[str, Any]] = []
    for mailing in mailings.of_issue(_issue(number)):
        open_ = [_open(one) for one in mailings.unclear(mailing)]
        kind = "correction" if mailing.through else "issue"
        told.append({"letter": kind, "counts": mailings.counts(mailing), "unclear": open_})
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in told:
        click.echo(f"{'更正信' if one['letter'] == 'correction' else '周刊'}：{_words(one['counts'])}")
        for line in one["unclear"]:
            click.echo(f"  第 {line['delivery']} 号  {line['to'] or '（已删除）'}  {line['at']}  {line['told']}")


@command.command()
@click.argument("delivery", type=click.IntRange(1))
@click.option("--sent/--again", required=True, help="It was sent, or send it again at the next call.")
@click.option("--because", required=True, help="How you know, as: the mail server's log.")
def settle(delivery: int, sent: bool, because: str) -> None:
    """Decide about a delivery of which it is not known whether it arrived."""
    from archive import mailings

    mailings.settle(delivery, sent=sent, because=because)
    click.echo(f"第 {delivery} 号投递：{'算已寄出' if sent else '下次再寄'}。")


@command.command()
@click.argument("mailbox", type=click.Path(exists=True, path_type=Path))
@as_json
def bounces(mailbox: Path, as_json: bool) -> None:
    """Read reports of undeliverable mail from an mbox file or a Maildir; the mailbox is left as it is."""
    from dataclasses import asdict

    from desk.mail import bounces

    tally = bounces.take(mailbox)
    if as_json:
        click.echo(json.dumps(asdict(tally), ensure_ascii=False))
        return
    click.echo(f"读了 {tally.read} 封：退信 {tally.bounced}，延迟 {tally.delayed}，看不懂 {len(tally.unread)}。")
    for subject in tally.unread:
        click.echo(f"  请自行查看：{subject}")


@command.command()
@as_json
def subscribers(as_json: bool) -> None:
    """How many subscribers there are, by state."""
    from archive import subscribers

    counts = subscribers.counts()
    names = dict(subscribers.State.choices)
    click.echo(json.dumps(counts) if as_json else "\n".join(f"{names[key]}\t{n}" for key, n in counts.items()) or "无")


@command.command()
@click.argument("email")
def forget(email: str) -> None:
    """Remove an address on request. What stays is a keyed hash, and which letters were sent."""
    from datetime import UTC, datetime

    from archive import subscribers

    subscribers.erase(subscribers.by_email(email).pk, datetime.now(UTC))
    click.echo("已删除该地址。")


def _open(delivery: "Delivery") -> dict[str, Any]:
    from django.utils import timezone

    at = timezone.localtime(delivery.tried_at).isoformat(" ", "seconds")
    return {"delivery": delivery.pk, "to": delivery.subscriber.email, "at": at, "told": delivery.told}


def _issue(number: int) -> "Issue":
    from archive import issues

    return issues.find(number)


def _tell(counts: dict[str, int], as_json: bool) -> None:
    click.echo(json.dumps(counts) if as_json else _words(counts))


def _words(counts: Any) -> str:
    from archive.models import Delivery

    names = dict(Delivery.State.choices)
    return "，".join(f"{names[state]} {count}" for state, count in counts.items()) or "没有收件人"
