"""List pages in the shapes that sites have: what is proposed for a page nobody declared reads every item of it.

`pages/lists/told.json` was written before the reading: title, address and day of each item, on 2026-11-20.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawlers.reading.decode import decode
from crawlers.reading.listing import next_page
from crawlers.reading.listrule import ListingRule
from crawlers.reading.propose import propose

FOLDER = Path(__file__).parent / "pages" / "lists"
TOLD: dict[str, dict[str, Any]] = json.loads((FOLDER / "told.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("name", TOLD)
def test_every_item_of_every_shape_is_read(name: str) -> None:
    told = TOLD[name]
    text, _ = decode((FOLDER / told["file"]).read_bytes(), {})
    found = propose(text, told["url"], TODAY)
    assert found is not None
    read = [[item.title, item.url, item.day.isoformat() if item.day else None] for item in found.items]
    assert read == told["items"]


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("undated_paged", "https://www.example.gov.cn/zwgk/tzgg/index_1.shtml"),
        ("popbox", "https://www.example.gov.cn/zwgk/tzgg/index_1.html"),
    ],
)
def test_the_way_to_the_next_page_is_proposed(name: str, second: str) -> None:
    told = TOLD[name]
    text, _ = decode((FOLDER / told["file"]).read_bytes(), {})
    found = propose(text, told["url"], TODAY)
    assert found is not None
    assert next_page(text, told["url"], ListingRule(**found.listing), 2) == second  # type: ignore[arg-type]
