"""Reading against trafilatura alone on the same pages, one process: pages per second and what broken pages cost.

    .venv/bin/python bench/reading.py speed  FOLDER…            HTML files, three rounds, the best counts
    .venv/bin/python bench/reading.py broken FOLDER… [--pages N]   N mutated pages, each in a process with limits

Nothing is written; the figures go into docs/benchmarks-reading.md by hand, with the machine they are from.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
_ROUNDS = 3
_SECONDS = 10
_BYTES = 50_000_000


def speed(pages: list[bytes]) -> dict[str, float]:
    """Pages per second of both readers, the best of three rounds."""
    from trafilatura import bare_extraction

    from crawlers.errors import ReadError
    from crawlers.reading.article import read_article

    def ours(body: bytes) -> None:
        try:
            read_article(body, {}, "")
        except ReadError:
            return

    def theirs(body: bytes) -> None:
        bare_extraction(body, with_metadata=True)

    return {
        name: round(len(pages) / _best(reader, pages), 1)
        for name, reader in (("tanxun", ours), ("trafilatura", theirs))
    }


def _best(reader: object, pages: list[bytes]) -> float:
    rounds = []
    for _ in range(_ROUNDS):
        start = time.process_time()  # of the processor: others may use the machine
        for page in pages:
            reader(page)  # type: ignore[operator]
        rounds.append(time.process_time() - start)
    return min(rounds)


def mutated(pages: list[bytes], seed: int) -> bytes:
    """One broken page: truncated, nested, mis-declared, with null bytes or wrong tags, and one in 250 of 50 MB."""
    dice = random.Random(seed)
    body = bytearray(dice.choice(pages))
    kind = dice.choice(["cut", "nest", "declare", "null", "bytes", "tags", "repeat"])
    if seed % 250 == 0:
        return bytes((body * (_BYTES // max(1, len(body)) + 1))[:_BYTES])
    if kind == "cut":
        return bytes(body[: dice.randrange(1, len(body))])
    if kind == "nest":
        tag = dice.choice([b"<div>", b"<table><tr><td>", b"<font>", b"<ul><li>", b"<blockquote>"])
        return bytes(body[: len(body) // 2] + tag * dice.randrange(10, 4000) + body[len(body) // 2 :])
    if kind == "declare":
        charset = dice.choice([b"utf-16", b"gb2312", b"big5", b"shift_jis", b"latin-1", b"x-none"])
        return b'<meta charset="' + charset + b'">' + bytes(body)
    if kind == "repeat":
        return bytes(body * dice.randrange(2, 12))
    for _ in range(dice.randrange(1, 60)):
        at = dice.randrange(len(body))
        junk = {"null": [b"\0" * 20], "tags": [b"</div>", b"<table>", b"<td colspan=9999>", b"</html>", b"<!--", b"<p"]}
        body[at:at] = dice.choice(junk.get(kind, [bytes(dice.randrange(256) for _ in range(8))]))
    return bytes(body)


def worker(folders: list[str], first: int, number: int) -> None:
    """Read mutated pages one by one and print what became of each."""
    from crawlers.errors import ReadError
    from crawlers.reading.article import read_article

    pages = _pages(folders)
    for seed in range(first, first + number):
        body = mutated(pages, seed)
        start = time.process_time()
        try:
            read_article(body, {}, "https://example.org/a/t20240102_1.html")
            end = "read"
        except ReadError as error:
            end = type(error).__name__
        except Exception as error:  # noqa: BLE001 (a crash is what is counted here)
            end = f"CRASH {type(error).__name__}: {error}"
        seconds = round(time.process_time() - start, 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(json.dumps([seed, end, seconds, peak]) + "\n")
        sys.stdout.flush()


def broken(folders: list[str], number: int, first: int = 0) -> dict[str, object]:
    """Answers, the slowest page in seconds and the highest memory in MB of N mutated pages, 250 to a process."""
    ends: Counter[str] = Counter()
    slowest, highest, bad = 0.0, 0, []
    for begin in range(first, first + number, 250):
        call = [sys.executable, __file__, "worker", *folders, "--first", str(begin), "--pages", str(min(250, number))]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            seed, end, seconds, peak = json.loads(line)
            ends[end.split(":")[0]] += 1
            slowest, highest = max(slowest, seconds), max(highest, peak)
            if end.startswith("CRASH") or seconds > _SECONDS:
                bad.append([seed, end, seconds])
        if done.returncode:
            bad.append([begin, f"the process ended {done.returncode}", done.stderr[-200:]])
        sys.stderr.write(f"{begin} {dict(ends)} {slowest} s {highest} MB {bad[-2:]}\n")
    return {"pages": number, "answers": dict(ends), "slowest_s": slowest, "highest_mb": highest, "bad": bad}


def _pages(folders: list[str]) -> list[bytes]:
    return [file.read_bytes() for folder in folders for file in sorted(Path(folder).rglob("*.htm*"))]


def main() -> None:
    """Read the command line and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "broken", "worker"))
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    words = parser.parse_args()
    if words.what == "worker":
        worker(words.folders, words.first, words.pages)
        return
    found = speed(_pages(words.folders)) if words.what == "speed" else broken(words.folders, words.pages, words.first)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
