"""The phone page in a real browser at 390 px, by day and by night: axe, its width, what it asks the net for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from digest.build import build
from digest.shapes import Snapshot
from tests.digest.material import item, snapshot

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def everything() -> Snapshot:
    """Cards, reposts, notes, wide and long tables, a blank form, key points, a calendar, an empty section."""
    wide = {"after": 1, "rows": [[f"栏目{n}" for n in range(12)], *([str(n) for n in range(12)] for _ in range(40))]}
    form = {"after": 2, "rows": [["单位", "燃料", "数量"], ["甲", "", ""], ["乙", "", ""]]}
    card = {
        "effective_on": "2017-06-01",
        "comments_until": "2017-06-10",
        "region": "全国",
        "sectors": ["电力"],
        "duties": [{"who": "控排企业", "what": "完成清缴", "by": "2017-06-30"}],
    }
    document = item(
        1,
        doc_number="样例〔2017〕1号",
        issuers=["样例局"],
        signed_on="2017-05-08",
        card=card,
        tables=[wide, form],
        note="请与上期对照",
        follows=[{"number": 5, "title": "样例"}],
        reposts=[{"publisher": "样例网", "published_on": "2017-05-09", "url": "https://repost.example.org/1"}],
        attachments=[{"name": "附件.pdf", "url": "https://news.example.org/a.pdf", "state": "link"}],
    )
    short = item(2, condensed=True, key_points=["登记已经完成。"])
    due = {"day": "2017-06-30", "first": None, "kind": "清缴履约", "until": True, "item": 1, "sentence": "应完成清缴。"}
    return snapshot({"policy": [document], "domestic": [short]}, calendar=[due])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_nothing_is_asked_of_the_net(
    chromium: Browser, scheme: str, tmp_path: Path
) -> None:
    page_file = build(everything(), tmp_path, draft=True).html
    asked: list[str] = []
    with chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844}, bypass_csp=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        for fold in page.locator("details").all():
            fold.evaluate("it => it.open = true")
        found = Axe().run(page).response
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        sizes = page.evaluate("[...document.querySelectorAll('p, li, td')].map(it => getComputedStyle(it).fontSize)")
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found["violations"]] == []
    assert len(found["passes"]) > 20
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert wide == 0
    assert min(float(size.removesuffix("px")) for size in sizes) >= 13
    assert page_file.stat().st_size < 1_000_000
