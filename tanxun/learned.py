"""The versions of the judge that editors have taught, as files: each is kept, and one of them is live."""

from pathlib import Path

import click

from nlp.sections import model


def folder(var: Path) -> Path:
    """Where an archive's models lie."""
    return var / "models"


def keep(place: Path, learned: model.Model) -> str:
    """Write a new version beside the others, and make it the one in use. Gives its name."""
    place.mkdir(parents=True, exist_ok=True)
    last = max((int(file.stem) for file in place.glob("[0-9]*.json")), default=0)
    name = f"{last + 1:04}.json"
    _write(place / name, model.write(learned))
    point(place, name)
    return name


def point(place: Path, name: str) -> None:
    """Make a version the one in use; "" is the shipped model."""
    _write(place / model.LIVE, name)


def back(place: Path) -> str:
    """Return to the version that was in use before the present one. Gives its name, "" for the shipped model."""
    name = model.live_name(place)
    if not name:
        raise click.ClickException("现在用的就是随程序提供的模型，没有更早的版本可退。")
    before = str(model.load(place / name).about["before"])
    point(place, before)
    return before


def _write(file: Path, text: str) -> None:
    """A file appears whole or not at all."""
    draft = file.with_suffix(".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
