"""A stream of made-up documents through the search for duplicates: rate, memory, and what one article waits.

usage: python bench/nlp/duplicates.py [COUNT]     (default 100000; a million takes a quarter of an hour)
"""

import random
import resource
import sys
import time
from array import array
from collections.abc import Sequence
from datetime import date, timedelta

from nlp.duplicates import Entry, Shelf

WORDS = [
    "碳市场",
    "配额",
    "企业",
    "成交",
    "履约",
    "排放",
    "核查",
    "减排",
    "能源",
    "光伏",
    "平台",
    "交易所",
    "数据",
    "试点",
    "清缴",
]
HAN = [chr(code) for code in range(0x4E00, 0x5E00)]
PLACES = ["湖北", "广东", "北京", "上海", "福建", "四川", "重庆", "天津"]
COPIES = 0.2
NOTES = 0.05
NEW = 2000


def documents(count: int, seed: int = 7):
    """Four kinds: stories of their own, reprints with cuts and new words, daily notes of one template."""
    chance = random.Random(seed)
    kept: list[tuple[str, str]] = []
    for number in range(count):
        day = date(2011, 1, 1) + timedelta(days=number * 5000 // count)
        draw = chance.random()
        if kept and draw < COPIES:
            title, text = chance.choice(kept)
            text = text[: int(len(text) * chance.uniform(0.6, 1))] + "\n责任编辑：某某"
        elif draw < COPIES + NOTES:
            title = f"{chance.choice(PLACES)}碳市场每日行情"
            text = f"今日开盘价{chance.uniform(10, 90):.2f}元/吨，收盘价{chance.uniform(10, 90):.2f}元/吨，"
            text += f"成交量{chance.randrange(100, 90000)}吨，成交额{chance.randrange(10**4, 10**7)}元，"
            text += f"累计成交{chance.randrange(10**6, 10**9)}吨。"
        else:
            title, text = _story(chance)
            if len(kept) < 5000:
                kept.append((title, text))
            else:
                kept[chance.randrange(5000)] = title, text
        yield Entry(str(number), title, text, day)


def _story(chance: random.Random) -> tuple[str, str]:
    sentences = []
    for _ in range(chance.randrange(12, 28)):
        parts = ["".join(chance.choices(HAN, k=3)) + chance.choice(WORDS) for _ in range(chance.randrange(3, 7))]
        sentences.append("".join(parts) + f"{chance.randrange(1, 9999)}万吨。")
    return "".join(chance.choices(HAN, k=4)) + chance.choice(WORDS) + "".join(chance.choices(HAN, k=6)), "".join(
        sentences
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    shelf, waits = Shelf(), array("d")
    for entry in documents(count):
        waits.append(_added(shelf, entry))
    took, peak = sum(waits), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} documents: {took:.0f} CPU-s, {count / took:.0f} a second, peak {peak:.0f} MB")
    print(f"one article of the last tenth of the stream: {_told(waits[-(count // 10) :])}")
    print(f"one new article against {count}: {_told([_added(shelf, entry) for entry in documents(NEW, seed=8)])}")


def _added(shelf: Shelf, entry: Entry) -> float:
    """CPU seconds of this thread: the machine may be shared."""
    begun = time.thread_time()
    shelf.add(entry)
    return time.thread_time() - begun


def _told(waits: Sequence[float]) -> str:
    ranked = sorted(waits)
    middle, rare = ranked[len(ranked) // 2], ranked[len(ranked) * 99 // 100]
    return f"median {middle * 1000:.2f} ms, p99 {rare * 1000:.2f} ms, at most {ranked[-1] * 1000:.1f} ms"


if __name__ == "__main__":
    main()
