"""How fast the judge of sections is: articles a second on one core once loaded, and the start of the command.

usage: python bench/nlp/classify.py
"""

import json
import subprocess
import sys
import time

from nlp.records import Document
from nlp.sections import judge, learning

ROUNDS = 5
LENGTH = 1500  # characters, as of an article; the training texts are leads only


def main() -> None:
    rows = [json.loads(line) for file in learning.own_files() for line in file.read_text("utf-8").splitlines()]
    articles = [Document(row["title"], row["text"] * (LENGTH // len(row["text"]) + 1)) for row in rows]
    judge(articles[0])
    begun = time.process_time()
    for _ in range(ROUNDS):
        for article in articles:
            judge(article)
    rate = ROUNDS * len(articles) / (time.process_time() - begun)
    print(f"{rate:.0f} articles of {LENGTH} characters a CPU-second")
    line = json.dumps({"id": 1, "title": "碳市场", "text": "成交"}).encode()
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tanxun", "classify"], input=line, check=True, capture_output=True)
    print(f"tanxun classify: first answer after {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
