"""`tanxun issue`, from a draft to a published issue that no later change of the archive touches."""

import json
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
    assert answer("new", "3", "--date", "2017-12-29")["from"] == "2017-12-21"  # type: ignore[index]


def test_build_writes_four_files_where_asked_or_into_the_archive(put: Put, prices: None, home: Path) -> None:
    put()
    run("new", "1", "--date", "2017-05-19")
    assert set(answer("build", "1", "--out", str(home / "out"))) == {"pdf", "html", "json", "csv", "sha256"}  # type: ignore[call-overload]
    assert run("build", "1").exit_code == 0
    names = {"1.pdf", "1.html", "1.json", "1-prices.csv"}
    for folder in (home / "out", home / "var" / "issues" / "1"):
        assert {path.name for path in folder.iterdir()} == names


def test_a_published_issue_is_rebuilt_as_it_was(put: Put, home: Path) -> None:
    article = put()
    run("new", "1", "--date", "2017-05-19")
    published = answer("publish", "1")
    Article.objects.filter(pk=article.pk).update(title="上游后来改了题目")
    rebuilt = answer("build", "1", "--out", str(home / "again"))
    assert rebuilt["sha256"] == published["sha256"] == Issue.objects.get().snapshot  # type: ignore[index]
    assert (home / "again" / "1.pdf").read_bytes() == (home / "var" / "issues" / "1" / "1.pdf").read_bytes()
    assert Article.objects.get().state == "published"
    again = run("publish", "1")
    assert (again.exit_code, "已于" in again.output) == (1, True)


def test_a_snapshot_that_was_lost_is_one_sentence(put: Put, home: Path) -> None:
    put()
    run("new", "1", "--date", "2017-05-19")
    run("publish", "1")
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
