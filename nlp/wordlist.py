"""A word list of `data/lexicon/`, as tables."""

import tomllib
from pathlib import Path
from typing import Any

from nlp.errors import BadFile


def read(file: Path) -> dict[str, Any]:
    """The tables of a list. Raises BadFile with the place in the file and what to do."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{file.name} cannot be read ({error}): restore or correct it.") from error
