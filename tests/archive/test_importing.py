"""Files go in through the same checks; every line that cannot is named, and a kill loses and doubles nothing."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from django.db import connection

from archive import exports, ledger, prices
from archive.errors import BadInput
from archive.importing import import_file
from archive.models import Article, Quote
from archive.records import ArticleRow, QuoteRow, Tally

HEAD = "market,product,day,average,volume_t,turnover_cny\n"
GOOD = "beijing,BEA,2017-05-17,59.78,8507,508584.2\n"


def judge(row: ArticleRow) -> ArticleRow:
    if row.section:
        return row
    return replace(row, section="domestic", confidence=0.5)


@pytest.fixture
def take(tmp_path: Path, now: datetime) -> Callable[..., Tally]:
    def taken(content: str | bytes, name: str = "in.csv", at: datetime = now) -> Tally:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(path, now=at, judge=judge)

    return taken


@pytest.mark.django_db
class TestQuotes:
    def test_only_market_product_and_day_are_needed(self, take: Callable[..., Tally]) -> None:
        assert take("day,product,market,close\n2017-05-17,HBEA,湖北,16.40\n") == Tally(read=1, stored=1)
        stored = Quote.objects.get()
        assert (stored.market, stored.close, stored.basis, stored.source) == (
            "hubei",
            Decimal("16.4"),
            "hubei.close",
            "import",
        )

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_what_excel_saves_is_read(self, take: Callable[..., Tally], encoding: str) -> None:
        text = HEAD.replace("\n", "\r\n") + '北京,BEA,2017/5/17,59.78,"8,507","508,584.20"\r\n,,,,,\r\n'
        assert take(text.encode(encoding)) == Tally(read=1, stored=1)
        assert Quote.objects.get().turnover_cny == Decimal("508584.2")

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("beijing,BEA,2017-02-30,59.78,8507,508584.2", "day 栏的“2017-02-30”"),
            ("beijing,BEA,201751,59.78,8507,508584.2", "day 栏"),
            ("beijing,BEA,0001-01-01,59.78,8507,508584.2", "day 栏的“0001-01-01”不在"),
            ("beijing,BEA,2017-05-17,70.074.00,8507,508584.2", "average 栏的“70.074.00”"),
            ("beijing,BEA,2017-05-17,59.78,8.5E+03,508584.2", "科学计数"),
            ("beijing,BEA,2017-05-17,59.78,-,508584.2", "volume_t 栏的“-”"),
            ("beijing,BEA,2017-05-17,59.78,8507", "有 5 格，首行有 6 栏"),
            ("beijing,,2017-05-17,59.78,8507,508584.2", "product 栏为空"),
            ("beijing,BEA,42872,59.78,8507,508584.2", "Excel 写成了天数"),
            ("beijing,BEA,17/05/2017,59.78,8507,508584.2", "day 栏的“17/05/2017”"),
            ("beijing,BEA,2017-05-17,NaN,8507,508584.2", "average 栏的“NaN”"),
            ("beijing,BEA,2017-05-17,59.78,#N/A,508584.2", "volume_t 栏的“#N/A”"),
            (f"beijing,BEA,2017-05-17,{'1' * 41},8507,508584.2", "太长"),
        ],
    )
    def test_a_bad_cell_is_named_with_line_and_column_and_the_rest_is_kept(
        self, take: Callable[..., Tally], line: str, says: str
    ) -> None:
        tally = take(HEAD + line + "\n" + GOOD)
        assert (tally.read, tally.stored) == (2, 1)
        assert tally.errors[0].startswith("第 2 行：")
        assert says in tally.errors[0]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("market,product,day,price\nbeijing,BEA,2017-05-17,1\n", "price"),
            ("market,product\nbeijing,BEA\n", "day"),
            ("market;product;day\nbeijing;BEA;2017-05-17\n", "逗号"),
            ("market,product,day,day\nbeijing,BEA,2017-05-17,2017-05-18\n", "两次"),
            (b"PK\x03\x04 workbook", "CSV UTF-8"),
            ("market,product,day\n".encode("utf-16"), "UTF-16"),
            (b"market,product,day\n\xff\xff\xff", "GB18030"),
            ("[{}]", "JSON Lines"),
            ("\n\n", "空的"),
            ('market,product,day\n"beijing,BEA,2017-05-17\n', "CSV"),
        ],
    )
    def test_a_file_that_is_no_quotes_is_refused_with_the_remedy(
        self, take: Callable[..., Tally], text: str | bytes, says: str
    ) -> None:
        with pytest.raises(BadInput, match=says):
            take(text)
        assert not Quote.objects.exists()

    @pytest.mark.parametrize(
        "day", ["2017-05-17 00:00:00", "2017/5/17 0:00", "2017-05-17T00:00:00.000", "2017年5月17日", "20170517"]
    )
    def test_a_day_is_read_as_programs_write_it(self, take: Callable[..., Tally], day: str) -> None:
        assert take(f"market,product,day,close\nhubei,HBEA,{day},16.4\n").stored == 1
        assert Quote.objects.get().day == date(2017, 5, 17)

    @pytest.mark.parametrize("figure", ["9" * 40, "9" * 25 + ".12345"])
    def test_a_figure_beyond_all_measure_is_held(self, take: Callable[..., Tally], figure: str) -> None:
        tally = take(f"market,product,day,volume_t,turnover_cny\nhubei,HBEA,2017-05-17,{figure},{figure}\n")
        assert (tally.stored, tally.quarantined, tally.errors) == (0, 1, ())

    def test_a_flag_is_a_word_of_the_ledger(self, take: Callable[..., Tally]) -> None:
        tally = take("market,product,day,close,flags\nhubei,HBEA,2017-05-17,16.4,jump =1+1\n")
        assert (tally.stored, "flags 栏的“=1+1”" in tally.errors[0]) == (0, True)

    def test_what_pandas_makes_of_an_export_goes_in_again(self, take: Callable[..., Tally], now: datetime) -> None:
        row = QuoteRow(market="shenzhen", product="SZEA", vintage="2016", day=date(2017, 5, 17), close=Decimal("30.6"))
        unsplit = replace(row, market="hubei", product="HBEA", vintage="", volume_t=Decimal(232229))
        ledger.store([row, unsplit], source="pilots_sceex", page=None, observed_at=now)
        before = exported()
        frame = pandas.read_csv(io.StringIO(before), parse_dates=["day", "observed_at"])
        told = frame.to_csv(index=False)
        assert ",2016.0," in told  # one market without vintages makes the column a column of floats
        Quote.objects.all().delete()
        assert take(told) == Tally(read=2, stored=2)
        assert without_revision(exported()) == without_revision(before)

    @pytest.mark.parametrize("source", ["=cmd", "x" * 65])
    def test_a_source_name_must_be_a_name(self, take: Callable[..., Tally], source: str) -> None:
        tally = take(f"market,product,day,close,source\nhubei,HBEA,2017-05-17,16,{source}\n")
        assert "source 栏" in tally.errors[0]

    @pytest.mark.parametrize(
        ("seen", "says"),
        [
            ("2017-05-18T09:00:00", "时区"),
            ("2999-01-01", "2100"),
            ("2099-01-01", "晚于现在"),
            ("Friday", "时刻"),
            ("0001-01-01", "1900"),
        ],
    )
    def test_a_moment_must_be_one(self, take: Callable[..., Tally], seen: str, says: str) -> None:
        tally = take(f"market,product,day,close,observed_at\nhubei,HBEA,2017-05-17,16,{seen}\n")
        assert says in tally.errors[0]

    def test_what_stands_before_the_place_where_a_file_breaks_off_is_stored(self, take: Callable[..., Tally]) -> None:
        with pytest.raises(BadInput, match="此前的各行已存"):
            take(HEAD + GOOD + 'beijing,BEA,2017-05-16,"50')
        assert Quote.objects.get().day == date(2017, 5, 17)

    def test_a_thousand_bad_lines_are_a_hundred_sentences_and_a_count(self, take: Callable[..., Tally]) -> None:
        tally = take(HEAD + "beijing,BEA,soon,1,1,1\n" * 1000)
        assert (tally.read, len(tally.errors)) == (1000, 101)
        assert "900" in tally.errors[-1]

    def test_checks_are_those_of_a_crawl(self, take: Callable[..., Tally]) -> None:
        tally = take(HEAD + GOOD.replace("508584.2", "1") + GOOD.replace("BEA", "XEA"))
        assert (tally.stored, tally.quarantined, tally.errors) == (0, 2, ())

    def test_a_history_is_rebuilt_in_its_own_order_however_the_file_is_sorted(self, take: Callable[..., Tally]) -> None:
        lines = [f"hubei,HBEA,2017-05-17,{price},2017-05-{day}\n" for price, day in (("16.5", 18), ("16.4", 17))]
        tally = take("market,product,day,close,observed_at\n" + "".join(lines))
        assert (tally.stored, tally.revised) == (1, 1)
        assert [quote.close for quote in Quote.objects.order_by("pk")] == [Decimal("16.4"), Decimal("16.5")]

    def test_a_currency_left_out_is_the_products(self, take: Callable[..., Tally]) -> None:
        assert take("market,product,day,close\neu,EUA,2017-05-17,4.51\n").stored == 1
        assert Quote.objects.get().currency == "EUR"

    def test_an_export_goes_in_again_as_it_came_out(self, take: Callable[..., Tally], now: datetime) -> None:
        old = QuoteRow(
            market="hubei", product="HBEA", day=date(2017, 5, 8), close=Decimal("16.40"), volume_t=Decimal(10)
        )
        rows = [
            old,
            replace(old, day=date(2017, 5, 9), close=Decimal(22)),
            replace(old, day=date(2017, 5, 10), close=Decimal(22)),
        ]
        ledger.store(rows, source="hubei_daily", page=None, observed_at=now - timedelta(days=2))
        ledger.store(
            [replace(old, close=Decimal("16.5"))], source="hubei_daily", page=None, observed_at=now - timedelta(days=1)
        )
        ledger.store([replace(old, volume_t=Decimal(0))], source="pilots_sceex", page=None, observed_at=now)
        before = exported()
        assert ",jump," in before
        Quote.objects.all().delete()
        assert take(before).quarantined == 0
        assert without_revision(exported()) == without_revision(before)
        assert take(before, at=now + timedelta(days=1)).unchanged == 4


def exported() -> str:
    out = io.BytesIO()
    exports.write(prices.since(0), exports.QUOTE_COLUMNS, "csv", out)
    return out.getvalue().decode()


def without_revision(text: str) -> list[list[str]]:
    place = text.splitlines()[0].split(",").index("revision")
    return sorted(line[:place] + line[place + 1 :] for line in csv.reader(text.splitlines()))


ARTICLE = {
    "url": "https://example.org/1",
    "title": "湖北碳市场放量",
    "text": "第一段。\n第二段。",
    "published_on": "2017-05-17",
}


@pytest.mark.django_db
class TestArticles:
    def test_what_read_prints_goes_in(self, take: Callable[..., Tally]) -> None:
        read = {
            **ARTICLE,
            "file": "a.html",
            "publisher": "某报",
            "author": None,
            "doc_number": None,
            "issuers": [],
            "signed_on": None,
            "tables": [{"before": 1, "rows": [["日期", "价格"], ["5月17日", "16.40"]]}],
            "images": [{"url": "https://example.org/1.png", "caption": ""}],
            "attachments": [{"name": "附件.doc", "url": None}],
            "flags": ["watermark"],
            "found": {"title": {"where": "meta", "sure": "high"}},
        }
        assert take(json.dumps(read), "in.jsonl") == Tally(read=1, stored=1)
        stored = Article.objects.get()
        assert (stored.section, stored.section_by, stored.published_on) == ("domestic", "model", date(2017, 5, 17))
        assert stored.tables == [{"after": 1, "rows": [["日期", "价格"], ["5月17日", "16.40"]]}]
        assert [a.name for a in stored.attachments.all()] == ["附件.doc"]
        assert take(json.dumps(read), "in.jsonl") == Tally(read=1, unchanged=1)

    def test_a_section_in_the_file_is_an_editors_word(self, take: Callable[..., Tally]) -> None:
        lines = [
            json.dumps({**ARTICLE, "url": f"https://example.org/{n}", "section": s})
            for n, s in enumerate(["政策聚焦", "policy"])
        ]
        assert take("\n".join(lines)).stored == 2
        assert set(Article.objects.values_list("section", "section_by", "confidence")) == {("policy", "editor", None)}

    def test_first_sight_is_kept(self, take: Callable[..., Tally]) -> None:
        take(json.dumps({**ARTICLE, "first_seen_at": "2017-05-18T08:00:00+08:00"}))
        assert Article.objects.get().first_seen_at == datetime(2017, 5, 18, tzinfo=UTC)

    def test_an_article_without_an_address_is_known_by_its_words(self, take: Callable[..., Tally]) -> None:
        line = json.dumps({**ARTICLE, "url": None})
        assert take(line).stored == 1
        assert take(line).unchanged == 1

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("not json", "不是 JSON"),
            ("[1]", "对象"),
            ('{"title": ""}', "title"),
            (json.dumps({**ARTICLE, "section": "sport"}), "sport"),
            (json.dumps({**ARTICLE, "published_on": "May 17"}), "published_on"),
            (json.dumps({**ARTICLE, "issuers": "某局"}), "issuers"),
            (json.dumps({**ARTICLE, "text": ["a"]}), "text"),
            (json.dumps({**ARTICLE, "tables": [{"rows": "x"}]}), "rows"),
            (json.dumps({"file": "x", "error": "Hollow", "text": ""}), "Hollow"),
            (json.dumps({"title": "a\ud800"}), "半个编码"),
            (json.dumps({**ARTICLE, "tables": [{"rows": [["\ud800"]]}]}), "半个编码"),
            (json.dumps({**ARTICLE, "first_seen_at": "0001-01-01T00:00:00+08:00"}), "first_seen_at"),
            ('{"tables": ' + "[" * 100_000, "太深"),
        ],
    )
    def test_a_bad_line_is_named_and_the_rest_is_kept(self, take: Callable[..., Tally], line: str, says: str) -> None:
        tally = take(f"{json.dumps(ARTICLE)}\n{line}\n")
        assert (tally.read, tally.stored) == (2, 1)
        assert tally.errors[0].startswith("第 2 行：")
        assert says in tally.errors[0]

    def test_a_field_that_is_not_known_is_said_once(self, take: Callable[..., Tally]) -> None:
        lines = [json.dumps({**ARTICLE, "url": f"https://example.org/{n}", "mood": "good"}) for n in range(3)]
        tally = take("\n".join(lines))
        assert (tally.read, tally.stored, len(tally.errors)) == (3, 3, 1)
        assert "mood" in tally.errors[0]


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "tanxun", *args]


def environment(home: Path) -> dict[str, str]:
    """The environment of a command that works on the test's own database."""
    found = {**os.environ, "TANXUN_HOME": str(home)}
    if connection.vendor == "postgresql":
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        found["DATABASE_URL"] = f"{base}/{connection.settings_dict['NAME']}"
    return found


