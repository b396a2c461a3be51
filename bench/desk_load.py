"""Requests at a fixed rate, and writers at once, against `tanxun desk` in a process of its own; see bench/desk.py."""

import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.desk import ASKED, ROOT, quantiles, start

SECONDS = {"pages": 60.0, "soak": 600.0}
RATE, HANDS = 50, 32
PORT = 18765
TANXUN = [sys.executable, "-m", "tanxun"]
SAMPLE = ROOT / "data" / "sample" / "2017-W20"
PASSWORD = "correct horse 42"  # noqa: S105 - of people who live as long as the run


@contextmanager
def served(home: str) -> Iterator[subprocess.Popen[bytes]]:
    """The desk, as its command starts it."""
    environment = {**os.environ, "TANXUN_HOME": home}
    command = [*TANXUN, "desk", "--port", str(PORT)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        for _ in range(300):
            if process.poll() is not None:
                raise SystemExit("the desk did not start")
            try:
                ask(HTTPConnection("127.0.0.1", PORT, timeout=5), "/")
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def crawling(home: str) -> Iterator[list[float]]:
    """The sample week crawled over and over, in processes of its own; gives when each crawl ended."""
    over, ended = threading.Event(), []

    def crawl() -> None:
        while not over.is_set():
            command = [*TANXUN, "crawl", "--replay", str(SAMPLE)]
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, "TANXUN_HOME": home}, capture_output=True, check=False
            )
            assert done.returncode in {0, 3}, done.stderr.decode()[-500:]
            ended.append(time.perf_counter())

    thread = threading.Thread(target=crawl)
    thread.start()
    try:
        yield ended
    finally:
        over.set()
        thread.join()


def ask(line: HTTPConnection, path: str) -> int:
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    return answer.status


def mix() -> Iterator[str]:
    """What readers open: an article most often, then searches, issues, the front page, prices, a feed."""
    chance = random.Random(3)
    while True:
        yield from (
            *(f"/articles/{chance.randrange(1, 100_000)}/" for _ in range(8)),
            *(f"/articles/?q={quote(chance.choice(ASKED))}" for _ in range(4)),
            *(f"/issues/{chance.randrange(1, 13)}/" for _ in range(3)),
            *("/", "/", "/prices/", "/articles/", chance.choice(["/feeds/all.atom", "/feeds/policy.json"])),
        )


def pages(home: str, seconds: float) -> None:
    """Latency from the moment a request was due, so that a server which falls behind cannot hide it."""
    local = threading.local()
    times: dict[str, list[float]] = {}
    wrong: list[tuple[str, int]] = []

    def one(path: str, due: float) -> None:
        if not hasattr(local, "line"):
            local.line = HTTPConnection("127.0.0.1", PORT, timeout=60)
        status = ask(local.line, path)
        kind = re.sub(r"\d+|q=.*", "…", path)
        times.setdefault(kind, []).append(time.perf_counter() - due)
        if status != 200:
            wrong.append((path, status))

    with served(home) as process, crawling(home) as crawls, ThreadPoolExecutor(HANDS) as hands:
        time.sleep(5)
        first, before = time.perf_counter(), cpu(process.pid)
        for number, path in zip(range(int(seconds * RATE)), mix(), strict=False):
            due = first + number / RATE
            time.sleep(max(0, due - time.perf_counter()))
            hands.submit(one, path, due)
        hands.shutdown()
        spent = cpu(process.pid) - before
    for kind, found in sorted(times.items()):
        print(f"{kind:24}", quantiles(found))
    print(f"{'all':24}", quantiles([one for found in times.values() for one in found]))
    print(f"{RATE} a second for {seconds:.0f} s; {len(wrong)} not 200 {wrong[:3]}; crawls that ended: {len(crawls)}")
    count = sum(map(len, times.values()))
    print(f"CPU of the server: {spent:.1f} s, {spent / count * 1000:.1f} ms a request; load {os.getloadavg()}")


def cpu(pid: int) -> float:
    """Seconds of CPU of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def soak(home: str, seconds: float) -> None:
    """Two editors file and retitle, a crawl stores. Every write that was answered as done must be there at the end."""
    start(home)
    from archive import accounts
    from archive.models import Article, Correction

    for name in ("soak1", "soak2"):
        accounts.add(name, ["editor"], PASSWORD)
    titles: dict[int, str] = {}
    done, refused, failed = [0], [0], []
    end = time.perf_counter() + seconds
    before = Correction.objects.count()

    def editor(name: str, turn: int) -> None:
        line = signed_in(name)
        chance = random.Random(turn)
        number = 0
        while time.perf_counter() < end:
            # Both work on the same hundred articles: they do meet.
            pk, number = chance.randrange(1, 101), number + 1
            title = f"{name} 第{number}次改题"
            status = retitle(line, pk, title)
            if status == 302:
                titles[pk] = title
                done[0] += 1
            elif status == 409:
                refused[0] += 1
            else:
                failed.append(status)

    with served(home), crawling(home) as crawls, ThreadPoolExecutor(2) as hands:
        for result in [hands.submit(editor, f"soak{turn}", turn) for turn in (1, 2)]:
            result.result()
    stored = dict(Article.objects.filter(pk__in=titles).values_list("pk", "title"))
    kept = set(Correction.objects.filter(field="title").values_list("article_id", "new"))
    lost = {pk: title for pk, title in titles.items() if (pk, title) not in kept}
    print(f"{seconds:.0f} s: {done[0]} saved, {refused[0]} refused as conflicts, {len(failed)} failed {failed[:5]}")
    print(f"crawls that ended: {len(crawls)}; label rows {before} → {Correction.objects.count()}")
    print(f"lost: {len(lost)} {list(lost.items())[:3]}; articles whose last save is not what stands: ", end="")
    print(sum(stored[pk] != title for pk, title in titles.items()))


def retitle(line: "Line", pk: int, title: str) -> int:
    """Open an article and save it with another title."""
    seen = re.search(r'name="seen" value="([^"]+)"', get(line, f"/desk/articles/{pk}/"))
    return post(line, f"/desk/articles/{pk}/", {"title": title, "seen": seen[1] if seen else "", "why": "soak"})


class Line:
    """A browser's worth of one connection: its cookies and the form token."""

    def __init__(self) -> None:
        self.http = HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.token = found[1]
        return answer.status, text


def signed_in(name: str) -> Line:
    line = Line()
    get(line, "/desk/sign-in/")
    assert post(line, "/desk/sign-in/", {"name": name, "password": PASSWORD}) == 302
    return line


def get(line: Line, path: str) -> str:
    status, text = line.send("GET", path)
    assert status == 200, (path, status)
    return text


def post(line: Line, path: str, form: dict[str, str]) -> int:
    return line.send("POST", path, form)[0]
