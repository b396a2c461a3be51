"""One file holds a whole archive; what comes back is what went in, or nothing is touched."""

import csv
import hashlib
import io
import json
import shutil
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from archive import articles, ledger, pages, prices, runs
from archive.errors import ArchiveError, BadInput
from archive.models import Article, Attachment, Issue, Page, Quarantine, Quote, Run
from archive.records import ArticleRow, AttachmentRow, QuoteRow
from archive.safety import backup, restore
from tanxun.__main__ import main

pytestmark = pytest.mark.django_db(transaction=True)
BEA = QuoteRow(
    market="beijing",
    product="BEA",
    day=date(2017, 5, 17),
    average=Decimal("59.78"),
    volume_t=Decimal(8507),
    raw={"成交均价": "59.78"},
)
NEWS = ArticleRow(
    url="https://example.org/1",
    source="some_news",
    title="标题",
    text="第一段。\n第二段。",
    section="domestic",
    tables=({"after": 1, "rows": [["a", "b"]]},),
    attachments=(AttachmentRow(name="附件", url=""),),
)
MOMENT = datetime(2017, 5, 19, 1, 2, 3, 456789, tzinfo=UTC)


def fill(home: Path) -> None:
    run = runs.start("beijing_daily", MOMENT)
    with pages.PageStore() as store:
        page = store.keep(run, "https://example.org/list", 200, {"Content-Type": "text/html"}, b"<table>", MOMENT)
    bad = QuoteRow(market="beijing", product="XEA", day=date(2017, 5, 17))
    ledger.store([BEA, bad], source="beijing_daily", page=page, observed_at=MOMENT)
    articles.store([NEWS], observed_at=MOMENT, page=page)
    runs.finish(run, "ok", now=MOMENT + timedelta(minutes=1))
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.create(name="编辑"))
    Issue.objects.create(
        number=1, date=date(2017, 5, 19), first_day=date(2017, 5, 11), last_day=date(2017, 5, 18), created_at=MOMENT
    )
    (home / "var" / "issues" / "1").mkdir(parents=True)
    (home / "var" / "issues" / "1" / "1.pdf").write_bytes(b"%PDF")


def everything() -> dict[str, list[dict[str, object]]]:
    found = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Run, Page, Quote, Quarantine, Article, Attachment, Issue, User)
    }
    return {**found, "groups": list(User.groups.through.objects.values())}


@pytest.fixture
def saved(home: Path) -> Path:
    fill(home)
    return backup(home / "archive.zip", now=MOMENT)


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


def test_an_archive_with_something_in_it_is_not_overwritten(saved: Path) -> None:
    before = everything()
    with pytest.raises(ArchiveError, match="--replace"):
        restore(saved)
    assert everything() == before


def test_an_empty_archive_takes_a_backup(saved: Path, home: Path) -> None:
    before = everything()
    from archive.safety import tables

    with transaction.atomic():
        tables.empty()
    for file in [f for f in (home / "var").rglob("*") if f.is_file()]:
        file.unlink()
    assert restore(saved) > 0
    assert everything() == before


def changed(saved: Path, name: str, content: bytes | None, added: str = "") -> Path:
    """A copy of the backup in which one member is replaced, left out (None), or added."""
    path = saved.with_name(f"changed-{len(list(saved.parent.iterdir()))}.zip")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif content is not None:
                new.writestr(member, content)
        if added:
            new.writestr(added, b"x")
    return path


def test_a_backup_that_was_touched_is_refused_and_nothing_happens(saved: Path) -> None:
    before = everything()
    manifest = json.loads(zipfile.ZipFile(saved).read("manifest.json"))
    newer = json.dumps({**manifest, "migrations": [*manifest["migrations"], "archive.9999_later"]}).encode()
    outside = json.dumps({**manifest, "files": {**manifest["files"], "../evil": {"size": 1, "sha256": "x"}}}).encode()
    quotes = "tables/archive.quote.jsonl"
    for path, says in (
        (changed(saved, quotes, b"{}\n"), "损坏"),
        (changed(saved, quotes, None), "清单不符"),
        (changed(saved, "", None, added="pages/more"), "清单不符"),
        (changed(saved, "manifest.json", None), "不是碳讯的备份"),
        (changed(saved, "manifest.json", newer), "先升级"),
        (changed(saved, "manifest.json", outside, added="../evil"), "不安全"),
    ):
        with pytest.raises(BadInput, match=says):
            restore(path, replace=True)
        assert everything() == before


def test_a_file_that_is_no_backup_is_refused(home: Path) -> None:
    (home / "x.zip").write_bytes(b"nothing")
    with pytest.raises(BadInput, match="换一份"):
        restore(home / "x.zip")
    with pytest.raises(BadInput, match="换一份"):
        restore(home / "none.zip")


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


def files(home: Path) -> dict[str, bytes]:
    found = (home / "var").rglob("*")
    return {str(f.relative_to(home)): f.read_bytes() for f in found if f.is_file() and "sqlite" not in f.name}


def with_member(saved: Path, name: str, content: bytes) -> Path:
    """A copy of the backup with another member, its sum as it should be."""
    with zipfile.ZipFile(saved) as old:
        manifest = json.loads(old.read("manifest.json"))
        new = name not in old.namelist()
    manifest["files"][name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    made = changed(changed(saved, name, content), "manifest.json", json.dumps(manifest).encode())
    if new:
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr(name, content)
    return made


def row_of(saved: Path, **other: object) -> bytes:
    with zipfile.ZipFile(saved) as archive:
        told = json.loads(archive.read("tables/archive.quote.jsonl"))
    return json.dumps({**told, **other}).encode() + b"\n"


def test_a_restore_that_fails_leaves_rows_and_files_as_they_were(saved: Path, home: Path) -> None:
    page = f"pages/{Page.objects.get().warc}"
    broken = with_member(with_member(saved, page, b"other bytes"), "pages/new.warc.gz", b"new")
    broken = with_member(broken, "tables/archive.quote.jsonl", b"no row")
    before, kept = everything(), files(home)
    with pytest.raises(BadInput, match="第 1 行"):
        restore(broken, replace=True)
    assert everything() == before
    assert files(home) == kept
    assert not list((home / "var").glob(".restore-*"))


def test_rows_that_no_table_holds_are_one_sentence(saved: Path) -> None:
    before = everything()
    for lines in (
        b"no json\n",
        b"[]\n",
        b"\xff\n",
        row_of(saved, colour="red"),
        row_of(saved, day="2017-02-30"),
        row_of(saved, average="dear"),
        row_of(saved, page_id=999),
        row_of(saved, id=10**30),
        row_of(saved) * 2,
    ):
        with pytest.raises(BadInput, match="不能恢复"):
            restore(with_member(saved, "tables/archive.quote.jsonl", lines), replace=True)
        assert everything() == before


def test_a_manifest_without_its_shape_is_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        good = json.loads(archive.read("manifest.json"))
    wrong = ({"files": None}, {"migrations": 3}, {"migrations": [3]}, {"files": {"n": {}}}, {"format": "1"})
    for told in ([], {}, 7, *({**good, **one} for one in wrong)):
        with pytest.raises(BadInput, match="清单的样子"):
            restore(changed(saved, "manifest.json", json.dumps(told).encode()), replace=True)


def test_a_backup_larger_than_the_disk_is_refused_before_it_is_unpacked(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5))
    with pytest.raises(BadInput, match="磁盘"):
        restore(saved, replace=True)


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
