"""The real issue 108, served as web pages by a local server, crawled by the declared spiders, placed and printed.

What is proved: every article arrives whole, the contents name them all, and every glyph is printed.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.weekly import site

CHINESE = {
    "市场热点": "market",
    "政策聚焦": "policy",
    "国内资讯": "domestic",
    "国际资讯": "international",
    "推荐阅读": "reading",
    "行业公告": "notice",
}
SOURCE = """
title     = "本机 · {kind}"
publisher = "本机"
kind      = "news"
official  = true
rights    = "只供测试"
start     = ["{address}/{kind}/"]
every     = "1w"
verified  = "never"
origin    = "made"
delay     = 0

[listing]
rows = "{rows} > li"

[expect]
rows        = [5, 30]
newest_days = 40000   # the week is of 2017, the clock is today's
"""
ROWS = {"government": "ul.u-list", "press": "div.news_list ul", "exchange": "div.disflex ul"}
PLACE = """
import json, sys, tanxun.setup
tanxun.setup.archive()
from datetime import UTC, date, datetime
from archive import issues
from archive.models import Article
order = json.load(sys.stdin)
by_id = {a.url.rsplit("/", 1)[1].removesuffix(".html"): a for a in Article.objects.all()}
week = date(2017, 5, 11), date(2017, 5, 18)
issue = issues.open_draft(108, date(2017, 5, 19), *week, now=datetime.now(UTC), sample=False)
issues.arrange(issue, [issues.Place(by_id[one], section) for one, section in order])
rows = []
for key, a in by_id.items():
    rows.append({"id": key, "title": a.title, "published": a.published_on and a.published_on.isoformat(),
                 "publisher": a.publisher_printed, "raw": a.raw_text, "text": a.text, "tables": a.tables})
json.dump(rows, sys.stdout)
"""


def plain(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


@pytest.fixture(scope="module")
def issue(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "seeds" / "issue108.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def articles(issue: dict[str, Any]) -> list[dict[str, Any]]:
    return [article for section in issue["sections"] for article in section["articles"]]


@pytest.fixture(scope="module")
def crawled(
    issue: dict[str, Any], articles: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, dict[str, Any]]]:
    """The folder of issue 108 as built, and what the archive holds of each article."""
    home, sources = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("sources")
    environment = os.environ | {"TANXUN_HOME": str(home), "TANXUN_SOURCES": str(sources)}
    environment.pop("DATABASE_URL", None)

    def run(*words: str, ask: str | None = None) -> str:
        done = subprocess.run(
            [sys.executable, *words], input=ask, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    with site.serve(site.pages(articles)) as address:
        for kind in site.KINDS:
            folder = sources / f"issue_{kind}"
            folder.mkdir()
            declaration = SOURCE.format(kind=kind, address=address, rows=ROWS[kind])
            (folder / "source.toml").write_text(declaration, encoding="utf-8")
        run("-m", "tanxun", "crawl", "--live", *(f"issue_{kind}" for kind in site.KINDS))
    order = [(a["id"], CHINESE[s["name"]]) for s in issue["sections"] for a in s["articles"]]
    rows = json.loads(run("-c", PLACE, ask=json.dumps(order)))
    out = home / "out"
    run("-m", "tanxun", "issue", "build", "108", "--out", str(out))
    return out, {row["id"]: row for row in rows}


def whole(row: dict[str, Any]) -> str:
    """The body as printed: the raw text where cleaning changed anything, else the text with its tables in place."""
    if row["raw"]:
        return plain(row["raw"].replace("|", ""))
    paragraphs = row["text"].split("\n") if row["text"] else []
    parts = []
    for number in range(len(paragraphs) + 1):
        for table in row["tables"]:
            if table["after"] == number:
                parts += [cell for line in table["rows"] for cell in line]
        parts += paragraphs[number : number + 1]
    return plain("".join(parts))


def test_every_article_arrives_with_title_date_and_source(articles: list[dict[str, Any]], crawled: Any) -> None:
    _, rows = crawled
    assert len(rows) == len(articles) == 29
    for article in articles:
        row = rows[article["id"]]
        assert plain(row["title"]) == plain(article["title"])
        assert row["published"] == article["published"]
        assert plain(row["publisher"]) == plain(article["source"])


def test_every_text_arrives_unchanged(articles: list[dict[str, Any]], crawled: Any) -> None:
    _, rows = crawled
    for article in articles:
        assert whole(rows[article["id"]]) == plain(article["text"].replace("|", "")), article["id"]


def test_the_contents_list_all_and_every_glyph_is_printed(articles: list[dict[str, Any]], crawled: Any) -> None:
    """A missing glyph fails the build itself; here the printed text is read back."""
    out, _ = crawled
    pages = [plain(page.extract_text()) for page in pypdf.PdfReader(out / "108.pdf").pages]
    contents = "".join(pages[1:4])
    assert [a["title"] for a in articles if plain(a["title"])[:18] not in contents] == []
    printed = "".join(pages)
    for article in articles:
        sentence = plain(article["text"].split("。")[0])[:30]
        assert sentence in printed, article["id"]
    assert "\ufffd" not in printed
