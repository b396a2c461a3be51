"""One file holds a whole archive; what comes back is what went in, or nothing is touched."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from archive import ledger, pages, prices, runs
from archive.errors import BadInput
from archive.models import Article, Page, Quote, Run
from archive.safety import backup, restore
from tanxun.__main__ import main
from tests.archive.saving import BEA, MOMENT, everything

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_comes_back_to_the_microsecond(saved: Path, home: Path) -> None:
    before = everything()
    assert before["Quote"][0]["observed_at"] == MOMENT
    ledger.store([BEA], source="other", page=None, observed_at=MOMENT)
    Article.objects.update(title="changed")
    (home / "var" / "issues" / "1" / "1.pdf").write_bytes(b"spoilt")
    (home / "var" / "pages" / "later.warc.gz").write_bytes(b"later")
    restore(saved, replace=True)
    assert everything() == before
    assert pages.body(Page.objects.get()) == b"<table>"
    assert (home / "var" / "issues" / "1" / "1.pdf").read_bytes() == b"%PDF"
    assert not (home / "var" / "pages" / "later.warc.gz").exists()


def test_work_goes_on_after_a_restore(saved: Path) -> None:
    restore(saved, replace=True)
    newest = prices.newest_revision()
    ledger.store([BEA], source="other", page=None, observed_at=MOMENT)
    assert prices.newest_revision() > newest
    assert runs.start("a", MOMENT).pk > Run.objects.order_by("pk")[0].pk


def test_an_empty_archive_takes_a_backup(saved: Path, home: Path) -> None:
    before = everything()
    from archive.safety import tables

    with transaction.atomic():
        tables.empty()
    for file in [f for f in (home / "var").rglob("*") if f.is_file()]:
        file.unlink()
    assert restore(saved) > 0
    assert everything() == before


def test_a_backup_is_a_zip_and_says_so(home: Path) -> None:
    with pytest.raises(BadInput, match=r"\.zip"):
        backup(home / "archive.tar.gz", now=MOMENT)
    assert not (home / "archive.tar.gz").exists()


def test_a_backup_that_fails_leaves_the_last_one(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.safety import tables

    before = saved.read_bytes()

    def fail(model: object) -> list[bytes]:
        raise OSError("disk full")

    monkeypatch.setattr(tables, "lines", fail)
    with pytest.raises(OSError, match="disk full"):
        backup(saved, now=MOMENT)
    assert saved.read_bytes() == before


def test_a_page_that_grew_since_the_backup_keeps_its_file_until_the_rows_are_back(saved: Path, home: Path) -> None:
    warc = home / "var" / "pages" / Page.objects.get().warc
    with warc.open("ab") as file:
        file.write(b"a later record")
    restore(saved, replace=True)
    assert pages.body(Page.objects.get()) == b"<table>"


def test_a_backup_moves_between_databases(saved: Path) -> None:
    """The rows are text: nothing in the file says which engine wrote it."""
    with zipfile.ZipFile(saved) as archive:
        line = json.loads(archive.read("tables/archive.quote.jsonl"))
        kept = list(csv.reader(io.StringIO("\n".join(archive.namelist()))))
    assert (line["average"], line["observed_at"]) == ("59.7800", "2017-05-19T01:02:03.456789+00:00")
    assert line["raw"] == {"成交均价": "59.78"}
    assert not [name for [name] in kept if connection.vendor in name]


def test_a_backup_overwrites_nothing_but_a_backup(saved: Path, home: Path) -> None:
    notes = home / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="没有覆盖"):
        backup(notes, now=MOMENT)
    assert notes.read_text(encoding="utf-8") == "mine"
    with pytest.raises(BadInput, match="pages/"):
        backup(home / "var" / "pages" / "b.zip", now=MOMENT)
    assert backup(saved, now=MOMENT) == saved


def test_prices_that_come_back_wrong_are_named(saved: Path, home: Path) -> None:
    good = CliRunner().invoke(main, ["restore", str(saved), "--replace"])
    assert (good.exit_code, good.stderr) == (0, "")
    Quote.objects.update(turnover_cny=Decimal(1))
    spoilt = backup(home / "spoilt.zip", now=MOMENT)
    told = CliRunner().invoke(main, ["restore", str(spoilt), "--replace"])
    assert (told.exit_code, "1 prices would be held" in told.stderr) == (3, True)
    listed = CliRunner().invoke(main, ["prices", "check"])
    (row,) = csv.DictReader(listed.stdout.splitlines())
    assert (listed.exit_code, row["check"], row["market"], row["day"]) == (3, "turnover", "beijing", "2017-05-17")
    assert Quote.objects.get().turnover_cny == 1  # said, not changed
    Quote.objects.update(flags=["accepted"])
    assert CliRunner().invoke(main, ["prices", "check"]).exit_code == 0


def test_what_editors_taught_comes_back_and_so_does_the_return_to_the_shipped_model(home: Path) -> None:
    models = home / "var" / "models"
    models.mkdir()
    (models / "0001.json").write_text("{}", encoding="utf-8")
    (models / "live").write_text("", encoding="utf-8")  # `tanxun learn --back`: the shipped model is in use
    saved = backup(home / "models.zip", now=MOMENT)
    (models / "live").write_text("0001.json", encoding="utf-8")
    (models / "0002.json").write_text("{}", encoding="utf-8")
    restore(saved, replace=True)
    assert {file.name: file.read_text(encoding="utf-8") for file in models.iterdir()} == {"0001.json": "{}", "live": ""}


def test_a_backup_that_knows_no_models_leaves_those_that_are_here(saved: Path, home: Path) -> None:
    (home / "var" / "models").mkdir()
    (home / "var" / "models" / "0001.json").write_text("{}", encoding="utf-8")
    restore(saved, replace=True)
    assert (home / "var" / "models" / "0001.json").exists()
