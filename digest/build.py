"""Snapshot → NUMBER.pdf, NUMBER.html, NUMBER.json, NUMBER-prices.csv and NUMBER.epub."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digest import annexes, csvs, epub, sealed, view
from digest.errors import BuildError
from digest.pdf import render as render_pdf
from digest.shapes import Snapshot
from digest.templating import render

WORKSHOP = ".building-"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """Where the editions lie."""

    pdf: Path
    html: Path
    json: Path
    csv: Path
    epub: Path


def _silent(step: str) -> None:
    """Nobody asked to be told."""


def build(snapshot: Snapshot, out_dir: Path, progress: Progress = _silent, *, draft: bool = False) -> Built:
    """Render every edition of a frozen issue into `out_dir`; `progress` is told each step as it begins.

    `draft`: every page says 草稿, until the issue is published.

    A file appears under its final name only when it is whole, so a process that is killed leaves old files or new ones,
    never halves, and running it again finishes the work. Raises BuildError.
    """
    snapshot = sealed.checked(snapshot)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(out_dir)
        workshop = Path(tempfile.mkdtemp(prefix=f"{WORKSHOP}{os.getpid()}-", dir=out_dir))
        try:
            names = _write(snapshot, workshop, progress, draft)
            for name in names:
                (workshop / name).replace(out_dir / name)
            _sync(out_dir)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    except OSError as error:
        raise BuildError(f"{out_dir} 无法写入（{error.strerror}），请腾出空间或用 --out 另选目录。") from error
    return Built(*(out_dir / name for name in names))


def _write(snapshot: Snapshot, workshop: Path, progress: Progress, draft: bool) -> list[str]:
    number = snapshot["issue"]["number"]
    context = view.context(snapshot, draft=draft)
    progress("价格数据 CSV")
    prices = csvs.quotes(snapshot)
    inside = {f"{number}-prices.csv": prices, f"{number}-week.csv": csvs.week(snapshot)}
    if left_out := annexes.attached(snapshot):
        inside[f"{number}-annexes.txt"] = left_out
    progress("手机版 HTML")
    phone = render("phone.html", context).encode()
    progress("印刷版 PDF")
    pdf = render_pdf(render("issue.html", context), snapshot, inside, progress)
    progress("写入文件")
    editions = {
        f"{number}.pdf": pdf,
        f"{number}.html": phone,
        f"{number}.json": sealed.written(snapshot),
        f"{number}-prices.csv": prices,
        f"{number}.epub": epub.epub(snapshot, context),
    }
    for name, data in editions.items():
        with (workshop / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        (workshop / name).chmod(0o644)
    return list(editions)


def _sync(folder: Path) -> None:
    """Make the renames last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear_abandoned(out_dir: Path) -> None:
    """Remove the workshops of builds that were killed; one whose process lives is left alone."""
    for folder in out_dir.glob(f"{WORKSHOP}*"):
        process = folder.name.removeprefix(WORKSHOP).partition("-")[0]
        if not process.isdigit() or not _alive(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
