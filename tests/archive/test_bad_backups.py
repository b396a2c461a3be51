"""A backup that was touched, cut or made by hand is refused with a word, and nothing is changed."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.errors import ArchiveError, BadInput
from archive.models import Page
from archive.safety import restore
from tests.archive.saving import everything

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_archive_with_something_in_it_is_not_overwritten(saved: Path) -> None:
    before = everything()
    with pytest.raises(ArchiveError, match="--replace"):
        restore(saved)
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
