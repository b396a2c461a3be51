"""What a screen reader and an archive are told: read back from the file."""

from itertools import pairwise
from typing import Any

import pypdf
import pytest

from digest.build import build
from tests.digest.material import item, snapshot

TABLE = {"after": 1, "rows": [["企业", "配额（吨）"], ["甲厂", "12,000"], ["乙厂", "8,500"]]}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> pypdf.PdfReader:
    issue = snapshot({"policy": [item(1, tables=[TABLE])], "domestic": [item(2)]})
    return pypdf.PdfReader(build(issue, tmp_path_factory.mktemp("tags")).pdf)


def tags(node: Any) -> list[Any]:
    """The tag and all below it."""
    node = node.get_object()
    if not isinstance(node, dict) or "/S" not in node:
        return []
    children = node.get("/K", [])
    below = children if isinstance(children, list) else [children]
    return [node, *(tag for child in below for tag in tags(child))]


@pytest.fixture(scope="module")
def all_tags(reader: pypdf.PdfReader) -> list[Any]:
    return [tag for child in reader.trailer["/Root"]["/StructTreeRoot"]["/K"] for tag in tags(child)]


def test_head_cells_say_what_they_head(all_tags: list[Any]) -> None:
    scopes = [tag["/A"]["/Scope"] for tag in all_tags if tag["/S"] == "/TH"]
    assert {"/Row", "/Column"} == set(scopes)
    assert len([tag for tag in all_tags if tag["/S"] == "/TR"]) > 4


def test_every_picture_has_words(all_tags: list[Any]) -> None:
    pictures = [tag for tag in all_tags if tag["/S"] == "/Figure"]
    assert pictures
    assert all(len(str(tag["/Alt"])) > 5 for tag in pictures)


def test_every_link_is_tagged_and_says_where_it_goes(reader: pypdf.PdfReader) -> None:
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots") or []]
    assert len(links) > 4
    assert all(link["/Contents"] and "/StructParent" in link for link in links)


def test_headings_follow_one_another(all_tags: list[Any]) -> None:
    levels = [int(tag["/S"][2:]) for tag in all_tags if tag["/S"] in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_language_title_tabs_and_files(reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(page["/Tabs"] == "/S" for page in reader.pages if page.get("/Annots"))
    assert {str(file.get_object()["/AFRelationship"]) for file in root["/AF"]} == {"/Data"}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/ToUnicode" in font.get_object()
