"""What a notice says as one text: title, paragraphs, tables and files, so that an edit in any of them is a change."""

from collections.abc import Iterable, Mapping
from typing import Any

from archive.models import Article
from archive.records import AttachmentRow


def told(title: str, text: str, tables: Iterable[Mapping[str, Any]], files: Mapping[str, str]) -> str:
    """One line a paragraph, one a row of a table with its cells between bars, and the files by name."""
    rows = [" | ".join(str(cell) for cell in row) for table in tables for row in table.get("rows", ())]
    lines = [title, text, *rows]
    for name, said in files.items():
        lines += [f"附件 {name}", said]
    return "\n".join(lines)


def files_in_both(article: Article, rows: Iterable[AttachmentRow]) -> tuple[dict[str, str], dict[str, str]]:
    """The files whose text was taken out before and is again: name → text, before and now."""
    known = {one.url: one.text for one in article.attachments.all() if one.url and one.text}
    again = [row for row in rows if row.text and row.url in known]
    return {row.name: known[row.url] for row in again}, {row.name: row.text for row in again}
