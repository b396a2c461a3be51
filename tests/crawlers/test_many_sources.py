"""Sources side by side: a broken one, a draft, none at all, and two crawls at once."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers import turns
from tests.crawlers.web import Home, Web


def run(home: Home, *args: str) -> tuple[int, str, str]:
    with home.start(*args) as child:
        out, err = child.communicate(timeout=120)
    assert "Traceback" not in err
    return child.returncode, out, err


@pytest.fixture
def two(home: Home, web: Web) -> Home:
    """A good source and one whose declaration is no TOML."""
    web.listing("/list", {"/a.html": "碳市场一周交易情况"})
    web.article("/a.html", "碳市场一周交易情况")
    home.source("local_news", f"{web.root}/list")
    home.source("local_broken", f"{web.root}/list")
    (home.sources / "local_broken" / "source.toml").write_text("title = [", encoding="utf-8")
    return home


def test_a_broken_declaration_does_not_stop_the_others(two: Home) -> None:
    code, out, err = run(two, "sources", "list", "--json")
    assert [row["name"] for row in json.loads(out)] == ["local_news"]
    assert (code, "local_broken/source.toml" in err) == (0, True)
    runs = two.crawl("--live")
    assert {name: one["state"] for name, one in runs.items()} == {"local_news": "ok", "local_broken": "declaration"}
    assert "source.toml" in runs["local_broken"]["message"]
    code, out, _ = run(two, "health", "--json")
    assert code == 3
    assert [(row["source"], row["state"]) for row in json.loads(out)] == [
        ("local_broken", "declaration"),
        ("local_news", "ok"),
    ]
    assert set(two.crawl("local_news", "--live")) == {"local_news"}  # it was not asked for


def test_a_draft_is_crawled_only_by_its_name(two: Home, web: Web) -> None:
    two.source("local_draft", f"{web.root}/list")
    (two.sources / "local_draft" / "list.json").unlink()
    assert "local_draft" not in two.crawl("--live")
    assert "local_draft" not in run(two, "health")[1]
    assert two.crawl("local_draft", "--live")["local_draft"]["state"] == "ok"


@pytest.mark.parametrize("args", [("sources", "list"), ("health",), ("crawl", "--live")])
def test_no_source_at_all_is_an_error_with_the_folder(home: Home, args: tuple[str, ...]) -> None:
    home.env["TANXUN_SOURCES"] = str(home.folder / "misspelled")
    code, _, err = run(home, *args)
    assert (code, "misspelled" in err) == (1, True)


def test_a_new_source_makes_the_folder_of_sources(home: Home) -> None:
    home.env["TANXUN_SOURCES"] = str(home.folder / "deep" / "sources")
    assert run(home, "sources", "new", "local_daily", "https://a.invalid/", "--kind", "quotes")[0] == 0
    assert (home.folder / "deep" / "sources" / "local_daily" / "source.toml").exists()


def test_one_crawl_at_a_time_for_a_source(two: Home, web: Web) -> None:
    var = two.place / "var"
    held = turns.take(var, "local_news")
    assert held is not None
    assert turns.take(var, "local_news") is None
    code, _, err = run(two, "crawl", "local_news", "--live")
    assert (code, "another crawl is at local_news" in err) == (1, True)
    assert web.asked == []
    held.close()
    assert two.crawl("local_news", "--live")["local_news"]["state"] == "ok"


def test_each_crawl_tells_of_its_own_runs(two: Home, web: Web, tmp_path: Path) -> None:
    """A run of the same source that is begun later, by another crawl, is not taken for this one's."""
    from crawlers.run import _start

    (two.sources / "local_broken" / "source.toml").unlink()
    two.crawl("local_news", "--live")
    order = {"names": ["local_news"], "replay": "", "since": "", "now": datetime.now(UTC).isoformat()}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TANXUN_HOME", "TANXUN_SOURCES"):
            patch.setenv(name, two.env[name])
        assert _start(dict(order)) == (0, [2])
        assert _start(dict(order)) == (0, [3])


def test_a_replay_is_no_success_on_the_web(two: Home) -> None:
    two.crawl("local_news", "--live")
    pages = two.place / "var" / "pages"
    two.env["TANXUN_HOME"] = str(two.folder / "second")
    assert two.crawl("local_news", "--replay", str(pages))["local_news"]["state"] == "ok"
    line = next(row for row in json.loads(run(two, "health", "--json")[1]) if row["source"] == "local_news")
    assert (line["good_at"], line["state"]) == (None, "overdue")
