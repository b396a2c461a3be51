"""Every page can be drawn in every state, with no name that a template misspelt (settings print ⚠ for one)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from archive import articles, composing, ledger, pages, runs
from archive.checks import CHECKS
from archive.models import Article, Erratum, Issue, Quarantine
from archive.records import AttachmentRow, QuoteRow, Tally
from desk import prices
from desk.words import word
from digest import house
from tests.desk.conftest import POLICY

pytestmark = pytest.mark.django_db
READERS = [
    "/",
    "/articles/",
    "/articles/?q=核查",
    "/prices/",
    "/prices/?market=hubei&from=2017-05-20&to=2017-05-01",
    "/feeds/",
    "/api/",
]
EDITORS = [
    *("/desk/", "/desk/?tab=kept", "/desk/?tab=new&of=policy", "/desk/issues/", "/desk/issues/7/"),
    *(
        "/desk/issues/7/progress/",
        "/desk/issues/7/table/",
        "/desk/quarantine/",
        "/desk/sources/",
        "/desk/corrections/",
        "/desk/keys/",
        "/desk/log/",
    ),
]


@pytest.fixture
def full(issue: Issue, quotes: None, put: Callable[..., Article], now: datetime) -> Article:
    """An archive in which every part of every page has something to show."""
    with pages.PageStore() as store:
        run = runs.start("hubei_daily", now)
        kept = store.keep(run, "https://x.example/", 200, {"content-type": "text/html"}, b"<p>x</p>", now)
        runs.finish(run, "drift", now=now, tally=Tally(quarantined=1), message="表头变了")
    file = AttachmentRow(name="附件一.pdf", url="https://x.example/1.pdf", state="scan", message="扫描件")
    tables = ({"after": 0, "rows": [["甲", "乙"]]},)
    row = replace(POLICY, url="https://gov.example/3", doc_number="", attachments=(file,), tables=tables, abstain=True)
    articles.store([row], observed_at=now, page=kept)
    article = Article.objects.latest("pk")
    copy = put(title="转载")
    Article.objects.filter(pk=copy.pk).update(original=article)
    odd = QuoteRow(
        market="hubei",
        product="HBEA",
        day=now.date(),
        close=Decimal("16.5"),
        low=Decimal(17),
        high=Decimal(16),
        raw={"收盘价": "16.5"},
    )
    ledger.store([odd], source="hubei_daily", page=kept, observed_at=now)
    assert Quarantine.objects.exists()
    return article


@pytest.mark.parametrize("address", [*READERS, *EDITORS])
def test_a_page(sign_in: Callable[..., Client], full: Article, address: str) -> None:
    browser = sign_in("root", "admin")
    browser.post(f"/desk/articles/{full.pk}/move/", {"section": "notice"})
    answer = browser.get(address)
    assert answer.status_code == 200
    assert "⚠" not in answer.content.decode()


def test_the_pages_of_one_article(sign_in: Callable[..., Client], full: Article) -> None:
    browser = sign_in("root", "admin")
    browser.post(f"/desk/articles/{full.pk}/move/", {"section": "notice"})
    for address in (f"/articles/{full.pk}/", f"/desk/articles/{full.pk}/", f"/desk/articles/{full.pk}/versions/"):
        page = browser.get(address).content.decode()
        assert "⚠" not in page
        assert full.title in page
    assert "附件一.pdf" in browser.get(f"/articles/{full.pk}/").content.decode()


def test_the_pages_of_a_published_issue(sign_in: Callable[..., Client], published: Issue, now: datetime) -> None:
    composing.correct(published, Erratum(found_at=now, what="一处错字"))
    browser = sign_in("root", "admin")
    for address in ("/", "/issues/7/", "/desk/issues/7/", f"/articles/{published.items.first().article_id}/"):  # type: ignore[union-attr]
        assert "⚠" not in browser.get(address).content.decode()


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("get", "/nowhere/", 404), ("get", "/desk/issues/99/", 404), ("get", "/desk/articles/1/move/", 405)],
)
def test_a_fault_is_a_page_too(sign_in: Callable[..., Client], method: str, address: str, status: int) -> None:
    answer = getattr(sign_in("root", "admin"), method)(address)
    assert answer.status_code == status
    assert "⚠" not in answer.content.decode()
    assert ("回到编辑台" if "/desk/" in address else "回到首页") in answer.content.decode()


def test_an_editor_decides_on_a_held_figure(editor: Client, full: Article) -> None:
    held = Quarantine.objects.get()
    assert "16.5" in editor.get("/desk/quarantine/").content.decode()
    assert editor.post("/desk/quarantine/", {"row": held.pk, "do": "accept", "because": " "}).status_code == 422
    assert editor.post("/desk/quarantine/", {"row": "x", "do": "accept", "because": "对照过"}).status_code == 422
    assert (
        editor.post("/desk/quarantine/", {"row": held.pk, "do": "accept", "because": "对照过原网页"}).status_code == 302
    )
    held.refresh_from_db()
    assert (held.decision, held.decided_by) == ("accepted", "alice")
    assert editor.post("/desk/quarantine/", {"row": held.pk, "do": "reject", "because": "再想想"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_figure_let_in_is_in_the_analysts_files(editor: Client, full: Article, home: Path) -> None:
    held = Quarantine.objects.get()
    editor.post("/desk/quarantine/", {"row": held.pk, "do": "accept", "because": "对照过原网页"})
    for thread in threading.enumerate():
        if thread.name == "price-files":
            thread.join()
    lines = (home / "prices" / "quotes.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith(held.row["market"]) and held.row["day"] in line for line in lines)


def test_a_held_figure_stands_beside_those_around_it(editor: Client, full: Article) -> None:
    page = editor.get("/desk/quarantine/").content.decode()
    held = Quarantine.objects.get()
    day = date.fromisoformat(held.row["day"])
    asked = f"market={held.row['market']}&amp;from={day - timedelta(days=14)}&amp;to={day + timedelta(days=14)}"
    assert f"/prices/?{asked}" in page


def test_the_health_strip_puts_the_broken_first(editor: Client, full: Article) -> None:
    page = editor.get("/desk/").content.decode()
    assert "表头变了" in page
    assert "改版" in page
    assert f"/desk/pages/{full.page_id}/" in editor.get("/desk/sources/").content.decode()


@pytest.mark.parametrize("query", ["to=0001-01-01", "from=0001-01-01&to=9999-12-31", "from=2017-02-30", "to=2017-1-1"])
def test_a_day_that_no_market_had_is_left_out(client: Client, full: Article, query: str) -> None:
    assert client.get(f"/prices/?{query}").status_code == 200


def test_no_two_lines_of_a_chart_look_alike() -> None:
    assert len({prices._style(number) for number in range(32)}) == 32


def test_every_check_that_holds_a_figure_has_a_word() -> None:
    for check in CHECKS:
        name = check.__name__.strip("_")
        assert word("checks", name) != name
    assert word("places", "meta pubdate") == "网页元数据 pubdate"
    assert word("places", "somewhere else") == "somewhere else"


@pytest.mark.parametrize(
    ("low", "high", "step"), [("0", "60", "20"), ("14.2", "16.6", "0.5"), ("16.4", "16.4", "1"), ("1.1", "1.7", "0.2")]
)
def test_the_lines_behind_a_chart_stand_at_round_figures(low: str, high: str, step: str) -> None:
    assert prices._step(Decimal(high) - Decimal(low)) == Decimal(step)


def test_a_page_of_prices_has_an_end(client: Client, quotes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "MOST", 2)
    page = client.get("/prices/?market=hubei").content.decode()
    assert "超过 2 行" in page
    assert "16.48" not in page
    assert "/api/prices.csv?" in page


def test_a_reader_sees_first_what_a_notice_asks_of_whom(client: Client, put: Callable[..., Article]) -> None:
    article = put(doc_number="某发改〔2017〕3号", issuers=("某省发展改革委",), official=True)
    Article.objects.filter(pk=article.pk).update(
        card={"effective_on": "2017-07-01", "duties": [{"who": "重点排放单位", "what": "报送", "by": "2017-06-30"}]}
    )
    page = client.get(f"/articles/{article.pk}/").content.decode()
    for said in ("某发改〔2017〕3号", "施行日期", "2017-07-01", "重点排放单位：报送｜2017-06-30"):
        assert said in page


def test_a_publisher_has_a_name_of_its_own(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "house.toml"
    file.write_text(house.HOUSE.read_text(encoding="utf-8").replace('"碳讯"', '"绿周刊"', 1), encoding="utf-8")
    monkeypatch.setattr(house, "HOUSE", file)
    house.name.cache_clear()
    assert "碳讯" not in client.get("/").content.decode()
    assert "<title>绿周刊 · " in client.get("/feeds/issues.atom").content.decode()
    house.name.cache_clear()
