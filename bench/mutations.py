"""10,000 pages with one fault each: which check catches it, and is any figure silently wrong that a check could know?

    .venv/bin/python bench/mutations.py [--pages N] [--seed S]

Prints the table of docs/prices.md. Needs no network and no material but the project's own; uses a scratch archive.
"""

import argparse
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench import faults, oracle  # noqa: E402 - a script finds its neighbours by the path above

ERAS = 5


@dataclass(frozen=True)
class Outcome:
    """What became of a page: who caught the fault ("harmless", "unknowable" or "SILENT" where nobody did)."""

    mutation: str
    source: str
    by: str
    what: str = ""


def run(number: int, seed: int) -> list[Outcome]:
    """Try `number` pages. Needs Django, with a scratch database; every page is rolled back."""
    _know_the_past()
    return [_try(seed, each) for each in range(number)]


def _know_the_past() -> None:
    """Every instrument's days before the pages, as its source printed them."""
    from archive import ledger
    from bench import pages

    for source in pages.SOURCES:
        for era in range(ERAS):
            rows = oracle.truth(source, pages.walk(source, era)[: pages.DAYS])
            ledger.store(rows, source=source, page=None, observed_at=oracle.evening(rows[-1].day))


def _try(seed: int, number: int) -> Outcome:
    from bench import pages
    from crawlers.declaration import find

    chance = random.Random(f"{seed} {number}")
    name = list(faults.MUTATIONS)[number % len(faults.MUTATIONS)]
    source, era = chance.choice(pages.SOURCES), chance.randrange(ERAS)
    days = oracle.days_told(source, pages.walk(source, era))
    truth = {oracle.key(row): row for row in oracle.truth(source, days)}
    made = pages.page(find(source), days, era)
    told = faults.MUTATIONS[name](made, chance) or ""
    text = pages.render(made)
    if told.startswith("cut"):
        text = text[: int(len(text) * float(told.split()[1]))]
    return Outcome(name, source, *_outcome(made, text, truth, days[-1]["day"], mixed=name == "market mixed up"))


def _outcome(made: Any, text: str, truth: dict[Any, Any], last: date, *, mixed: bool) -> tuple[str, str]:
    from django.db import transaction

    from archive import ledger
    from archive.models import Page, Quarantine, Quote
    from bench import notices
    from crawlers.errors import ReadError
    from crawlers.reading.page import read_quotes

    source = made.source
    evening = oracle.evening(last)
    try:
        title = notices.title(source.name, made.rows[0])
        reading = read_quotes(source.layout, text.encode(), oracle.HTML, source.start[0], title)
    except ReadError as error:
        return f"page: {type(error).__name__}", error.detail
    with transaction.atomic():
        held_before = Quarantine.objects.count()
        if mixed:  # only then can their figures matter, and they take most of the time
            _others_speak(made, last)
        shown = Page.objects.create(
            source=source.name, url=source.start[0], fetched_at=evening, status=200, sha256="", warc="made", offset=0
        )
        ledger.store(reading.quotes, source=source.name, page=shown, observed_at=evening)
        stored = list(Quote.objects.filter(page=shown))
        revised = [row for row in stored if Quote.objects.filter(_same(row), pk__lt=row.pk).exists()]
        held = list(Quarantine.objects.order_by("pk").values_list("check_name", flat=True)[held_before:])
        transaction.set_rollback(True)
    wrong = [row for row in stored if not oracle.is_true(row, truth)]
    unmarked = [row for row in wrong if row not in revised and not {"closed_day", "jump"} & set(row.flags)]
    if unmarked:
        return oracle.known_or_not(source.name, unmarked[0], truth, wrong)
    if reading.refused:
        return "row: " + _kind(reading.refused[0].reason), reading.refused[0].reason
    if held:
        return f"check: {held[0]}", ""
    if wrong:
        return ("flag: " + ",".join(wrong[0].flags) if wrong[0].flags else "revision"), ""
    return _lost_or_harmless(stored, truth)


def _lost_or_harmless(stored: list[Any], truth: dict[Any, Any]) -> tuple[str, str]:
    return ("harmless", "") if len(stored) == len(truth) else ("SILENT", "rows are missing")


def _others_speak(made: Any, last: date) -> None:
    """What the other exchanges printed of the same days is known by then."""
    from archive import ledger
    from bench import pages

    product = pages.PRODUCTS[made.source.name]
    for other in (name for name in faults.OTHERS if pages.PRODUCTS[name] != product):
        rows = oracle.truth(other, pages.walk(other, made.era, made.source.name)[pages.DAYS :])
        ledger.store(rows, source=other, page=None, observed_at=oracle.evening(last))


def _same(row: Any) -> Any:
    """What finds the rows that the source had stored of the same instrument and day."""
    from django.db.models import Q

    return Q(source=row.source, market=row.market, product=row.product, vintage=row.vintage, day=row.day)


def _kind(reason: str) -> str:
    words = {"错位": "ragged", "不在上下": "order", "不合": "change", "之和": "sum", "品种": "product", "单位": "unit"}
    return next((kind for word, kind in words.items() if word in reason), "cell")


def table(outcomes: list[Outcome]) -> str:
    """The outcomes by mutation as a table in Markdown, and what nobody could know."""
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        by[one.mutation][one.by] += 1
    lines = ["| fault | pages | caught by | nothing changed | unknowable | silent |", "|---|--:|---|--:|--:|--:|"]
    for name, counts in by.items():
        caught = [f"{who} {n:,}" for who, n in counts.most_common() if who not in ("harmless", "unknowable", "SILENT")]
        rest = " | ".join(f"{counts[who]:,}" for who in ("harmless", "unknowable", "SILENT"))
        lines.append(f"| {name} | {sum(counts.values()):,} | {', '.join(caught)} | {rest} |")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--show", default="", help="print what came out so: SILENT, unknowable")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TANXUN_HOME": home, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
        from tanxun import setup

        setup.archive()
        outcomes = run(told.pages, told.seed)
    for one in outcomes:
        if told.show and one.by == told.show:
            print(one)
    print(table(outcomes))
    sys.exit(any(one.by == "SILENT" for one in outcomes))


if __name__ == "__main__":
    main()
