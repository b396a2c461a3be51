"""What a declaration still owes: words of the template that nobody replaced, and pages that nobody saved."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.declaration import Declaration
from crawlers.samples import pages
from crawlers.scaffold import HEAD_COMMENT, UNSAID

OURS = Path(__file__).parent / "sources"
TABLE = Path(__file__).parents[1] / "docs" / "sources.md"
_PUBLIC = re.compile(r"(?:[局厅委]|委员会|政府|办公室|(?<![辑乐业])部)$")


def unsaid(source: Declaration) -> list[str]:
    """What a person has to write before the source may go in, one sentence each."""
    told = (source.folder / "source.toml").read_text(encoding="utf-8")
    hosts = {urlsplit(url).hostname for url in source.start}
    owed = []
    if HEAD_COMMENT in told:
        owed.append("the first comment is the template's: say how the site pages, where it hides days, or delete it")
    if UNSAID in source.rights:
        owed.append(f'rights is still "{UNSAID}": say what may be republished')
    if source.publisher in hosts:
        owed.append(f"publisher is the address {source.publisher}: write whose site it is")
    return owed


def unseen(source: Declaration) -> list[str]:
    """What would make the source safer, one sentence each; nothing forces it."""
    told = [told for _, told in pages(source)]
    listing = source.layout.listing
    hints: list[str] = []
    if source.kind != "quotes" and listing and not listing.alone and not any("article" in one for one in told):
        hints.append(f"no article of it is saved: `tanxun sources save {source.name} --article` shows how one is read")
    if not any("error" in one for one in told) and source.kind == "quotes":
        hints.append("no page of it must be refused: save one with a renamed heading")
    if not source.official and _PUBLIC.search(source.publisher):
        hints.append(f"official is false, yet {source.publisher} looks like a public body: is this its own site?")
    if site := _not_listed(source):
        hints.append(f"the table of sites in docs/sources.md does not name it: | {site} | `{source.name}` |")
    return hints


def left(source: Declaration) -> list[str]:
    """What remains when declaration and saved pages agree, in order."""
    steps = ["make test reads all sources' pages"] if _is_ours(source) else []
    if source.verified is None:
        steps.append(
            f"tanxun crawl {source.name} --live, then tanxun health; when it is right, set verified to that day"
        )
    return steps


def _is_ours(source: Declaration) -> bool:
    """Whether it lies in the project's own folder: a publisher's own sources stand in no table of ours."""
    return source.folder.parent == OURS


def _not_listed(source: Declaration) -> str:
    """The site of a source of policy or news that the table of sites does not name; "": it does, or need not."""
    if source.kind == "quotes" or not _is_ours(source) or not TABLE.is_file():
        return ""
    table = TABLE.read_text(encoding="utf-8")
    return "" if f"`{source.name}`" in table else str(urlsplit(source.start[0]).hostname)
