"""Pages are kept as bytes before anybody reads them, and a kill breaks only what was not finished."""

import os
import resource
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive import pages, runs
from archive.errors import ArchiveError
from archive.models import Page, Run

pytestmark = pytest.mark.django_db
HEADERS = {"Content-Type": "text/html", "Content-Encoding": "gzip", "X-Name": "行情"}
BODY = "<td>59.78</td>\r\n\r\n北京".encode("gb18030") + bytes(range(256))


def test_bytes_come_back_as_they_were_read(now: datetime) -> None:
    run = runs.start("beijing_daily", now)
    with pages.PageStore() as store:
        kept = [store.keep(run, f"https://example.org/行情?p={n}", 200, HEADERS, BODY * n, now) for n in (1, 0, 40)]
    for page, times in zip(kept, (1, 0, 40), strict=True):
        assert pages.record(Page.objects.get(pk=page.pk)) == (200, HEADERS, BODY * times)
    assert {page.warc for page in kept} == {kept[0].warc}
    assert (pages.folder() / kept[0].warc).exists()


def test_every_run_has_a_file_of_its_own(now: datetime) -> None:
    with pages.PageStore() as store:
        names = {store.keep(runs.start("a", now), "https://example.org", 404, {}, b"", now).warc for _ in range(2)}
        names.add(store.keep(None, "file:page.html", 200, {}, b"x", now, source="by_hand").warc)
    assert len(names) == 3


def test_a_record_cut_short_never_breaks_the_others(now: datetime) -> None:
    with pages.PageStore() as store:
        run = runs.start("a", now)
        first = store.keep(run, "https://example.org/1", 200, {}, BODY, now)
        last = store.keep(run, "https://example.org/2", 200, {}, BODY, now)
    path = pages.folder() / first.warc
    os.truncate(path, path.stat().st_size - 20)
    assert pages.body(first) == BODY
    with pytest.raises(ArchiveError, match="备份"):
        pages.body(last)


def test_a_full_disk_is_told_and_leaves_no_half_record_before_the_next_one(now: datetime) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pages.PageStore() as store:
        run = runs.start("a", now)
        first = store.keep(run, "https://example.org/1", 200, {}, BODY, now)
        path = pages.folder() / first.warc
        size = path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))
        try:
            with pytest.raises(ArchiveError, match="磁盘空间"):
                store.keep(run, "https://example.org/2", 200, {}, os.urandom(2000), now)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert path.stat().st_size == size
        last = store.keep(run, "https://example.org/3", 200, {}, BODY, now)
    assert [pages.body(page) for page in (first, last)] == [BODY, BODY]


def test_bytes_that_changed_on_the_disk_are_refused(now: datetime) -> None:
    with pages.PageStore() as store:
        page = store.keep(None, "https://example.org/1", 200, {}, BODY, now, source="a")
        other = store.keep(None, "https://example.org/2", 200, {}, b"else", now, source="a")
    page.offset = other.offset
    with pytest.raises(ArchiveError, match="校验值"):
        pages.body(page)


def test_a_run_ends_with_what_it_showed(now: datetime) -> None:
    run = runs.start("a", now)
    runs.finish(run, "short", now=now + timedelta(minutes=1), shown=3, newest=now.date(), message="少于 5 行")
    stored = Run.objects.get(pk=run.pk)
    assert (stored.state, stored.shown, stored.message) == ("short", 3, "少于 5 行")


def test_a_killed_run_becomes_crashed_and_a_living_one_does_not(now: datetime) -> None:
    mine = runs.start("mine", now)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        host = mine.process.split("/")[0]
        killed = Run.objects.create(
            source="killed", started_at=now, clock=now, process=f"{host}/{other.pid}/{runs._started(other.pid)}"
        )
        assert runs.orphans(now) == []
        other.send_signal(signal.SIGKILL)
    assert [run.pk for run in runs.orphans(now)] == [killed.pk]
    killed.refresh_from_db()
    assert killed.state == "crashed"
    assert "重新运行" in killed.message
    mine.refresh_from_db()
    assert not mine.state


def test_a_run_that_ends_while_it_is_looked_for_keeps_its_end(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is read, the crawl ends well, and only then its process is looked for, and is gone."""
    run = runs.start("mine", now)

    def ends(_run: Run, _now: datetime) -> bool:
        runs.finish(Run.objects.get(pk=run.pk), "ok", now=now)
        return False

    monkeypatch.setattr(runs, "_alive", ends)
    assert runs.orphans(now) == []
    assert Run.objects.get(pk=run.pk).state == "ok"


def test_another_process_with_the_same_number_is_not_the_run(now: datetime) -> None:
    mine = runs.start("mine", now)
    host, pid, _ = mine.process.split("/")
    Run.objects.filter(pk=mine.pk).update(process=f"{host}/{pid}/1")
    if Path("/proc/self/stat").exists():
        assert [run.pk for run in runs.orphans(now)] == [mine.pk]


def test_a_run_of_another_machine_has_a_day(now: datetime) -> None:
    far = Run.objects.create(source="far", started_at=now, clock=now, process="elsewhere/1/1")
    assert runs.orphans(now + timedelta(hours=20)) == []
    assert [run.pk for run in runs.orphans(now + timedelta(hours=30))] == [far.pk]