@pytest.mark.django_db(transaction=True)
def test_killed_ten_times_and_run_again_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    first = date(2014, 1, 1)
    quotes, articles = tmp_path / "quotes.csv", tmp_path / "articles.jsonl"
    days = [first + timedelta(days=n) for n in range(2500)]
    lines = [f"beijing,{p},{day},50,10,500\n" for day in days for p in ("BEA", "CCER")]
    quotes.write_text(HEAD + "".join(lines), encoding="utf-8")
    words = [{**ARTICLE, "url": f"https://example.org/{n}", "section": "domestic"} for n in range(1000)]
    articles.write_text("\n".join(map(json.dumps, words)), encoding="utf-8")
    env = environment(tmp_path)

    def run(*args: str) -> str:
        return subprocess.run(command(*args), env=env, check=True, capture_output=True, text=True).stdout

    run("prices")  # makes the database, so that a kill hits the import
    for number in range(10):
        process = subprocess.Popen(
            command("import", str((quotes, articles)[number % 2])), env=env, stdout=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0.3, 1.5))
        process.kill()
        process.wait()
    for path in (quotes, articles):
        told = json.loads(run("import", str(path), "--json"))
        assert told["stored"] + told["unchanged"] == told["read"]
        again = json.loads(run("import", str(path), "--json"))
        assert again["unchanged"] == again["read"]
    stored = list(csv.DictReader(io.StringIO(run("prices", "--since", "0"))))
    assert len(stored) == len({(row["product"], row["day"]) for row in stored}) == 5000
