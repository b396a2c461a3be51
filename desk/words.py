"""Words for the names that the program stores, from `data/desk_words.toml`."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "data" / "desk_words.toml"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def word(kind: str, name: str) -> str:
    """The word of one name; the name itself where the file has none. Of "meta pubdate" the first part is looked up."""
    known = _words()[kind]
    first, _, rest = name.partition(" ")
    return known.get(name) or (f"{known[first]} {rest}" if rest and first in known else name)
