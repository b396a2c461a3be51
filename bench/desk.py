"""The desk under load, with SQLite, by the commands that users have.

    .venv/bin/python bench/desk.py make HOME [COUNT]      an archive of COUNT synthetic articles and 12 issues (100,000)
    .venv/bin/python bench/desk.py search HOME            the search page, one question after another, in one process
    .venv/bin/python bench/desk.py pages HOME [SECONDS]   `tanxun desk` at 50 requests a second while a crawl writes
    .venv/bin/python bench/desk.py soak HOME [SECONDS]    two editors and a crawl write at once (600); is a write lost?

Figures go into docs/benchmarks-desk.md by hand, with the machine and its load.
"""

import os
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
SEEN = datetime(2026, 1, 1, tzinfo=UTC)
TERMS = """
碳价 履约 配额 核查 清缴 福建 湖北 广东 控排企业 交易 登记 减排 发电 钢铁 水泥 航空 欧盟 抵销 自愿 拍卖 成交 均价
回升 下跌 通知 办法 公告 征求意见 可再生能源 储能 氢能 监测 方法学 项目 备案 市场 机制 排放 二氧化碳 绿色 金融 基金
电力 行业 企业 温室气体 清单 统计 规划 实施 方案 试点 全国 地方 政府 部门 会议 报告 研究 专家 表示 认为 预计 增长
"""
WORDS = TERMS.split()
PUBLISHERS = [f"第{number}观察报" for number in range(40)]
ASKED = ["碳价", "履约 福建", "配额", "核查 湖北", "航空 拍卖", "二氧化碳", "征求意见", "市场", "方法学 备案"]
ASKED += ["福建 湖北 广东 欧盟"]
"""Two-character words, several words, common ones and such that few texts hold together."""


def start(home: str) -> None:
    os.environ["TANXUN_HOME"] = home
    os.environ.pop("DATABASE_URL", None)
    from tanxun import setup

    setup.archive()


def article(number: int, chance: random.Random) -> Any:
    from archive.models import Article
    from archive.models.articles import SECTIONS

    text = "\n".join(
        "".join(chance.choices(WORDS, k=22)) + "，" + "".join(chance.choices(WORDS, k=18)) + "。" for _ in range(8)
    )
    address = f"https://news{number % 40}.example/{number}.html"
    return Article(
        identity=address,
        url=address,
        url_key=f"{number:064x}",
        source=f"source_{number % 40}",
        title="".join(chance.choices(WORDS, k=7)) + str(number),
        text=text,
        publisher=PUBLISHERS[number % 40],
        published_on=date(2013, 6, 18) + timedelta(days=number % 4500),
        section=list(SECTIONS)[number % 6],
        official=number % 3 == 0,
        confidence=0.9,
        reasons=["正文用词"],
        first_seen_at=SEEN,
        updated_at=SEEN,
    )


def make(home: str, count: int) -> None:
    """Articles, their words, twelve published issues of thirty items."""
    start(home)
    from archive import issues, search
    from archive.issues import Place
    from archive.models import Article

    chance = random.Random(7)
    for first in range(0, count, 2000):
        Article.objects.bulk_create([article(number, chance) for number in range(first, min(first + 2000, count))])
    clock = time.process_time()
    while search.catch_up(2000):
        pass
    print(f"{count} articles; their words read in {time.process_time() - clock:.0f} s of CPU")
    for number in range(1, 13):
        day = date(2026, 1, 1) + timedelta(days=7 * number)
        made = issues.open_draft(number, day, day - timedelta(days=7), day - timedelta(days=1), now=SEEN, sample=False)
        chosen = Article.objects.filter(pk__range=(number * 40, number * 40 + 29))
        issues.arrange(made, [Place(one, one.section) for one in chosen])
        issues.publish(made, "0" * 64, SEEN)


def quantiles(times: list[float]) -> str:
    times = sorted(times)
    part = {name: times[min(int(len(times) * share), len(times) - 1)] * 1000 for name, share in SHARES.items()}
    return "  ".join(f"{name} {value:.1f} ms" for name, value in part.items()) + f"  ({len(times)} requests)"


SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}


def search(home: str) -> None:
    """Whole pages through the whole stack, without the network; wall clock and CPU."""
    start(home)
    from django.test import Client

    from desk import library

    library.count_facets()
    client = Client(headers={"host": "localhost"})
    asks = [{"q": q} for q in ASKED] + [{"q": "碳价", "section": "policy"}, {"q": "配额", "year": "2016"}]
    asks += [{"q": "拍卖", "source": PUBLISHERS[3]}, {"q": ""}, {"q": "没有这个词"}]
    wall, cpu = [], []
    for ask in asks * 21:
        before, used = time.perf_counter(), time.process_time()
        answer = client.get("/articles/", ask)
        wall.append(time.perf_counter() - before)
        cpu.append(time.process_time() - used)
        assert answer.status_code == 200
    skip = len(asks)
    print("wall", quantiles(wall[skip:]))
    print("cpu ", quantiles(cpu[skip:]))


def main() -> None:
    what, home, *more = sys.argv[1:]
    if what == "make":
        make(home, int(more[0]) if more else 100_000)
    elif what == "search":
        search(home)
    else:
        from bench import desk_load

        getattr(desk_load, what)(home, float(more[0]) if more else desk_load.SECONDS[what])


if __name__ == "__main__":
    main()
