"""The API answers what its document says, obeys rights and counts requests."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pandas as pd
import pytest
from django.test import Client
from openpyxl import load_workbook

from archive import accounts
from archive.models import Article, Issue
from archive.rights import rules
from desk import clock

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]


def key(*scopes: str, life: timedelta = timedelta(days=1)) -> dict[str, str]:
    accounts.add("carol", ["analyst"], "correct horse 42")
    owner = accounts.get_user_model().objects.get(username="carol")
    return {"authorization": f"Bearer {accounts.grant(owner, 'test', scopes, clock.now(), life)}"}


def frame(answer: object) -> "pd.DataFrame":
    return pd.read_csv(io.BytesIO(answer.getvalue()), parse_dates=["day"])  # type: ignore[attr-defined]


def test_pandas_reads_the_prices(client: Client, quotes: None) -> None:
    rows = frame(client.get("/api/prices.csv?market=hubei&from=2017-05-16&to=2017-05-18"))
    assert list(rows["close"]) == [16.1, 16.2, 16.48]
    assert str(rows["day"].dtype).startswith("datetime64")


def test_figures_for_our_own_checks_need_a_key(client: Client, quotes: None) -> None:
    assert "pilots_tanjiaoyi" not in client.get("/api/prices.csv").getvalue().decode()  # type: ignore[attr-defined]
    assert "pilots_tanjiaoyi" not in client.get("/api/prices.json?since=0").getvalue().decode()  # type: ignore[attr-defined]
    assert "pilots_tanjiaoyi" not in client.get("/prices/").content.decode()
    mine = client.get("/api/prices.csv", headers=key("prices")).getvalue().decode()  # type: ignore[attr-defined]
    assert "pilots_tanjiaoyi" in mine


def test_several_markets_are_one_file(client: Client, quotes: None) -> None:
    both = frame(client.get("/api/prices.csv?market=guangdong,hubei,hubei&from=2017-05-16"))
    assert list(both["market"]) == ["hubei"] * 3
    assert client.get("/api/prices.csv?market=hubei,nowhere").status_code == 404
    assert client.get("/api/prices.csv?market=hubei,guangdong&since=0").status_code == 400
    page = client.get("/prices/?market=hubei&market=guangdong").content.decode()
    assert "market=hubei%2Cguangdong" in page


def test_all_formats_hold_the_same(client: Client, quotes: None) -> None:
    ask = "?market=hubei&from=2017-05-16"
    sheet = load_workbook(io.BytesIO(client.get(f"/api/prices.xlsx{ask}").getvalue())).worksheets[0]  # type: ignore[attr-defined]
    parquet = pd.read_parquet(io.BytesIO(client.get(f"/api/prices.parquet{ask}").getvalue()))  # type: ignore[attr-defined]
    json_rows = client.get(f"/api/prices.json{ask}")
    csv = frame(client.get(f"/api/prices.csv{ask}"))
    assert sheet.max_row - 1 == len(parquet) == len(csv) == 3
    assert pd.read_json(io.BytesIO(json_rows.getvalue()))["close"].tolist() == csv["close"].tolist()  # type: ignore[attr-defined]


def test_an_unchanged_answer_is_not_sent_twice(client: Client, quotes: None) -> None:
    first = client.get("/api/prices.csv")
    assert client.get("/api/prices.csv", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/api/prices.csv?market=hubei", headers={"if-none-match": first["ETag"]}).status_code == 200
    allowed = key("prices")
    assert client.get("/api/prices.csv", headers={**allowed, "if-none-match": first["ETag"]}).status_code == 200


def test_the_change_feed_goes_on_where_it_ended(client: Client, quotes: None) -> None:
    revision = client.get("/api/prices.csv?since=0")["X-Revision"]
    assert frame(client.get("/api/prices.csv?since=0")).shape[0] == 3
    assert client.get(f"/api/prices.csv?since={revision}").getvalue().count(b"\n") == 1  # type: ignore[attr-defined]


def test_as_of_knows_only_what_was_known(client: Client, quotes: None) -> None:
    before = client.get("/api/prices.csv?as_of=2017-05-18T00:00:00Z")
    assert before.getvalue().count(b"\n") == 1  # type: ignore[attr-defined]


def test_the_week(client: Client, quotes: None) -> None:
    rows = client.get("/api/week.json?ending=2017-05-18&from=2017-05-16")
    hubei = next(
        row for row in pd.read_json(io.BytesIO(rows.getvalue())).to_dict("records") if row["market"] == "hubei"
    )  # type: ignore[attr-defined]
    assert hubei["close"] == 16.48
    assert client.get("/api/week.csv").status_code == 400


@pytest.mark.parametrize(
    "ask",
    [
        "prices.csv?markt=hubei",
        "prices.csv?from=17-5-1",
        "prices.csv?as_of=2017-05-18",
        "prices.csv?since=x",
        "prices.csv?since=1&from=2017-05-01",
        "prices.csv?product=NOPE",
        "week.csv?ending=2017-05-18&from=2016-01-01",
        "articles.json?section=nope",
        "articles.json?limit=1000",
        "articles.json?q=%00",
        "issues.json?page=2",
    ],
)
def test_a_wrong_question_is_told_in_one_sentence(client: Client, quotes: None, ask: str) -> None:
    answer = client.get(f"/api/{ask}")
    assert answer.status_code == 400
    assert answer.json()["error"].endswith("。")


def test_what_there_is_not(client: Client, db: None) -> None:
    for ask in ("prices.csv?market=atlantis", "articles/9.json", "issues/9.json", "articles/999999999.json"):
        assert client.get(f"/api/{ask}").status_code == 404
    assert client.get("/api/articles/99999999999999999999.json").status_code == 404


def test_it_is_read_only(client: Client, db: None) -> None:
    assert client.post("/api/prices.csv").status_code == 405
    assert client.delete("/api/issues.json").status_code == 405


def test_articles_come_in_pages_without_loss(client: Client, put: Put) -> None:
    for number in range(5):
        put(title=f"碳市场消息第{number}则")
    ids, address = [], "/api/articles.json?q=消息&limit=2"
    while address:
        body = client.get(address).json()
        ids += [one["id"] for one in body["articles"]]
        address = body["next"]
    assert len(ids) == len(set(ids)) == 5


def test_keys_open_what_they_say_and_nothing_else(client: Client, put: Put) -> None:
    article = put()
    address = f"/api/articles/{article.pk}.json"
    assert client.get(address).json()["text_is_whole"] is False
    assert client.get(address, headers=key("prices")).json()["text_is_whole"] is False
    assert client.get(address, headers=key("articles")).json()["text_is_whole"] is True
    assert "sources" not in client.get("/api/health.json").json()
    assert "sources" in client.get("/api/health.json", headers=key("health")).json()


def test_bad_keys_are_refused(client: Client, db: None) -> None:
    assert client.get("/api/issues.json", headers={"authorization": "Bearer txk_guess"}).status_code == 401
    assert client.get("/api/issues.json", headers={"authorization": "Basic abc"}).status_code == 401
    assert client.get("/api/issues.json", headers=key("prices", life=timedelta(seconds=-1))).status_code == 401
    good = key("prices")
    assert client.get("/api/issues.json", headers=good).status_code == 200
    accounts.close("carol")
    assert client.get("/api/issues.json", headers=good).status_code == 401


def test_only_the_hash_of_a_key_is_kept(db: None) -> None:
    plain = key("prices")["authorization"].removeprefix("Bearer ")
    assert plain not in str(list(accounts.Token.objects.values()))


def test_too_many_requests_wait(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.api.limits.time.monotonic", lambda: 30.0)  # a slow machine must not cross a minute
    for _ in range(rules().limits.reader):
        assert client.get("/api/issues.json").status_code == 200
    full = client.get("/api/issues.json")
    assert full.status_code == 429
    assert 0 < int(full["Retry-After"]) <= 60


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_file_that_is_made_whole_counts_tenfold(
    client: Client, quotes: None, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("desk.api.limits.time.monotonic", lambda: 30.0)
    few = rules().limits.reader // 10
    for _ in range(few):
        assert client.get(f"/api/prices.{kind}").getvalue()  # type: ignore[attr-defined]
    assert client.get(f"/api/prices.{kind}").status_code == 429


def test_formulas_stay_text(client: Client, quotes: None) -> None:
    """A cell that a spreadsheet would run is quoted, in the file and in the sheet."""
    from archive.models import Quote

    Quote.objects.filter(source="hubei_daily").update(flags=['=HYPERLINK("http://evil.example")'])
    assert "'=HYPERLINK" in client.get("/api/prices.csv").getvalue().decode()  # type: ignore[attr-defined]


def test_the_document_names_every_address_and_parameter(
    client: Client, published: Issue, quotes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.urls import PROGRAMS

    monkeypatch.setattr("desk.api.access.COSTS", {})  # more files are asked for here than a minute allows
    document = client.get("/api/openapi.json").json()
    served = {str(one.name) for one in PROGRAMS} - {"api", "openapi"}
    assert len(served) == 8
    assert len(document["paths"]) == 4 + 4 + 6
    for path, item in document["paths"].items():
        asked = {"ending": "2017-05-18"} if "week" in path else {}
        address = path.format(pk=published.items.first().article_id, number=7)
        answer = client.get(address, asked)
        answer.getvalue()  # type: ignore[attr-defined]
        assert answer.status_code == 200, address
        assert answer["Content-Type"].partition(";")[0] in item["get"]["responses"]["200"]["content"]
        for parameter in item["get"]["parameters"]:
            if parameter["in"] == "query" and not parameter["required"]:
                odd = client.get(address, {**asked, parameter["name"]: "!"})
                odd.getvalue()  # type: ignore[attr-defined]
                assert odd.status_code in {200, 400, 404}


def test_the_clock_of_keys(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    good = key("prices")
    later: datetime = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get("/api/issues.json", headers=good).status_code == 401
