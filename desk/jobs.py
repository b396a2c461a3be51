"""Builds in the background, with their steps. One process serves the desk, so they live in its memory."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from archive.errors import ArchiveError
from digest.errors import BuildError

log = logging.getLogger(__name__)


@dataclass
class Job:
    """One build. `error`: why it failed, for the editor."""

    steps: list[str] = field(default_factory=list)
    done: bool = False
    error: str = ""


_jobs: dict[int, Job] = {}
_lock = threading.Lock()


def of(number: int) -> Job | None:
    """The last build of that issue since the desk started."""
    return _jobs.get(number)


def start(number: int, work: Callable[[Callable[[str], None]], None]) -> bool:
    """Run `work`, which is given a way to tell its steps; False: one still runs, and is left to end."""
    with _lock:
        running = _jobs.get(number)
        if running and not running.done:
            return False
        job = _jobs[number] = Job()
    threading.Thread(target=_run, args=(job, work), name=f"build-{number}", daemon=True).start()
    return True


def _run(job: Job, work: Callable[[Callable[[str], None]], None]) -> None:
    try:
        work(job.steps.append)
    except (ArchiveError, BuildError) as error:
        job.error = str(error)
    except Exception:  # the thread's last word: without it a bug would leave the editor waiting for ever
        log.exception("a build failed")
        job.error = "编排时出错，详情已记入服务器日志。"
    finally:
        job.done = True
        connection.close()
