"""What analysts get: files that describe themselves, exact frames, and a page of snippets that all run."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive import exports, frames, ledger, prices
from archive.records import QuoteRow
from tests.archive.rows import BEA, HBEA

pytestmark = pytest.mark.django_db
D = Decimal
PAGE = Path(__file__).parents[2] / "docs" / "analysts.md"


@pytest.fixture
def folder(now: datetime, home: Path) -> Path:
    quiet = QuoteRow(market="hubei", product="HBEA", day=date(2017, 5, 16), status="no_trade")
    ledger.store([HBEA, quiet, BEA], source="hubei_daily", page=None, observed_at=now)
    return exports.refresh(home / "prices")


@pytest.mark.filterwarnings("ignore")  # the tool's own
def test_the_package_is_valid_by_its_own_tool(folder: Path) -> None:
    import frictionless  # slow to import, and used here only

    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    twins = ["quotes.csv", "quotes.parquet", "quotes.xlsx"]
    assert [one["path"] for one in told["resources"]] == ["beijing.csv", "hubei.csv", *twins]
    assert sorted(path.name for path in folder.iterdir()) == ["beijing.csv", "datapackage.json", "hubei.csv", *twins]
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


@pytest.mark.filterwarnings("ignore")  # the tool's own
@pytest.mark.parametrize("twin", ["hubei.csv", "quotes.xlsx"])
def test_the_package_would_not_be_valid_with_another_file(folder: Path, twin: str) -> None:
    import frictionless

    (folder / twin).write_bytes((folder / twin).read_bytes().replace(b"16.4", b"soon"))
    if twin.endswith("xlsx"):
        book = load_workbook(folder / twin)
        book["行情"]["D2"] = "soon"
        book.save(folder / twin)
        book.close()
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_more_rows_than_a_sheet_holds_have_no_workbook(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "EXCEL_ROWS", 2)
    exports.refresh(folder)
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert not (folder / "quotes.xlsx").exists()
    assert "quotes.xlsx" not in [one["path"] for one in told["resources"]]


def test_every_column_is_described(folder: Path) -> None:
    fields = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]["schema"]["fields"]
    heading = (folder / "quotes.csv").read_text(encoding="utf-8").splitlines()[0]
    assert [field["name"] for field in fields] == heading.split(",")
    assert all(field["description"] for field in fields)


def test_a_frame_keeps_decimals_days_and_moments(folder: Path, now: datetime) -> None:
    frame = frames.frame(prices.quotes(market="hubei"))
    row = frame[frame["status"] == "traded"].iloc[0]
    assert (row["close"], row["turnover_cny"], row["day"]) == (D("16.4000"), D("3805336.940"), date(2017, 5, 17))
    assert row["observed_at"] == now
    assert frame["close"].isna().sum() == 1  # nobody traded on the 16th
    assert frame["close"].sum() == D("16.4000")
    assert len(frames.frame([])) == 0


def snippets(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("code", list(snippets("python")))
def test_the_snippets_run(folder: Path, code: str) -> None:
    """In a process of its own, as an analyst runs them: a workbook that a snippet leaves open ends with it."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R with readr (Debian: r-cran-readr)")
@pytest.mark.parametrize("code", list(snippets("r")))
def test_the_snippets_of_r_run(folder: Path, code: str) -> None:
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "232229" in done.stdout


def test_the_page_names_columns_that_exist() -> None:
    names = {column.name for column in exports.QUOTE_COLUMNS}
    for code in (*snippets("python"), *snippets("r"), *snippets("sql")):
        used = set(re.findall(r"\b(?:[a-z]+_(?:t|cny|at)|vintage|turnover|revision)\b", code))
        assert used <= names, used - names
    assert replace(HBEA).close == D("16.40")
