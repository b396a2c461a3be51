"""`tanxun alert`, with a real receiver: what people get, when nobody takes it, and that no secret is printed."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from archive import issues, ledger, noted, runs
from archive.records import QuoteRow
from desk import clock
from tanxun.__main__ import main

pytestmark = pytest.mark.django_db(transaction=True)
EVENING = datetime(2022, 3, 3, 12, tzinfo=UTC)


@dataclass
class Room:
    """A chat room: what was said in it, and whether it takes messages."""

    url: str = ""
    said: list[dict[str, str]] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if room.status == 200:
                room.said.append(json.loads(body))
            self.send_response(room.status)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    room.url = f"json://desk:geheim@127.0.0.1:{server.server_port}/room"
    yield room
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """A national price that has just fallen by 8 %: an event of data/alerts.toml."""
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    rows = [
        QuoteRow(market="national", product="CEA", day=date(2022, 3, day), close=Decimal(price), volume_t=Decimal(1000))
        for day, price in ((2, "62.50"), (3, "57.50"))
    ]
    assert ledger.store(rows, source="national_daily", page=None, observed_at=EVENING).stored == 2


def alert(*words: str, to: str = "") -> Result:
    return CliRunner().invoke(main, ["alert", *words], env={"TANXUN_ALERT_URLS": to})


def test_a_fallen_price_is_told_once(room: Room) -> None:
    first = alert(to=room.url)
    assert first.exit_code == 0, first.stderr
    (message,) = room.said
    assert "1 项新情况" in message["title"]
    assert "2022-03-03 收盘 57.50 元/吨，上一成交日 2022-03-02 为 62.50" in message["message"]
    assert alert(to=room.url).stdout == "没有新情况。\n"
    assert len(room.said) == 1


def test_a_source_in_trouble_is_told_when_the_next_crawl_did_not_mend_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert(to=room.url)
    for hours, state in ((1, "drift"), (16, "drift"), (17, "ok")):
        now = EVENING + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        runs.finish(runs.start("beijing_daily", now), state, now=now, newest=now.date())
        assert alert(to=room.url).exit_code == 0
    _, broken, well = (message["message"] for message in room.said)
    assert "tanxun sources check beijing_daily" in broken
    assert "北京" in well
    assert "已恢复" in well


def test_a_crawl_under_way_and_a_rest_are_no_recovery(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    alert(to=room.url)
    runs.finish(runs.start("beijing_daily", EVENING), "drift", now=EVENING)
    alert(to=room.url)
    later = EVENING + timedelta(hours=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    alert(to=room.url)
    runs.start("beijing_daily", later)
    assert alert(to=room.url).stdout == "没有新情况。\n"
    noted.say("beijing_daily", "改版中", resting=True, who="li", now=later)
    assert alert(to=room.url).stdout == "没有新情况。\n"
    assert len(room.said) == 2


def test_an_issue_that_is_out_is_told_with_its_address(
    room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TANXUN_ORIGIN = "https://weekly.example"
    day = EVENING.date()
    issue = issues.open_draft(7, day, day, day, now=EVENING, sample=False)
    assert "第 7 期" not in alert("--dry-run").stdout
    issues.publish(issue, "0" * 64, EVENING)
    alert(to=room.url)
    assert "总第 7 期已发布：https://weekly.example/issues/7/" in room.said[0]["message"]
    monkeypatch.setattr(clock, "now", lambda: EVENING + timedelta(hours=1))
    assert alert(to=room.url).stdout == "没有新情况。\n"


def test_a_disputed_price_says_so(room: Room) -> None:
    rows = [QuoteRow(market="national", product="CEA", day=date(2022, 3, 3), close=Decimal("57.00"))]
    assert ledger.store(rows, source="other_feed", page=None, observed_at=EVENING).stored == 1
    alert(to=room.url)
    assert "来源不一" in room.said[0]["message"]


def test_what_no_address_took_is_told_the_next_time_and_no_secret_is_printed(room: Room) -> None:
    room.status = 503
    failed = alert(to=f"{room.url}/geheim?+X-Token=geheim")  # webhooks carry it in the path or a header as well
    assert failed.exit_code == 1
    assert "没有送达：第 1 个地址" in failed.stderr
    assert "geheim" not in failed.output
    room.status = 200
    assert alert(to=room.url).exit_code == 0
    assert len(room.said) == 1


def test_a_trial_says_nothing_else_and_a_dry_run_notes_nothing(room: Room) -> None:
    assert alert("--test", to=room.url).exit_code == 0
    assert "57.50" not in room.said[0]["message"]
    dry = [alert("--dry-run", to=room.url).stdout for _ in range(2)]
    assert dry[0] == dry[1]
    assert "57.50" in dry[0]
    assert len(room.said) == 1


def test_an_address_that_is_none_is_named_by_its_place(room: Room) -> None:
    done = alert(to=f"{room.url} nonsense://geheim")
    assert done.exit_code == 1
    assert "第 2 个" in done.stderr
    assert "geheim" not in done.output


def test_without_an_address_it_says_so() -> None:
    done = alert()
    assert done.exit_code == 0
    assert "57.50" in done.stdout
    assert "TANXUN_ALERT_URLS" in done.stderr


def test_a_trial_without_an_address_fails() -> None:
    done = alert("--test")
    assert done.exit_code == 1
    assert "TANXUN_ALERT_URLS" in done.stderr
