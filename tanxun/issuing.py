"""What the subcommands of `tanxun issue` share: the snapshot of an issue, where it lies, how it is told."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archive.models import Issue
    from digest.build import Built
    from digest.faults import Fault
    from digest.shapes import Snapshot


MONTH = 31


def follows(number: int, last: date) -> date:
    """The day after the window of the issue before, so that weeks neither overlap nor leave a hole, however long.

    The first issue of an archive has eight days, and so has one whose neighbour before ends later than it does itself
    (a sample week in an archive of today's): `tanxun issue check` tells of that.
    """
    from archive import issues

    before = issues.before(number)
    if before and before.last_day < last:
        return before.last_day + timedelta(days=1)
    return last - timedelta(days=7)


def long_window(issue: "Issue") -> str:
    """What to do about a window that chained over a pause of more than a month; nothing about others."""
    days = (issue.last_day - issue.first_day).days + 1
    return f"行情接上期，共 {days} 天；只要一周请加 --from 重新组稿。" if days > MONTH else ""


def text_of(path: Path) -> str:
    """The text of a file as editors save it: UTF-8, with or without a mark; GB 18030 where it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} 不是文字文件（UTF-8 或 GB 18030），请另存为纯文本。") from error


def apply(issue: "Issue", text: str) -> str:
    from archive import composing, issues
    from digest import textform

    form = textform.read(text, issue)
    before = {item.article_id: item.article.title for item in issues.items(issue)}
    composing.lay_out(issue.number, form.laid, form.seen, form.lead)
    gone = [f"《{title}》" for number, title in before.items() if number not in {one.article for one in form.laid}]
    cut = f"，撤下 {len(gone)} 篇：{'、'.join(gone)}" if gone else ""
    return f"总第{issue.number}期：{len(form.laid)} 篇{cut}。"


def fault(one: "Fault") -> str:
    mark = "✗" if one.serious else "○" if one.waived else "·"
    where = f"#{one.item} 《{one.title}》" if one.title else ""
    return f"{mark} {one.rule:<14} {where}{one.what}" + (f"（已豁免：{one.waived}）" if one.waived else "")


def summary(number: int, found: "list[Fault]") -> list[str]:
    """What to do about the list; nothing if nothing stops the press."""
    rules = list(dict.fromkeys(one.rule for one in found if one.serious))
    if not rules:
        return []
    count = sum(1 for one in found if one.serious)
    how = f"tanxun issue waive {number} {rules[0]} [--item 编号] --because 理由"
    return [f"✗ {count} 处必须改正，或写明理由豁免：{how}（不写 --item 即豁免整期的这一条）。"]


def snapshot(issue: "Issue") -> "Snapshot":
    """A draft is frozen as it stands; what was frozen or published is read back, whatever the archive says by now."""
    from archive.models import Issue
    from digest.snapshot import freeze

    if issue.state != Issue.State.DRAFT:
        return kept(issue)
    return freeze(issue)


def kept(issue: "Issue") -> "Snapshot":
    """The snapshot that the issue was frozen with. Raises BuildError if the file is another one now."""
    from digest import sealed
    from digest.errors import BadSnapshot

    path = folder(issue.number) / f"{issue.number}.json"
    snapshot = sealed.read(path)
    if snapshot["sha256"] != issue.snapshot:
        raise BadSnapshot(f"{path} 不是总第 {issue.number} 期定稿时的快照，请从备份恢复该文件。")
    return snapshot


def folder(number: int) -> Path:
    from django.conf import settings

    return Path(settings.TANXUN_VAR) / "issues" / str(number)


def build(snapshot: "Snapshot", out: Path, *, draft: bool = False) -> "Built":
    from digest.build import build as build_editions

    return build_editions(snapshot, out, progress=lambda step: click.echo(f"· {step}", err=True), draft=draft)


def facts(issue: "Issue") -> dict[str, Any]:
    return {
        "number": issue.number,
        "date": issue.date.isoformat(),
        "from": issue.first_day.isoformat(),
        "to": issue.last_day.isoformat(),
        "state": issue.state,
        "sample": issue.sample,
        "items": issue.items.count(),
        "sha256": issue.snapshot,
    }


def report(built: "Built", snapshot: "Snapshot", as_json: bool) -> None:
    paths = {name: str(getattr(built, name)) for name in ("pdf", "html", "json", "csv", "epub")}
    say({**paths, "sha256": snapshot["sha256"]}, as_json, "\n".join(paths.values()))


def say(data: Any, as_json: bool, text: str) -> None:
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else text)
