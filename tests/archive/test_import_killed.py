"""An import that is killed and run again loses nothing and doubles nothing."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests.archive.test_import_articles import ARTICLE
from tests.archive.test_importing import HEAD


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "tanxun", *args]


def environment(home: Path) -> dict[str, str]:
    """The environment of a command that works on the test's own database."""
    found = {**os.environ, "TANXUN_HOME": str(home)}
    if connection.vendor == "postgresql":
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        found["DATABASE_URL"] = f"{base}/{connection.settings_dict['NAME']}"
    return found


@pytest.mark.django_db(transaction=True)
def test_killed_ten_times_and_run_again_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    first = date(2014, 1, 1)
    quotes, articles = tmp_path / "quotes.csv", tmp_path / "articles.jsonl"
    days = [first + timedelta(days=n) for n in range(2500)]
    lines = [f"beijing,{p},{day},50,10,500\n" for day in days for p in ("BEA", "CCER")]
    quotes.write_text(HEAD + "".join(lines), encoding="utf-8")
    words = [{**ARTICLE, "url": f"https://example.org/{n}", "section": "domestic"} for n in range(1000)]
    articles.write_text("\n".join(map(json.dumps, words)), encoding="utf-8")
    env = environment(tmp_path)

    def run(*args: str) -> str:
        return subprocess.run(command(*args), env=env, check=True, capture_output=True, text=True).stdout

    run("prices")  # makes the database, so that a kill hits the import
    for number in range(10):
        process = subprocess.Popen(
            command("import", str((quotes, articles)[number % 2])), env=env, stdout=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0.3, 1.5))
        process.kill()
        process.wait()
    for path in (quotes, articles):
        told = json.loads(run("import", str(path), "--json"))
        assert told["stored"] + told["unchanged"] == told["read"]
        again = json.loads(run("import", str(path), "--json"))
        assert again["unchanged"] == again["read"]
    stored = list(csv.DictReader(io.StringIO(run("prices", "--since", "0"))))
    assert len(stored) == len({(row["product"], row["day"]) for row in stored}) == 5000
