"""What the front door refuses, it refuses in one sentence: never a traceback, and nothing stored is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

SAMPLE = PROJECT / "data" / "sample" / "2017-W20"


def tanxun(home: Path, *words: str, ask: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    names = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "tanxun", *words],
        env=names | {"TANXUN_HOME": str(home)} | environment,
        input=ask,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "url", ["nonsense", "postgresql://nobody@127.0.0.1:1/none", "gopher://x/y", "sqlite:////proc/none/x.sqlite3"]
)
def test_a_database_that_cannot_be_opened(tmp_path: Path, url: str) -> None:
    done = tanxun(tmp_path, "prices", DATABASE_URL=url)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "tanxun.sqlite3").write_bytes(b"this is a letter, not a database" * 100)
    done = tanxun(tmp_path, "prices")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "database" in done.stderr


def test_a_home_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = tanxun(tmp_path / "file", "prices")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "TANXUN_HOME" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("week", "--ending", "0001-01-01"),
        ("week", "--ending", "9999-12-31"),
        ("crawl", "--live", "--since", "yesterday"),
        ("issue", "new", "2", "--date", "0001-01-01"),
        ("issue", "new", "99999999999999999999", "--date", "2017-05-19"),
        ("crawl",),
    ],
)
def test_a_wrong_call_ends_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = tanxun(tmp_path, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize("command", ["classify", "metadata", "mentions", "duplicates"])
def test_a_bad_line_is_answered_and_the_next_one_too(tmp_path: Path, command: str) -> None:
    good = {"id": "good", "title": "碳价", "text": "5月17日，北京碳市场成交均价59.78元/吨，成交量8507吨。"}
    bad = [
        "{",
        "3",
        "[" * 100_000,
        json.dumps({"id": 1}),
        json.dumps({"id": 2, "text": 5}),
        json.dumps({"id": 3, "text": ["碳"]}),
        json.dumps({"id": 4, "text": "碳价", "published_on": 20170530}),
        json.dumps({"id": 5, "text": "碳价", "published_on": "2017-02-30"}),
    ]
    done = tanxun(tmp_path, command, ask="\n".join([*bad, json.dumps(good)]) + "\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == len(bad) + 1
    assert "error" not in rows[-1]
    assert all(row["error"] for row in rows[:6])
    # metadata takes no day; to duplicates a bad day is a warning, because the text can be compared all the same.
    wanted = {"metadata": None, "duplicates": "warning"}.get(command, "error")
    assert wanted is None or all(row[wanted] for row in rows[6:8])


def test_the_sample_never_enters_the_real_archive(tmp_path: Path) -> None:
    """Its texts are made up: an issue drafted from them in the real archive would not say 样刊."""
    done = tanxun(tmp_path, "crawl", "beijing_daily", "--replay", str(SAMPLE))
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "var" / "tanxun.sqlite3").exists()
    assert (tmp_path / "var" / "sample" / "var" / "tanxun.sqlite3").exists()
    assert "beijing,BEA" in tanxun(tmp_path / "var" / "sample", "prices", "--market", "beijing").stdout


@pytest.mark.parametrize("text", ["not = toml = at all", "clock = 3", 'clock = 2017-05-19T01:00:00Z\nending = "x"', ""])
def test_a_week_file_that_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "week.toml").write_text(text, encoding="utf-8")
    done = tanxun(tmp_path / "home", "weekly", "--replay", str(tmp_path))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "week.toml" in done.stderr


def test_a_disk_that_refuses(tmp_path: Path) -> None:
    done = tanxun(tmp_path, "backup", "/proc/backup.zip")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_two_imports_into_a_new_home_at_once(tmp_path: Path) -> None:
    for market, product in (("beijing", "BEA"), ("hubei", "HBEA")):
        rows = "".join(f"{market},{product},2017-05-{day},50,100{day},50{day}00\n" for day in range(15, 19))
        text = f"market,product,day,average,volume_t,turnover_cny\n{rows}"
        (tmp_path / f"{market}.csv").write_text(text, encoding="utf-8")
    words = [sys.executable, "-m", "tanxun", "import", "--json"]
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"TANXUN_HOME": str(tmp_path)}
    both = [
        subprocess.Popen([*words, str(tmp_path / f"{name}.csv")], env=env, stdout=subprocess.PIPE, text=True)
        for name in ("beijing", "hubei")
    ]
    told = [json.loads(one.communicate()[0]) for one in both]
    assert [(one["read"], one["stored"] + one["quarantined"]) for one in told] == [(4, 4), (4, 4)]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "parquet"])
def test_who_reads_may_stop_at_any_time(tmp_path: Path, kind: str) -> None:
    tanxun(tmp_path, "prices")  # makes the tables
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "tanxun", "prices", "--format", kind]
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"TANXUN_HOME": str(tmp_path)}
    done = subprocess.run(words, env=env, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_disk_that_is_full_is_one_sentence(tmp_path: Path, kind: str) -> None:
    tanxun(tmp_path, "prices")
    words = [sys.executable, "-m", "tanxun", "prices", "--format", kind]
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"TANXUN_HOME": str(tmp_path)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(words, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: the disk: No space left on device\n")


def test_a_folder_that_cannot_be_written_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    done = tanxun(tmp_path, "prices", "--out", "/proc/prices.csv")
    assert (done.returncode, done.stderr) == (1, "Error: /proc/prices.csv: No such file or directory\n")


def test_a_crawl_writes_the_price_files_of_its_own_home(tmp_path: Path) -> None:
    done = tanxun(tmp_path, "crawl", "beijing_daily", "--replay", str(SAMPLE))
    folder = tmp_path / "var" / "sample" / "prices"
    rows = (folder / "beijing.csv").read_text(encoding="utf-8").splitlines()
    assert done.returncode in (0, 3)
    assert any(row.startswith("beijing,BEA,,2017-05-17,") and ",59.78,8507," in row for row in rows)
    assert (folder / "quotes.csv").read_text(encoding="utf-8").splitlines()[0] == rows[0]


@pytest.mark.parametrize("words", [("classify",), ("learn", "--back")])
def test_a_torn_model_is_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    models = tmp_path / "var" / "models"
    models.mkdir(parents=True)
    (models / "live").write_text("0001.json", encoding="utf-8")
    (models / "0001.json").write_text('{"format": ', encoding="utf-8")
    done = tanxun(tmp_path, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "tanxun learn" in done.stderr
