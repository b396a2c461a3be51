"""A desk with people, articles, figures and issues, in a home of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from archive import accounts, articles, issues, ledger, subscribers
from archive.issues import Place
from archive.models import Article, Issue
from archive.records import ArticleRow, QuoteRow
from desk.api.limits import meter
from digest import sealed
from tanxun import smtp
from tests.desk.mailing import READERS
from tests.desk.sink import Sink, served
from tests.digest.material import snapshot

PASSWORD = "correct horse 42"
NEWS = ArticleRow(
    url="https://news.example/1.html",
    source="some_news",
    title="湖北碳市场本周放量",
    text="碳价格回升，配额成交放量。" + "这一句用来把正文写长一些。" * 30 + "结尾处提到履约期限。",
    section="domestic",
    confidence=0.8,
    reasons=("正文用词：配额",),
    publisher="某某日报",
    published_on=date(2017, 5, 17),
)
POLICY = replace(
    NEWS,
    url="https://gov.example/2.html",
    source="some_policy",
    title="关于开展核查工作的通知",
    doc_number="某发改〔2017〕12号",
    issuers=("某省发展改革委",),
    section="policy",
    publisher="某省发展和改革委员会",
    official=True,
    published_on=date(2017, 5, 16),
)


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.TANXUN_HOME = tmp_path
    settings.TANXUN_VAR = tmp_path / "var"
    settings.TANXUN_VAR.mkdir()
    # The real hash takes 0.3 s a sign-in on purpose; here it would only slow the tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    meter._calls.clear()
    return tmp_path


@pytest.fixture
def now() -> datetime:
    return datetime(2017, 5, 19, 1, 0, tzinfo=UTC)


@pytest.fixture
def put(db: None, now: datetime) -> Callable[..., Article]:
    """Store an article made from NEWS with some fields changed."""

    def store(row: ArticleRow = NEWS, **changes: object) -> Article:
        number = Article.objects.count() + 1
        made = replace(row, **({"url": f"https://site.example/{number}.html"} | changes))  # type: ignore[arg-type]
        articles.store([made], observed_at=now, page=None)
        return Article.objects.latest("pk")

    return store


@pytest.fixture
def sign_in(db: None) -> Callable[..., Client]:
    """A browser in which somebody with these roles is signed in."""

    def browser(name: str, *roles: str, **more: bool) -> Client:
        accounts.add(name, roles, PASSWORD)
        client = Client(**more)  # type: ignore[arg-type]
        assert client.login(username=name, password=PASSWORD)
        return client

    return browser


@pytest.fixture
def editor(sign_in: Callable[..., Client]) -> Client:
    return sign_in("alice", "editor")


@pytest.fixture
def issue(put: Callable[..., Article], now: datetime, home: Path) -> Issue:
    """A draft with two items, its files as if they had been built."""
    places = [Place(put(POLICY, doc_number="某发改〔2017〕1号"), "policy"), Place(put(), "domestic")]
    made = issues.open_draft(7, date(2017, 5, 19), date(2017, 5, 12), date(2017, 5, 18), now=now, sample=False)
    issues.arrange(made, places)
    folder = home / "var" / "issues" / "7"
    folder.mkdir(parents=True)
    (folder / "7.pdf").write_bytes(b"%PDF-1.7 made for a test")
    (folder / "7.html").write_text(
        "<!DOCTYPE html><html><body class='p'><h1>手机版</h1></body></html>", encoding="utf-8"
    )
    (folder / "7-prices.csv").write_text("market,day\n", encoding="utf-8")
    return made


@pytest.fixture
def published(issue: Issue, now: datetime) -> Issue:
    issues.publish(issue, "a" * 64, now)
    return issue


@pytest.fixture
def quotes(db: None, now: datetime) -> None:
    """Three days of one market from its exchange, one from a source that is for our own checks."""
    rows = [
        QuoteRow(
            market="hubei",
            product="HBEA",
            day=date(2017, 5, day),
            close=Decimal(close),
            volume_t=Decimal(100),
            turnover_cny=Decimal(close) * 100,
        )
        for day, close in ((16, "16.10"), (17, "16.20"), (18, "16.48"))
    ]
    assert ledger.store(rows, source="hubei_daily", page=None, observed_at=now).stored == 3
    other = [replace(rows[0], day=date(2017, 5, 15), close=Decimal("15.90"), turnover_cny=Decimal(1590))]
    ledger.store(other, source="pilots_tanjiaoyi", page=None, observed_at=now)


@pytest.fixture
def sink(settings: Settings, published: Issue, home: Path, now: datetime) -> Iterator[Sink]:
    """The mail server, a published issue with its snapshot, three subscribers."""
    (home / "var" / "issues" / "7" / "7.json").write_bytes(sealed.written(snapshot()))
    for address in READERS:
        found = subscribers.ask(address, now)
        assert found
        subscribers.confirm(found.pk, found.asked_at, now)
    with served() as (sink, url):
        for name, value in smtp.settings(url).items():
            setattr(settings, name, value)
        settings.TANXUN_ORIGIN, settings.DEFAULT_FROM_EMAIL = "http://testserver", "碳讯 <weekly@tanxun.example>"
        yield sink
