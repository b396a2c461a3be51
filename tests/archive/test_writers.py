"""Two writers at once: everything is stored once, and the change feed skips nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.test_import_killed import environment
from tests.archive.test_importing import HEAD

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_imports_of_one_file_at_once_store_it_once(tmp_path: Path) -> None:
    path = tmp_path / "quotes.csv"
    days = [f"2017-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    path.write_text(
        HEAD + "".join(f"beijing,{p},{d},50,10,500\n" for d in days for p in ("BEA", "CCER", "FCER")), encoding="utf-8"
    )
    env = environment(tmp_path)
    tanxun = [sys.executable, "-m", "tanxun"]
    subprocess.run([*tanxun, "prices"], env=env, check=True, capture_output=True)
    both = [
        subprocess.Popen([*tanxun, "import", str(path), "--json"], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    stored = subprocess.run(
        [*tanxun, "prices", "--since", "0"], env=env, check=True, capture_output=True, text=True
    ).stdout
    assert len(stored.splitlines()) - 1 == 3 * len(days)
