"""A real desk in a process of its own, in a home of its own, and the commands that fill it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.conftest import PROJECT

TANXUN = [sys.executable, "-m", "tanxun"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment without what the person who runs the tests has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANXUN")}
    return {**kept, "TANXUN_HOME": str(home), **more}


def tanxun(home: Path, *words: str, said: str = "", fine: tuple[int, ...] = (0,)) -> str:
    """Run a command to its end; its answer, whatever it said beside it."""
    done = subprocess.run(
        [*TANXUN, *words],
        cwd=PROJECT,
        env=environment(home),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in fine, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def desk(home: Path, *, public: bool = False, **more: str) -> Iterator[str]:
    """Serve the desk; yields its address. `public`: it is told its address and has a key, as on the web."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if public:
        more |= {"TANXUN_ORIGIN": f"http://127.0.0.1:{port}", "TANXUN_SECRET_KEY": "a key for tests only, " * 3}
    command = [*TANXUN, "desk", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment(home, **more), stdout=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urlopen(address).close()
                break
            except URLError:
                assert process.poll() is None, "the desk ended before it answered"
                time.sleep(0.1)
        yield address
        process.terminate()  # not SIGINT: a shell that runs the tests in the background has it ignored
