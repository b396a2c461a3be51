"""How a paragraph of an official text stands: a heading, the addressee, the sign-off, or plain prose."""

import re
from dataclasses import dataclass
from itertools import takewhile

from digest.markup import clean
from digest.shapes import Item

CHAPTER = re.compile(r"第[一二三四五六七八九十百]{1,4}(?:[编章节]|部分)\s*\S{0,30}$")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；！？]{1,38}$")
ANNEX = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}$")
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]{1,6}条(?=\s)|[（(][一二三四五六七八九十]{1,3}[）)]")
ADDRESSEE = re.compile(r"[^。；！？]{2,260}[:：]$")
DAY = re.compile(r"(?:19|20)?\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$|[一二三四五六七八九〇零○]{4}年\S{2,8}日$")
OWN_NUMBER = re.compile(r"\s*[（(]([^（）()]*〔\d{4}〕\s*\d+\s*号)[）)]$")
PLAN = re.compile(r"[^。；！？：:（(][^。；！？：:]{3,60}$")
"""What stands alone below the sign-off: the title of the plan that the notice sends round."""
NAME = re.compile(r"[\u3400-\u9fff（）()、 \u3000]{2,40}$")
MOST_NAMES = 8
"""Bodies that sign one document together, each on a line of its own."""
OPENING = 6
"""Lines in which the title, the number and the addressee stand."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind`: "" prose, head, chapter, lead (begins with an article's number), to, sign, number, repeated.

    `lead` are the characters at its beginning that are set bold.
    """

    text: str
    kind: str = ""
    lead: str = ""

    @property
    def rest(self) -> str:
        return self.text.strip()[len(self.lead) :]


def plain_title(item: Item) -> str:
    """The title without its own number in brackets at the end, which the card shows."""
    found = OWN_NUMBER.search(item["title"])
    same = found and item["doc_number"] and _bare(found[1]) == _bare(item["doc_number"])
    return item["title"][: found.start()].rstrip() if found and same else item["title"]


def kinds(item: Item) -> list[Paragraph]:
    """One for each paragraph of the item. Only documents have an addressee, a number and a sign-off of their own."""
    document = bool(item["doc_number"] or item["signed_on"] or item["issuers"])
    lines = item["paragraphs"]
    made = [_body(line) for line in lines]
    if document:
        _opening(made, item)
        _signatures(made)
    return made


def _body(line: str) -> Paragraph:
    plain = clean(line).strip()
    if CHAPTER.match(plain) or ANNEX.match(plain):
        return Paragraph(line, "chapter")
    if HEADING.match(plain):
        return Paragraph(line, "head")
    if found := ARTICLE.match(plain):
        return Paragraph(line, "lead", found[0])
    return Paragraph(line)


def _opening(made: list[Paragraph], item: Item) -> None:
    """The title that stands above the item already is not printed again; the number and the addressee have a place."""
    for place, one in enumerate(made[:OPENING]):
        plain = _bare(one.text)
        if plain in {_bare(item["title"]), _bare(plain_title(item))}:
            made[place] = Paragraph(one.text, "repeated")
        elif item["doc_number"] and plain == _bare(item["doc_number"]):
            made[place] = Paragraph(one.text, "number")
        elif ADDRESSEE.match(one.text.strip()) and one.kind == "":
            made[place] = Paragraph(one.text, "to")
            return


def _signatures(made: list[Paragraph]) -> None:
    """A date alone on a line, and the names above it."""
    for place, one in enumerate(made):
        if not DAY.match(one.text.strip()) or place == 0:
            continue
        above = takewhile(_is_name, (made[n] for n in range(place - 1, max(place - 1 - MOST_NAMES, -1), -1)))
        for back, name in enumerate(above, 1):
            made[place - back] = Paragraph(name.text, "sign")
        made[place] = Paragraph(one.text, "sign")
        below = made[place + 1 : place + 2]
        if below and below[0].kind == "" and PLAN.match(below[0].text.strip()):
            made[place + 1] = Paragraph(below[0].text, "chapter")


def _is_name(one: Paragraph) -> bool:
    return one.kind == "" and bool(NAME.match(clean(one.text).strip()))


def _bare(text: str) -> str:
    return "".join(clean(text).split())
