"""The same tests on PostgreSQL, where a server answers."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

SERVER = os.environ.get("TANXUN_TEST_DATABASE_URL", "postgresql://root@127.0.0.1/test")


@pytest.mark.long
def test_the_archive_behaves_the_same_on_postgresql() -> None:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return  # this very run is on PostgreSQL
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers at {SERVER.rpartition('@')[2]} (set TANXUN_TEST_DATABASE_URL): {error}")
    tests = Path(__file__).parent
    killed = tests / "test_import_killed.py"  # ten kills are the files' and the process's affair, not the engine's
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ignore", str(killed), str(tests)],
        cwd=tests.parents[1],
        env={**os.environ, "DATABASE_URL": SERVER},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
