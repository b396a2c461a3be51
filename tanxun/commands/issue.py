"""`tanxun issue`: an issue from its draft to the archive."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from tanxun import issuing, output

NUMBER = click.IntRange(1, 999_999)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")


@click.group()
def command() -> None:
    """Draft, check, build and publish issues of the bulletin."""
    from tanxun import setup

    # Help of a subcommand must not wait for the database.
    context = click.get_current_context()
    if not {"--help", "-h"} & set(context.args):
        setup.archive()


@command.command()
@click.argument("number", type=NUMBER)
@click.option("--date", "day", type=output.Day(), required=True, help="The day on the cover.")
@click.option("--from", "first", type=output.Day(), help="First day of the table.  [default: after the last issue]")
@click.option("--to", "last", type=output.Day(), help="Last day of the table.  [default: the day before --date]")
@as_json
def new(number: int, day: date, first: date | None, last: date | None, as_json: bool) -> None:
    """Draft an issue, or bring a draft up to date: what an editor moved stays where it is."""
    from digest.drafting import draft

    last = last or day - timedelta(days=1)
    issue = draft(number, day, first or issuing.follows(number, last), last, now=datetime.now(UTC))
    issuing.say(
        issuing.facts(issue),
        as_json,
        f"总第{number}期草稿：{issue.items.count()} 条，行情 {issue.first_day} 至 {issue.last_day}。"
        + issuing.long_window(issue),
    )


@command.command("list")
@as_json
def list_(as_json: bool) -> None:
    """List all issues, the newest first."""
    from archive import issues

    found = [issuing.facts(issue) for issue in issues.newest_first()]
    lines = [f"{row['number']:>5}  {row['date']}  {row['state']:<9}  {row['items']:>3} 条" for row in found]
    issuing.say(found, as_json, "\n".join(lines) or "还没有任何一期。")


@command.command()
@click.argument("number", type=NUMBER)
@as_json
def show(number: int, as_json: bool) -> None:
    """Show the items of an issue in their order."""
    from archive import issues
    from archive.models.articles import SECTIONS

    issue = issues.find(number)
    items = [
        {
            "id": item.article_id,
            "section": item.section,
            "title": item.title or item.article.title,
            "published_on": item.article.published_on and item.article.published_on.isoformat(),
            "publisher": item.article.publisher,
            "url": item.article.url,
            "condensed": item.condensed,
        }
        for item in issues.items(issue)
    ]
    lines = [f"总第{number}期  {issue.date}  {issue.get_state_display()}"]
    for section, name in SECTIONS.items():
        lines.append(f"【{name}】")
        mine = [item for item in items if item["section"] == section]
        lines += [f"  {item['id']:>6}  {item['published_on'] or '无日期':<10}  {item['title']}" for item in mine] or [
            "  本期无"
        ]
    issuing.say({**issuing.facts(issue), "contents": items}, as_json, "\n".join(lines))


@command.command()
@click.argument("number", type=NUMBER)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the text there.")
@click.option("--from", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read it back.")
def edit(number: int, out: Path | None, source: Path | None) -> None:
    """Change an issue as text: move, cut, retitle, note, condense. Without a file, in your $EDITOR."""
    from archive import issues
    from digest import textform

    issue = issues.find(number)
    if out and source:
        raise click.UsageError("--out 与 --from 只能用一个。")
    if out:
        out.write_text(textform.write(issue), encoding="utf-8")
        click.echo(f"已写入 {out}；改好后用 tanxun issue edit {number} --from {out} 读回。")
        return
    text = issuing.text_of(source) if source else click.edit(textform.write(issue), extension=".txt")
    click.echo(issuing.apply(issue, text) if text is not None else "没有改动。")


@command.command()
@click.argument("number", type=NUMBER)
@as_json
def check(number: int, as_json: bool) -> None:
    """List what should be looked at before printing. Exit 1 if something serious is among it."""
    from dataclasses import asdict

    from archive import issues
    from digest.faults import faults

    issue = issues.find(number)
    found = faults(issue, issuing.snapshot(issue))
    lines = [issuing.fault(one) for one in found]
    lines += issuing.summary(number, found)
    issuing.say([asdict(one) for one in found], as_json, "\n".join(lines) or "没有发现问题。")
    if any(one.serious for one in found):
        raise SystemExit(1)


@command.command()
@click.argument("number", type=NUMBER)
@click.argument("rule")
@click.option("--item", type=int, help="The article's number, as `check` and `show` print it.")
@click.option("--because", required=True, help="The reason; it is kept.")
def waive(number: int, rule: str, item: int | None, because: str) -> None:
    """Set a rule of the check list aside, for one item or for the issue itself."""
    from archive import issues
    from digest.faults import RULES

    if rule not in RULES:
        raise click.UsageError(f"没有规则 {rule!r}；可用：{'、'.join(RULES)}。")
    issues.waive(issues.find(number), rule, item, because, datetime.now(UTC))
    click.echo(f"总第{number}期：已豁免“{RULES[rule]}”。")


@command.command()
@click.argument("number", type=NUMBER)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="[default: issues/NUMBER in the archive]")
@as_json
def build(number: int, out: Path | None, as_json: bool) -> None:
    """Write NUMBER.pdf, NUMBER.html, NUMBER.epub, NUMBER.json, NUMBER-prices.csv. A draft says 草稿 on every page."""
    from archive import issues
    from archive.models import Issue

    issue = issues.find(number)
    snapshot = issuing.snapshot(issue)
    draft = issue.state == Issue.State.DRAFT
    issuing.report(issuing.build(snapshot, out or issuing.folder(number), draft=draft), snapshot, as_json)


@command.command()
@click.argument("number", type=NUMBER)
@click.option("--anyway", metavar="REASON", default="", help="Waive all that still stops the press, for this reason.")
@as_json
def publish(number: int, anyway: str, as_json: bool) -> None:
    """Freeze, build and close an issue: its articles are printed, its errata done, and it is never drafted again."""
    from archive import composing, issues
    from digest.faults import faults

    issue = issues.find(number)
    seen = composing.version(issue)
    snapshot = issuing.snapshot(issue)
    serious = [one for one in faults(issue, snapshot) if one.serious]
    if serious and not anyway.strip():
        first = f"《{serious[0].title}》{serious[0].what}" if serious[0].title else serious[0].what
        raise click.ClickException(
            f"有 {len(serious)} 处必须处理的问题（如{first}），请用 tanxun issue check {number} 查看，"
            "改正或逐条豁免，或用 --anyway 理由 一并豁免。"
        )
    for one in serious:
        issues.waive(issue, one.rule, one.item, anyway, datetime.now(UTC))
    if serious:
        snapshot = issuing.snapshot(issue)  # the reason for an empty section is printed
    built = issuing.build(snapshot, issuing.folder(number))
    composing.publish(number, snapshot["sha256"], datetime.now(UTC), seen)
    issuing.report(built, snapshot, as_json)


@command.command()
@click.argument("number", type=NUMBER)
@click.option("--keep", is_flag=True, help="Register them: the archive's page shows them, the next issue prints them.")
@as_json
def errata(number: int, keep: bool, as_json: bool) -> None:
    """List what a published issue printed and the archive tells otherwise by now."""
    from archive import composing, issues
    from archive.errors import BadInput
    from digest.afterwards import draft_errata

    issue = issues.find(number)
    if not issue.published_at:
        raise BadInput(f"总第 {number} 期还没有发布，草稿请直接修改。")
    found = draft_errata(issue, issuing.kept(issue))
    for one in found if keep else ():
        one.found_at = datetime.now(UTC)
        composing.correct(issue, one)
    rows = [{"what": one.what, "old": one.old, "new": one.new, "article": one.article_id} for one in found]
    lines = [f"· {one.what}：原为“{one.old}”，现为“{one.new}”" for one in found]
    tail = "已登记，下一期刊登。" if keep else f"登记请加 --keep：tanxun issue errata {number} --keep"
    issuing.say(rows, as_json, "\n".join([*lines, tail]) if found else "与所刊内容相同，没有可更正的。")
