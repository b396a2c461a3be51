"""A replay answers from a folder and opens no socket."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.replay import BadReplay, WeekFile, open_replay, week
from tests.crawlers.web import Home, Web

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "2017-W20"
WEEK = """\
clock = 2017-05-19T01:00:00Z
ending = 2017-05-18
[[page]]
url = "https://a.cn/"
file = "a.html"
type = "text/html"
"""

# Whatever opens, asks or listens is written down and refused.
NO_SOCKETS = """
import os, socket
def refuse(name):
    def refused(*args, **kwargs):
        with open(os.environ["SOCKETS_OPENED"], "a") as file:
            file.write(f"{name} {args[1:]}\\n")
        raise OSError("no sockets in a replay")
    return refused
for name in ("connect", "connect_ex", "listen", "sendto"):
    setattr(socket.socket, name, refuse(name))
socket.getaddrinfo = refuse("getaddrinfo")
socket.gethostbyname = refuse("gethostbyname")
"""


@pytest.fixture
def sample(home: Home) -> Home:
    """The sample week's archive, which is one of its own, with the sources that the project ships."""
    del home.env["TANXUN_SOURCES"]
    home.place = home.place / "var" / "sample"
    return home


def test_the_sample_week_without_a_socket(sample: Home, tmp_path: Path) -> None:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(NO_SOCKETS, encoding="utf-8")
    opened = tmp_path / "opened.txt"
    sample.env |= {"PYTHONPATH": str(tmp_path / "guard"), "SOCKETS_OPENED": str(opened)}
    runs = sample.crawl("--replay", str(SAMPLE))
    assert not opened.exists(), opened.read_text()
    states = {name: run["state"] for name, run in runs.items() if run["state"] != "ok"}
    assert states == {"hubei_ecology": "blocked", "tianjin_daily": "drift"}
    assert "cneeex_notices" not in runs  # that week has no page of it
    assert sum(run["stored"] for run in runs.values()) > 240
    assert runs["fujian_notices"]["shown"] == 21
    assert all(run["newest"] is None or run["newest"] <= "2017-05-19" for run in runs.values())
    clocks = sample.rows("select distinct clock from archive_run")
    assert [clock[:16] for (clock,) in clocks] == ["2017-05-19 01:00"]
    # The story of a city's alliance stands on two sites: the later one is linked to the first.
    assert sample.rows("select count(*) from archive_article where original_id is not null") == [(1,)]


def test_the_same_replay_twice_stores_nothing_new(sample: Home) -> None:
    names = ["beijing_daily", "fujian_notices", "people_environment", "shenzhen_daily"]
    sample.crawl(*names, "--replay", str(SAMPLE))
    tables = ("archive_quote", "archive_article", "archive_version", "archive_quarantine")
    before = [sample.rows(f"select count(*) from {table}") for table in tables]  # noqa: S608
    runs = sample.crawl(*names, "--replay", str(SAMPLE))
    assert [sample.rows(f"select count(*) from {table}") for table in tables] == before  # noqa: S608
    assert {run["stored"] + run["revised"] for run in runs.values()} == {0}
    assert {run["state"] for run in runs.values()} == {"ok"}


def test_what_was_crawled_can_be_replayed_from_its_own_pages(home: Home, web: Web) -> None:
    web.listing("/list", {"/a.html": "碳市场一周交易情况"})
    web.article("/a.html", "碳市场一周交易情况")
    home.source("local_news", f"{web.root}/list")
    home.crawl("--live")
    text = home.rows("select title, text, published_on from archive_article")
    folder = home.folder / "home" / "var" / "pages"
    home.env["TANXUN_HOME"] = str(home.folder / "second")
    web.routes.clear()
    web.asked.clear()
    assert home.crawl("--replay", str(folder))["local_news"]["state"] == "ok"
    assert web.asked == []
    again = Home.at(home.folder / "second").rows("select title, text, published_on from archive_article")
    assert again == text


def test_pages_are_found_by_address_and_body(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"any")
    (tmp_path / "b.html").write_bytes(b"asked for b")
    more = '[[page]]\nurl = "https://a.cn/"\nfile = "b.html"\ntype = "text/html"\nbody = "b=1"\nstatus = 412\n'
    (tmp_path / "week.toml").write_text(WEEK + more, encoding="utf-8")
    replay = open_replay(tmp_path)
    assert replay.clock == datetime(2017, 5, 19, 1, tzinfo=UTC)
    bodies = [page.body() for body in ("", "b=1", "b=2") if (page := replay.answer("https://a.cn/", body))]
    assert bodies == [b"any", b"asked for b", b"any"]
    assert replay.answer("https://a.cn/x") is None


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("", "neither"),
        ("clock = 5\n", "clock"),
        ("clock = 2017-05-19T01:00:00\n", "zone"),
        (WEEK.replace("a.html", "gone.html"), "not a file"),
        (WEEK.replace("a.html", "../../../../etc/passwd"), "not a file"),
        (WEEK.replace('type = "text/html"', ""), "type"),
        ("clock = [", "cannot be read"),
    ],
)
def test_a_folder_that_cannot_be_replayed_says_why(tmp_path: Path, week: str, said: str) -> None:
    (tmp_path / "a.html").write_bytes(b"any")
    if week:
        (tmp_path / "week.toml").write_text(week, encoding="utf-8")
    with pytest.raises(BadReplay, match=said):
        open_replay(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type = "text/html"', 'type = "text/html"\nstatus = "abc"'),
        ('type = "text/html"', "type = 3"),
        ('[[page]]\nurl = "https://a.cn/"\nfile = "a.html"\ntype = "text/html"', 'page = ["x"]'),
        ('file = "a.html"', "file = 7"),
        ('file = "a.html"', 'file = "a\\u0000.html"'),
        ("clock = 2017-05-19T01:00:00Z", "clock = 0001-01-01T01:00:00+14:00"),
        ("clock = ", "clock : "),
        ("ending = 2017-05-18", 'ending = "x"'),
        ("ending = 2017-05-18", "ending = 2017-05-18T00:00:00Z"),
        ("ending = 2017-05-18", "ending = 2017-05-18\nissue = 3"),
        ("ending = 2017-05-18", 'ending = 2017-05-18\nissue = { number = "1" }'),
        ("ending = 2017-05-18", 'ending = 2017-05-18\nsample = "yes"'),
    ],
)
def test_a_week_file_with_a_wrong_value_is_one_sentence(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    assert old in WEEK
    (tmp_path / "week.toml").write_text(WEEK.replace(old, new), encoding="utf-8")
    with pytest.raises(BadReplay, match=r"week\.toml"):
        open_replay(tmp_path)


def test_what_a_week_file_says_of_the_issue(tmp_path: Path) -> None:
    file = tmp_path / "week.toml"
    file.write_text(WEEK, encoding="utf-8")
    clock = datetime(2017, 5, 19, 1, tzinfo=UTC)
    assert week(tmp_path) == WeekFile(clock, date(2017, 5, 18), None, date(2017, 5, 19), sample=False)
    assert week(SAMPLE).number == 1
    assert week(SAMPLE).sample
    file.write_text(WEEK.replace("ending = 2017-05-18\n", ""), encoding="utf-8")
    with pytest.raises(BadReplay, match="ending"):
        week(tmp_path)
    with pytest.raises(BadReplay, match="cannot be read"):
        week(tmp_path / "nowhere")
