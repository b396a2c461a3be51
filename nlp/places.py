"""Which region a text is about, for policy cards and facets; the words are in `data/lexicon/regions.toml`."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from nlp import wordlist
from nlp.errors import BadFile
from nlp.text import narrow

FILE = Path(__file__).parents[1] / "data" / "lexicon" / "regions.toml"
BEGINNING = 200
"""Characters of the text that are asked where neither issuer nor title names a place."""
NATIONAL = "全国"


def region(title: str, text: str = "", issuers: Iterable[str] = ()) -> str:
    """A province or city of China, 全国, or a country or bloc; "" where none is named.

    The issuer says it before the title. The beginning of the text is asked only where no issuer is known: the laws that
    a document cites are the whole country's. Raises BadFile.
    """
    words, names = _words()
    known = tuple(issuers)
    for said in (*known, title) if known else (title, text[:BEGINNING]):
        found = [names[one[0]] for one in words.finditer(narrow(said)) if one[0] in names]
        if found:
            return next((name for name in found if name != NATIONAL), NATIONAL)
    return ""


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for all words, the longest first, so that 巴黎协定 is not 巴黎; and word → printed name."""
    told = wordlist.read(FILE)
    try:
        named = {**told["china"], **told["abroad"], **told["national"]}
        others = told["not"]["words"]
    except KeyError as error:
        raise BadFile(f"{FILE.name} has no {error}: restore or correct it.") from error
    names = {word: name for name, words in named.items() for word in words}
    every = sorted([*names, *others], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, every))), names
