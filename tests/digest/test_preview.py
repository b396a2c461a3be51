"""One item alone, and what a printed file carries for archives and screen readers."""

import io
import time
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from digest.build import build
from digest.errors import BuildError
from digest.preview import preview
from tests.digest.material import SENTENCES, item, snapshot

SECONDS = 1.5
"""The goal is half a second on an idle machine: measured as processor time, with room for a busy one."""


def test_an_item_alone_is_there_at_once() -> None:
    issue = snapshot({"domestic": [item(1), item(2, paragraphs=list(SENTENCES * 2))]})
    preview(issue, 1)
    begun = time.process_time()
    made = preview(issue, 2)
    assert time.process_time() - begun < SECONDS
    document = pypdfium2.PdfDocument(made)
    text = document[0].get_textpage().get_text_bounded()
    assert len(document) == 1
    document.close()
    assert "样例第2篇" in text
    assert "样例第1篇" not in text


def test_an_item_of_another_issue_is_refused() -> None:
    with pytest.raises(BuildError, match="第 9 号"):
        preview(snapshot({"domestic": [item(1)]}), 9)


def test_the_file_says_that_it_is_for_archives_and_has_what_that_asks_for(tmp_path: Path) -> None:
    reader = pypdf.PdfReader(io.BytesIO(build(snapshot(), tmp_path).pdf.read_bytes()))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="A"' in xmp
    assert root["/OutputIntents"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/AF"]
    fonts = {
        str(font.get_object().get("/BaseFont"))
        for page in reader.pages
        for font in (page["/Resources"].get("/Font") or {}).values()
    }
    assert fonts
    assert all("+" in name for name in fonts), "only subsets of fonts are inside"
