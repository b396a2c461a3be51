"""The real issue 108 as a snapshot: 28 texts, 17 tables of up to 19 columns, half the issue one regulation."""

import json
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from digest.annexes import is_form
from digest.build import Built, build
from digest.markup import mask_mobiles
from digest.shapes import Item, Table
from tests.digest.material import item, snapshot
from tests.digest.reading import fold, running_text

SECONDS, PAGES = 40, (36, 63)
"""Of CPU: the goal is 20 s for 60 pages; what else the machine does must not fail the test."""


def body(text: str) -> tuple[list[str], list[Table]]:
    """Paragraphs, and the tables that the file keeps as lines with bars."""
    paragraphs: list[str] = []
    tables: list[Table] = []
    inside = False
    for line in text.split("\n"):
        if line.startswith("|"):
            if not inside:
                tables.append({"after": len(paragraphs), "rows": []})
            tables[-1]["rows"].append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif line.strip():
            paragraphs.append(mask_mobiles(line.strip()))
        inside = line.startswith("|")
    return paragraphs, tables


def as_item(number: int, article: dict[str, Any]) -> Item:
    paragraphs, tables = body(article["text"])
    return item(
        number,
        title=article["title"],
        publisher=article["source"] or "",
        published_on=article["published"],
        doc_number=article["doc_number"] or "",
        issuers=[article["issuing_body"]] if article["issuing_body"] else [],
        signed_on=article["signed_date"],
        paragraphs=paragraphs,
        tables=tables,
    )


@pytest.fixture(scope="module")
def sections(shared: Path) -> dict[str, list[Item]]:
    issue = json.loads((shared / "seeds" / "issue108.json").read_text(encoding="utf-8"))
    names = {name: key for key, name in snapshot()["house"]["sections"].items()}
    made: dict[str, list[Item]] = {}
    for place, section in enumerate(issue["sections"]):
        articles = [article for article in section["articles"] if article["text"]]
        made[names[section["name"]]] = [as_item(100 * place + n, article) for n, article in enumerate(articles, 1)]
    return made


@pytest.fixture(scope="module")
def timed(sections: dict[str, list[Item]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, float]:
    begun = time.process_time()
    return build(snapshot(sections), tmp_path_factory.mktemp("real")), time.process_time() - begun


def test_every_word_and_every_cell_is_printed(sections: dict[str, list[Item]], timed: tuple[Built, float]) -> None:
    text = running_text(timed[0].pdf)
    for entries in sections.values():
        for entry in entries:
            for words in [entry["title"], *entry["paragraphs"]]:
                assert fold(words) in text, (entry["title"], words[:40])
            for table in entry["tables"]:
                if is_form(table):
                    continue  # told in a line, kept in the attached file
                missing = {cell for row in table["rows"] for cell in row if fold(cell) not in text}
                assert {cell for cell in missing if len(cell) < 30} == set()


def test_it_is_an_issue_of_the_usual_size_in_reasonable_time(timed: tuple[Built, float]) -> None:
    built, seconds = timed
    document = pypdfium2.PdfDocument(built.pdf)
    count = len(document)
    document.close()
    assert PAGES[0] <= count <= PAGES[1]
    assert seconds < SECONDS
    assert built.pdf.stat().st_size < 2_000_000
    assert built.html.stat().st_size < 1_000_000
