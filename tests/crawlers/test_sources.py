"""One test for all sources: a new source adds files, never test code."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from crawlers.declaration import SOURCES, Declaration, all_sources
from crawlers.samples import check_pages, pages
from crawlers.spiders.declared import DeclaredSpider

ALL = pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)


@ALL
def test_its_saved_pages_yield_what_a_person_read(source: Declaration) -> None:
    assert check_pages(source) == []


@ALL
def test_it_says_where_its_pages_are_from(source: Declaration) -> None:
    assert pages(source)
    for page, told in pages(source):
        assert page.is_file()
        assert told["origin"] in ("live", "archive", "made")
        assert {"saved", "url", "clock", "type"} <= set(told)


@ALL
def test_nothing_in_its_folder_is_unused(source: Declaration) -> None:
    named = {path.name for page, _ in pages(source) for path in (page, page.with_suffix(".json"))}
    assert {path.name for path in source.folder.iterdir()} == named | {"source.toml"}


@ALL
def test_it_promises_a_number_a_freshness_and_a_cadence(source: Declaration) -> None:
    assert source.expect.rows[0] >= 1
    assert 0 < source.expect.newest_days <= 120
    assert source.every.total_seconds() >= 3600
    assert source.title
    assert source.rights


@ALL
def test_folder_source_and_spider_have_one_name(source: Declaration) -> None:
    run = SimpleNamespace(clock=datetime(2017, 5, 19, tzinfo=UTC), replay=True)
    assert DeclaredSpider(source, run).name == source.name == source.folder.name  # type: ignore[arg-type]
    assert source.folder.parent == SOURCES


@pytest.mark.parametrize("source", [s for s in all_sources() if s.kind == "quotes"], ids=lambda source: source.name)
def test_a_source_of_quotes_has_a_page_that_is_refused(source: Declaration) -> None:
    assert any("error" in told for _, told in pages(source))
    assert any(told.get("quotes") for _, told in pages(source))


@ALL
def test_a_certificate_goes_unchecked_only_for_a_stated_reason(source: Declaration) -> None:
    assert source.tls == "" or len(source.tls) > 20


def test_a_saved_page_that_yields_something_else_is_told() -> None:
    source = next(one for one in all_sources() if one.name == "hubei_daily")
    page, told = next((page, told) for page, told in pages(source) if told.get("quotes"))
    file = page.with_suffix(".json")
    before = file.read_text(encoding="utf-8")
    told["quotes"][0]["close"] = "99.99"
    try:
        file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        (problem,) = check_pages(source)
    finally:
        file.write_text(before, encoding="utf-8")
    assert "99.99" in problem
