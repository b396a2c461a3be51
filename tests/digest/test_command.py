"""`tanxun issue`, from a draft to a published issue that no later change of the archive touches."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.models import Article, Issue
from tanxun.__main__ import main
from tests.digest.conftest import Put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database is set up already."""
    monkeypatch.setattr("tanxun.setup.archive", lambda: None)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["issue", *words])


def answer(*words: str) -> object:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_draft_show_list(put: Put) -> None:
    put("样例甲篇")
    drafted = answer("new", "3", "--date", "2017-05-19")
    assert drafted == answer("list")[0]  # type: ignore[index]
    assert (drafted["from"], drafted["to"], drafted["items"]) == ("2017-05-11", "2017-05-18", 1)  # type: ignore[index]
    assert answer("show", "3")["contents"][0]["title"] == "样例甲篇"  # type: ignore[index]
    assert "【政策聚焦】\n  本期无" in run("show", "3").stdout


def test_the_next_window_follows_the_last_one() -> None:
    run("new", "1", "--date", "2017-05-19")
    assert answer("new", "2", "--date", "2017-05-26")["from"] == "2017-05-19"  # type: ignore[index]
    assert answer("new", "2", "--date", "2017-05-26")["from"] == "2017-05-19"  # type: ignore[index]


COVERS = {
    "Golden Week": ("2017-09-22", "2017-09-29", "2017-10-13", "2017-10-20"),
    "Spring Festival": ("2018-02-02", "2018-02-09", "2018-03-02", "2018-03-09"),
    "skipped weeks": ("2017-05-19", "2017-06-16", "2017-06-20", "2017-06-21"),
    "a pause of years": ("2017-05-19", "2017-12-29", "2019-08-02", "2019-08-09"),
}


@pytest.mark.parametrize("covers", COVERS.values(), ids=list(COVERS))
def test_every_day_is_in_one_window(covers: tuple[str, ...]) -> None:
    told = [run("new", str(number), "--date", cover).output for number, cover in enumerate(covers, 1)]
    windows = [(issue.first_day, issue.last_day) for issue in Issue.objects.order_by("number")]
    assert [last for _, last in windows] == [date.fromisoformat(cover) - timedelta(days=1) for cover in covers]
    assert all(first == before + timedelta(days=1) for (_, before), (first, _) in pairwise(windows))
    assert [("--from" in line) for line in told] == [(last - first).days > 30 for first, last in windows]
    assert "行情区间与总第" not in run("check", "2").output


@pytest.mark.parametrize(
    ("first", "last", "word"), [("2017-05-18", "2017-05-24", "重叠 1 天"), ("2017-05-21", "2017-05-24", "相隔 2 天")]
)
def test_a_window_that_does_not_follow_is_told_on_both_sides(put: Put, first: str, last: str, word: str) -> None:
    run("new", "1", "--date", "2017-05-19")
    run("new", "2", "--date", "2017-05-26", "--from", first, "--to", last)
    for number in ("1", "2"):
        assert word in run("check", number).output


def test_an_issue_that_ends_before_the_one_before_it_has_its_own_week() -> None:
    run("new", "1", "--date", "2026-05-19")
    assert answer("new", "108", "--date", "2017-05-19")["from"] == "2017-05-11"  # type: ignore[index]


def test_build_writes_four_files_where_asked_or_into_the_archive(put: Put, prices: None, home: Path) -> None:
    put()
    run("new", "1", "--date", "2017-05-19")
    assert set(answer("build", "1", "--out", str(home / "out"))) == {"pdf", "html", "json", "csv", "epub", "sha256"}  # type: ignore[call-overload]
    assert run("build", "1").exit_code == 0
    names = {"1.pdf", "1.html", "1.json", "1-prices.csv", "1.epub"}
    for folder in (home / "out", home / "var" / "issues" / "1"):
        assert {path.name for path in folder.iterdir()} == names


def test_a_published_issue_is_rebuilt_as_it_was(put: Put, home: Path) -> None:
    article = put()
    run("new", "1", "--date", "2017-05-19")
    published = answer("publish", "1", "--anyway", "试刊")
    Article.objects.filter(pk=article.pk).update(title="上游后来改了题目")
    rebuilt = answer("build", "1", "--out", str(home / "again"))
    assert rebuilt["sha256"] == published["sha256"] == Issue.objects.get().snapshot  # type: ignore[index]
    assert (home / "again" / "1.pdf").read_bytes() == (home / "var" / "issues" / "1" / "1.pdf").read_bytes()
    assert Article.objects.get().state == "published"
    again = run("publish", "1", "--anyway", "试刊")
    assert (again.exit_code, "已于" in again.output) == (1, True)


def test_a_snapshot_that_was_lost_is_one_sentence(put: Put, home: Path) -> None:
    put()
    run("new", "1", "--date", "2017-05-19")
    run("publish", "1", "--anyway", "试刊")
    (home / "var" / "issues" / "1" / "1.json").unlink()
    result = run("build", "1")
    assert result.exit_code == 1
    assert "1.json 不是可读的快照" in result.output


def test_publishing_stops_at_a_serious_fault_unless_told_otherwise(put: Put) -> None:
    put(text="这里有\ufffd字。")
    run("new", "1", "--date", "2017-05-19")
    assert run("check", "1").exit_code == 1
    result = run("publish", "1")
    assert (result.exit_code, "--anyway" in result.output) == (1, True)
    assert Issue.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "99"), 1),
        (("build", "x"), 2),
        (("new", "1"), 2),
        (("new", "0", "--date", "2017-05-19"), 2),
        (("new", "1", "--date", "19 May"), 2),
        (("new", "1", "--date", "2017-05-19", "--to", "2017-06-01"), 1),
    ],
)
def test_a_wrong_call_is_one_sentence(words: tuple[str, ...], code: int) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert "Traceback" not in result.output
