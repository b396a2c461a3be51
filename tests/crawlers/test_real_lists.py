"""Every item of seven real list pages: title, address and day exact."""

import json
from datetime import date
from pathlib import Path

import pytest

from crawlers.reading.decode import decode
from crawlers.reading.listing import read_listing
from crawlers.reading.listrule import ListingRule

# What a declaration of each page would say.
RULES = {
    "list_mee.html": ListingRule(rows='//li[.//a[contains(@class,"cjcs")]]', date="none"),
    "list_ndrc.html": ListingRule(rows="ul.u-list > li", link="./a"),
    "list_mct.html": ListingRule(rows="ul.r_content_2022 .p1", date="none"),
    "list_zwgls_tjsj.html": ListingRule(rows="ul.liBox > li, ul.xwfb_listbox > li"),
    "list_netease_rolling_news.html": ListingRule(rows="#instantPanel li", link="a:not(.cBlue)"),
    "list_dfa66_announcement.html": ListingRule(rows="ul.glist > li", date="span.t"),
    "list_hsqhfunds_announcement.html": ListingRule(rows="div.list-all"),
}


@pytest.mark.parametrize("name", RULES)
def test_every_item_is_read_exactly(name: str, shared: Path) -> None:
    folder = shared / "sources" / "lists"
    gold = {
        one["file"]: one for one in map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    }
    text, _ = decode((folder / "html" / name).read_bytes(), {})
    found = read_listing(text, gold[name]["url"], RULES[name], date(2020, 8, 17))
    read = [(item.title, item.url, item.day.isoformat() if item.day else None) for item in found]
    # A cut title is printed with one sign for "…", whatever the page has.
    told = [(one["title"].replace("...", "…"), one["url"], one["date"]) for one in gold[name]["items"]]
    assert read == told
