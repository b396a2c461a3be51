"""`tanxun learn`: let the judge of sections learn from editors, or fit the shipped one again."""

import sys
from pathlib import Path
from typing import Any

import click

SHIPPED = "随程序提供的模型"


@click.command()
@click.option(
    "--from",
    "labelled",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fit the shipped model anew, from these JSON lines of section, title, text; may be given more than once.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="With --from: where to write.")
@click.option("--try", "only_try", is_flag=True, help="Compare and report, but leave the present model in use.")
@click.option("--back", "go_back", is_flag=True, help="Return to the model that was in use before.")
@click.option("--refile", is_flag=True, help="File the articles that wait at the desk anew, by the model then in use.")
@click.option("--json", "as_json", is_flag=True, help="Print what was learned and scored as JSON.")
def command(
    *, labelled: tuple[Path, ...], out: Path | None, only_try: bool, go_back: bool, refile: bool, as_json: bool
) -> None:
    """Learn from the editors' moves in the archive.

    Fresh decisions weigh more than old ones. The new model is compared with the one in use on decisions that it has not
    seen, and goes live only if no section gets worse beyond noise. Every version stays; --back returns to the last.
    What waits at the desk stays where it is, unless --refile is given; what an editor has decided always stays.

    With --from or --out, fits the shipped model instead: the same files give the same model, byte for byte.
    """
    if labelled or out:
        _fit_shipped(labelled, out, as_json)
    elif go_back:
        _back()
    else:
        _learn(only_try, as_json)
    if refile and not (labelled or out or only_try):
        _refile()


def _fit_shipped(labelled: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    import json

    from nlp.sections import learning, model

    learned = learning.learn(learning.own_files(), labelled)
    target = out or model.FILE
    target.write_text(model.write(learned), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(dict(learned.about), ensure_ascii=False))
        return
    tested = learned.about["cross_validated"]
    click.echo(
        f"{target}: accuracy {tested['accuracy']}, macro F1 {tested['macro_f1']}, held out, {tested['items']} items"
    )


def _back() -> None:
    from tanxun import learned
    from tanxun.home import var

    name = learned.back(learned.folder(var()))
    click.echo(f"已退回到{name or SHIPPED}。")


def _learn(only_try: bool, as_json: bool) -> None:
    import json

    from tanxun import setup

    setup.archive()
    from tanxun import teaching

    report = teaching.teach(only_try=only_try, tell=_step)
    click.echo(json.dumps(report.plain(), ensure_ascii=False) if as_json else _told(report))


def _refile() -> None:
    from tanxun import setup

    setup.archive()
    from tanxun import teaching

    click.echo(f"{teaching.refile()} 篇待审文章已按现用模型换了栏目。", err=True)


def _step(step: str) -> None:
    """A lesson takes a quarter of a minute: whoever waits at a terminal sees where it is."""
    if sys.stderr.isatty():
        click.echo(f"{step}……", err=True)


def _told(report: Any) -> str:
    """The report in an editor's words."""
    if not report.decisions:
        return "还没有编辑的分拣记录，没有可学的：请先在编辑台分拣文章。"
    confirmed = report.decisions - report.corrections
    lines = [f"{report.corrections} 处改动、{confirmed} 处确认；{report.would_move} 篇待审文章会换栏目。"]
    lines += [
        f"  {report.names[name]}：{one.items} 篇相比，改对 {one.won}，改错 {one.lost}{'（变差）' if one.worse else ''}"
        for name, one in report.changes.items()
        if one.won or one.lost
    ]
    lines.append(report.verdict)
    return "\n".join(lines)
