"""`tanxun learn`: fit the judge of sections again."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--from",
    "labelled",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON lines with section, title, text and optional cluster; may be given more than once.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; the shipped model else.")
@click.option("--json", "as_json", is_flag=True, help="Print what was learned and scored as JSON.")
def command(labelled: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Fit the judge of sections from data/lexicon and from labelled articles.

    The same files give the same model, byte for byte. Scores are cross-validated on the labelled articles, or on
    the project's own text where none are given.
    """
    import json

    from nlp.lexicon import LexiconError
    from nlp.sections import learning, model

    try:
        learned = learning.learn(learning.own_files(), labelled)
    except (learning.TrainingError, LexiconError) as error:
        raise click.ClickException(str(error)) from error
    target = out or model.FILE
    target.write_text(model.write(learned), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(dict(learned.about), ensure_ascii=False))
        return
    tested = learned.about["cross_validated"]
    click.echo(
        f"{target}: accuracy {tested['accuracy']}, macro F1 {tested['macro_f1']}, held out, {tested['items']} items"
    )
