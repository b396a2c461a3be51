"""Four files that belong together, whole or not at all, and always the same bytes."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digest import build as building
from digest import csvs, sealed
from digest.build import build
from digest.errors import BadSnapshot, BuildError
from digest.shapes import Snapshot, Table
from tests.conftest import PROJECT
from tests.digest.material import item, row, snapshot


def test_the_same_snapshot_gives_the_same_bytes(tmp_path: Path) -> None:
    issue = snapshot(sample=True)
    first, second = build(issue, tmp_path / "a"), build(json.loads(json.dumps(issue)), tmp_path / "b")
    for name in ("pdf", "html", "json", "csv"):
        assert getattr(first, name).read_bytes() == getattr(second, name).read_bytes(), name


def test_the_same_bytes_in_another_process_on_another_day(tmp_path: Path) -> None:
    issue = snapshot()
    here = build(issue, tmp_path / "a")
    other = _builder(here.json, tmp_path / "b", {"PYTHONHASHSEED": "7", "TZ": "America/Lima"})
    assert other.wait(timeout=60) == 0
    assert (tmp_path / "b" / "7.pdf").read_bytes() == here.pdf.read_bytes()


def _builder(snapshot_file: Path, out: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    program = (
        "import sys, os, pathlib; os.environ['DJANGO_SETTINGS_MODULE']='tanxun.settings'\n"
        "import django; django.setup()\n"
        "from digest import sealed; from digest.build import build\n"
        "build(sealed.read(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(snapshot_file), str(out)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("moment", range(10))
def test_killed_at_any_moment_it_leaves_whole_files_and_runs_again(
    moment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moments 0 to 4 are just before a flush (four files, the folder), 5 to 9 before a rename; 9 comes too late."""
    monkeypatch.setattr(building, "render_pdf", lambda html, _issue, files, _: html.encode() + b"".join(files.values()))
    out = tmp_path / "out"
    old, new = build(snapshot(), out), build(snapshot({"market": [item(1)]}), tmp_path / "new")
    whole = {path.name: {path.read_bytes(), (new.pdf.parent / path.name).read_bytes()} for path in _files(old)}
    _killed(json.loads(new.json.read_bytes()), out, "fsync" if moment < 5 else "rename", moment % 5)
    for name, versions in whole.items():
        assert (out / name).read_bytes() in versions, name
    build(json.loads(new.json.read_bytes()), out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {p.name: p.read_bytes() for p in _files(new)}


def _killed(issue: Snapshot, out: Path, where: str, moment: int) -> None:
    """Build in a process that is killed -9 just before its n-th flush or rename."""
    process = os.fork()
    if process == 0:
        calls = iter(range(moment + 1))
        owner, name = (os, "fsync") if where == "fsync" else (Path, "replace")
        real = getattr(owner, name)

        def deadly(*given: object) -> object:
            if next(calls) == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given)

        setattr(owner, name, deadly)
        build(issue, out)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or (where, moment) == ("rename", 4)


def _files(built: building.Built) -> list[Path]:
    return [built.pdf, built.html, built.json, built.csv, built.epub]


def test_a_build_that_fails_touches_nothing(tmp_path: Path) -> None:
    built = build(snapshot(), tmp_path)
    before = {path.name: path.read_bytes() for path in _files(built)}
    with pytest.raises(BuildError):
        build(snapshot({"market": [item(paragraphs=["\ue000"])]}), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(BuildError, match="--out"):
        build(snapshot(), tmp_path / "taken")


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    steps: list[str] = []
    build(snapshot(), tmp_path, steps.append)
    assert len(steps) == 4


def test_a_long_layout_tells_its_pages(tmp_path: Path) -> None:
    steps: list[str] = []
    table: Table = {"after": 1, "rows": [["企业", "配额"], *([f"样例{n}厂", f"{n}"] for n in range(500))]}
    build(snapshot({"policy": [item(1, tables=[table])]}), tmp_path, steps.append)
    assert "印刷版 PDF：第 10 页" in steps


def test_the_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    issue = snapshot()
    assert sealed.read(build(issue, tmp_path).json) == issue


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda s: s["issue"].pop("date"), "缺少 snapshot.issue.date"),
        (lambda s: s["issue"].update(number="7"), "snapshot.issue.number 应为整数"),
        (lambda s: s["issue"].update(sample=1), "snapshot.issue.sample 应为true 或 false"),
        (
            lambda s: s["sections"][0]["items"][0].update(colour="red"),
            "不认识 snapshot.sections\\[0\\].items\\[0\\].colour",
        ),
        (lambda s: s["week"][0].update(close=52.5), "snapshot.week\\[0\\].close 应为文字或null"),
        (lambda s: s["lead"].append("后来加的一句。"), "SHA-256"),
        (lambda s: s.update(format=99), "格式为 99"),
    ],
)
def test_a_snapshot_that_was_changed_is_refused_in_one_sentence(change, sentence: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    issue = json.loads(json.dumps(snapshot()))
    change(issue)
    file = tmp_path / "7.json"
    file.write_text(json.dumps(issue))
    with pytest.raises(BadSnapshot, match=sentence):
        sealed.read(file)


def test_an_item_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadSnapshot, match="出现了两次"):
        snapshot({"market": [item(1)], "domestic": [item(1)]})


def test_the_csv_is_the_ledger_of_the_window_and_runs_no_formula(tmp_path: Path) -> None:
    columns = ["market", "day", "close", "change", "dispute"]
    rows = [["beijing", "2017-05-18", "52.5", "-3.1", "=cmd()"], ["beijing", "2017-05-17", "", "", "-x"]]
    built = build(snapshot(quotes={"columns": columns, "rows": rows}), tmp_path)
    data = built.csv.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    first, second = csv.DictReader(data.decode("utf-8-sig").splitlines())
    assert first == dict(zip(columns, ["beijing", "2017-05-18", "52.5", "-3.1", "'=cmd()"], strict=True))
    assert (second["close"], second["dispute"]) == ("", "'-x")


def test_the_weekly_table_as_a_file_holds_what_is_printed() -> None:
    data = csvs.week(snapshot(week=[row(sources=["a", "b"])])).decode("utf-8-sig")
    (line,) = csv.DictReader(data.splitlines())
    assert (line["market"], line["close"], line["close_day"], line["ytd_pct"]) == (
        "beijing",
        "52.50",
        "2017-05-18",
        "-3.10",
    )
    assert (line["volume_t"], line["turnover_cny"], line["sources"]) == ("3600", "186588.5", "a b")
    assert (line["first_day"], line["last_day"]) == ("2017-05-12", "2017-05-18")
