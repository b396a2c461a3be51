"""A file is whole or not there; what a killed export left behind is taken away by a later one, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from archive import exports

ENDLESS = """
import sys, time
from pathlib import Path
import django
django.setup()
from archive import exports
with exports.whole(Path(sys.argv[1])) as out:
    out.write(b"half")
    out.flush()
    print("writing", flush=True)
    time.sleep(60)
"""


def killed(path: Path) -> Path:
    """An export of the file that is killed in the middle; its hidden part."""
    before = set(path.parent.iterdir())
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tanxun.settings", "TANXUN_HOME": str(path.parent)}
    process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(path)], env=env, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (left,) = (file for file in set(path.parent.iterdir()) - before if file.is_file())
    return left


def aged(path: Path, seconds: float) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def export(path: Path) -> None:
    with exports.whole(path) as out:
        out.write(b"whole")


def test_a_killed_export_leaves_the_old_file_and_a_later_one_takes_its_part_away(tmp_path: Path) -> None:
    path = tmp_path / "quotes.csv"
    path.write_bytes(b"old")
    left = killed(path)
    assert path.read_bytes() == b"old"
    export(path)
    assert left.exists()  # perhaps somebody is writing it at this moment
    aged(left, exports.ABANDONED + 60)
    export(path)
    assert not left.exists()
    assert path.read_bytes() == b"whole"


def test_nothing_but_parts_of_the_same_file_is_taken_away(tmp_path: Path) -> None:
    names = (
        ".quotes.csv.swp",
        ".quotes.csv.backup-of-mine",
        ".quotesXcsv.abcdefgh",
        ".hubei.csv.abcdefgh",
        "quotes.csv.abcdefgh",
    )
    mine = [tmp_path / name for name in names]
    for file in mine:
        file.write_bytes(b"mine")
        aged(file, exports.ABANDONED * 9)
    folder, link = tmp_path / ".quotes.csv.abcdefgh", tmp_path / ".quotes.csv.12345678"
    folder.mkdir()
    aged(folder, exports.ABANDONED * 9)
    link.symlink_to(mine[0])
    os.utime(link, (0, 0), follow_symlinks=False)
    export(tmp_path / "quotes.csv")
    assert all(file.exists() for file in (*mine, folder))
    assert link.is_symlink()
