"""How long the bulletin takes, against bare WeasyPrint on the same page: python bench/bulletin.py SNAPSHOT [COPIES].

SNAPSHOT is a NUMBER.json of `tanxun issue build`; COPIES repeats its items to see whether time grows with the pages.
Each run is a process of its own, so that neither has the other's caches. Times are CPU seconds.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

WAYS = {"bare": "bare WeasyPrint", "plain": "ours, tagged", "ours": "ours: justified, PDF/A-3a, CSV inside"}


def many(snapshot: Any, copies: int) -> Any:
    """The same issue with every item `copies` times over, each under a number of its own."""
    from digest import sealed

    for section in snapshot["sections"]:
        section["items"] = [
            {**item, "id": item["id"] + 10_000_000 * copy} for copy in range(copies) for item in section["items"]
        ]
    bare = {name: value for name, value in snapshot.items() if name not in {"sha256", "format"}}
    return sealed.seal(bare)


def one(way: str, path: str, copies: int) -> None:
    """One run; prints seconds, megabytes, pages and kilobytes as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    import django

    django.setup()
    import pypdfium2  # type: ignore[import-untyped]

    from digest import csvs, pdf, view
    from digest.templating import render

    snapshot = many(json.loads(Path(path).read_bytes()), copies)
    html = render("issue.html", view.context(snapshot))
    begun = time.process_time()
    if way == "bare":
        from weasyprint import HTML

        data = HTML(string=html).write_pdf()
    else:
        variant = pdf.VARIANT if way == "ours" else ""
        data = pdf.render(html, snapshot, {"1-prices.csv": csvs.quotes(snapshot)}, variant=variant)
    seconds = time.process_time() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(pypdfium2.PdfDocument(data))
    print(json.dumps({"s": round(seconds, 1), "MB": round(megabytes), "pages": pages, "kB": len(data) // 1024}))


def previews(path: str) -> None:
    """Print how long each item of the issue takes alone, once one has been set: CPU milliseconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    import django

    django.setup()
    from digest.preview import preview

    snapshot = json.loads(Path(path).read_bytes())
    numbers = [item["id"] for section in snapshot["sections"] for item in section["items"]]
    preview(snapshot, numbers[0])
    taken = []
    for number in numbers:
        begun = time.process_time()
        preview(snapshot, number)
        taken.append(round(1000 * (time.process_time() - begun)))
    taken.sort()
    median, most = taken[len(taken) // 2], taken[len(taken) * 9 // 10]
    print(f"\nOne item of {len(taken)} alone: median {median} ms, ninth decile {most} ms, slowest {taken[-1]} ms.")


def main() -> None:
    path, copies = sys.argv[1], int((sys.argv[2:] or ["1"])[0])
    print("| | CPU s | MB | pages | kB |\n|---|---|---|---|---|")
    for way, name in WAYS.items():
        asked = [sys.executable, __file__, "--one", way, path, str(copies)]
        answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # ourselves
        found = json.loads(answer)
        print(f"| {name} | {found['s']} | {found['MB']} | {found['pages']} | {found['kB']} |")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main()
        previews(sys.argv[1])
