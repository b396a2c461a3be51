"""The table of sites in docs/sources.md: each site has the folders it says, each source of policy and news a row."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.declaration import all_sources

TABLE = Path(__file__).parents[2] / "docs" / "sources.md"
ROW = re.compile(r"^\| ([\w.-]+) \| (`.+`) \|$", re.MULTILINE)
TOLD = {host: set(re.findall(r"`(\w+)`", names)) for host, names in ROW.findall(TABLE.read_text(encoding="utf-8"))}


def test_every_site_of_the_table_is_read_by_its_folders() -> None:
    asked = {one.name: {urlsplit(url).hostname for url in one.start} for one in all_sources()}
    assert {(host, name) for host, names in TOLD.items() for name in names if host not in asked.get(name, ())} == set()


def test_every_source_of_policy_and_news_stands_in_the_table() -> None:
    told = set.union(*TOLD.values())
    assert {one.name for one in all_sources() if one.kind != "quotes"} - told == set()


def test_the_ecology_bureaus_of_32_provinces_are_declared() -> None:
    provincial = [one for one in all_sources() if one.name.endswith("_ecology") and one.name != "shenzhen_ecology"]
    assert len(provincial) == 32
