"""The commands of the archive, as a person or a program calls them."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import holding, ledger
from archive.models import Article, Quote
from archive.records import QuoteRow
from tanxun.__main__ import main

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def filled(now: datetime) -> None:
    rows = [
        QuoteRow(market="beijing", product="BEA", day=date(2017, 5, day), average=Decimal(50), volume_t=Decimal(9))
        for day in (16, 17)
    ]
    ledger.store(rows, source="beijing_daily", page=None, observed_at=now)


def tanxun(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, args, input=stdin)


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_prices_print_the_ledger() -> None:
    assert [row["day"] for row in rows(tanxun("prices", "--market", "北京"))] == ["2017-05-16", "2017-05-17"]
    assert [row["day"] for row in rows(tanxun("prices", "--from", "2017-05-17", "--to", "2017-05-18"))] == [
        "2017-05-17"
    ]
    assert rows(tanxun("prices", "--as-of", "2017-05-01")) == []
    assert len(rows(tanxun("prices", "--as-of", "2017-05-19"))) == 2
    assert len(rows(tanxun("prices", "--since", "0"))) == 2


def test_the_name_of_the_file_says_its_format(tmp_path: Path) -> None:
    assert tanxun("prices", "--out", str(tmp_path / "q.json")).exit_code == 0
    assert json.loads((tmp_path / "q.json").read_text(encoding="utf-8"))[0]["average"] == 50
    assert tanxun("prices", "--out", str(tmp_path / "q.sav")).exit_code == 2
    assert not (tmp_path / "q.sav").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("prices", "--from", "May"),
        ("prices", "--since", "0", "--to", "2017-05-18"),
        ("prices", "--as-of", "now"),
        ("prices", "--from", "2017-05-18", "--to", "2017-05-11"),
        ("week",),
        ("week", "--ending", "2017-05-18", "--days", "8", "--from", "2017-05-11"),
        ("week", "--ending", "2017-05-18", "--from", "2017-05-19"),
    ],
)
def test_a_wrong_call_ends_with_2(args: tuple[str, ...]) -> None:
    assert tanxun(*args).exit_code == 2


def test_what_the_archive_does_not_have_is_one_sentence() -> None:
    result = tanxun("prices", "--market", "mars")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "mars" in result.stderr


def test_the_week_has_eight_days_unless_asked_otherwise() -> None:
    week = json.loads(tanxun("week", "--ending", "2017-05-18", "--format", "json").stdout)
    assert [week[0]["days"][place]["day"] for place in (0, -1)] == ["2017-05-11", "2017-05-18"]
    short = json.loads(tanxun("week", "--ending", "2017-05-18", "--days", "2", "--format", "json").stdout)
    assert len(short[0]["days"]) == 2
    assert rows(tanxun("week", "--ending", "2017-05-18", "--from", "2017-05-17"))[0]["close"] == "50"


def test_import_takes_standard_input_and_answers_json() -> None:
    printed = tanxun("prices", "--since", "0").stdout
    Quote.objects.all().delete()
    told = json.loads(tanxun("import", "--json", stdin=printed).stdout)
    assert told == {"read": 2, "stored": 2, "unchanged": 0, "revised": 0, "quarantined": 0, "errors": []}


def test_an_import_of_prices_writes_the_price_files(home: Path) -> None:
    printed = "market,product,day,close\nhubei,HBEA,2017-05-17,16.4\n"
    tanxun("import", "-", stdin=printed)
    assert "hubei,HBEA,,2017-05-17" in (home / "prices" / "quotes.csv").read_text(encoding="utf-8")
    (home / "prices" / "quotes.csv").unlink()
    tanxun("import", "-", stdin=printed)
    assert not (home / "prices" / "quotes.csv").exists()  # nothing new was stored


def test_import_judges_what_has_no_section_and_ends_with_3_for_a_bad_line() -> None:
    line = json.dumps({"title": "湖北碳市场成交放量", "text": "当日成交二十三万吨，收盘价上涨，配额交易活跃。"})
    result = tanxun("import", "-", stdin=f"{line}\nnot json\n")
    assert result.exit_code == 3
    assert "新存 1" in result.stdout
    assert "第 2 行" in result.stderr


def test_import_says_who_told_an_event_first() -> None:
    text = (
        "当日湖北碳市场成交二十三万吨，收盘价每吨十六元四角，较前一日小幅上涨，履约企业买入意愿增强，市场交投活跃。" * 3
    )
    lines = [
        json.dumps(
            {
                "title": "湖北碳市场放量",
                "text": text,
                "url": f"https://example.org/{n}",
                "published_on": f"2017-05-1{n}",
            }
        )
        for n in (6, 7)
    ]
    assert tanxun("import", stdin="\n".join(lines)).exit_code == 0
    first, second = Article.objects.order_by("published_on")
    assert (first.original, second.original) == (None, first)


def test_backup_and_restore(tmp_path: Path) -> None:
    file = str(tmp_path / "a.zip")
    assert tanxun("backup", file).exit_code == 0
    assert tanxun("restore", file).exit_code == 1
    Quote.objects.all().delete()
    assert tanxun("restore", file, "--replace").exit_code == 0
    assert Quote.objects.count() == 2
    assert tanxun("backup", str(tmp_path / "a.tar.gz")).exit_code == 1


def test_health_names_every_declared_source_and_ends_with_3() -> None:
    result = tanxun("health", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert {"source", "state", "good_at", "newest", "to_do", "title"} <= set(told[0])
    assert "beijing_daily" in tanxun("health").stdout


def test_the_name_of_a_file_in_capitals_is_the_same_format(tmp_path: Path) -> None:
    out = tmp_path / "WEEK.JSON"
    assert tanxun("week", "--ending", "2017-05-18", "--out", str(out)).exit_code == 0
    assert "days" in json.loads(out.read_text(encoding="utf-8"))[0]


def test_health_of_nothing_but_drafts_is_no_good_health(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tanxun.declared.sources", lambda: ())
    result = tanxun("health")
    assert result.exit_code == 1
    assert "tanxun sources save" in result.stderr


def test_a_held_row_is_listed_and_decided_by_a_person(now: datetime, home: Path) -> None:
    far = QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 18), average=Decimal(90), volume_t=Decimal(9))
    near = QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 15), average=Decimal(0), volume_t=Decimal(9))
    ledger.store([far, near], source="beijing_daily", page=None, observed_at=now)
    listed = [json.loads(line) for line in tanxun("prices", "quarantine", "list", "--json").stdout.splitlines()]
    by_check = {one["check"]: one["id"] for one in listed}
    assert set(by_check) == {"limit", "digits"}
    assert "超出涨跌幅限制" in tanxun("prices", "quarantine").stdout
    assert tanxun("prices", "quarantine", "accept", str(by_check["limit"])).exit_code == 2  # no reason
    accepted = tanxun("prices", "quarantine", "accept", str(by_check["limit"]), "--because", "公告更正")
    assert (accepted.exit_code, Quote.objects.get(day=far.day).accepted_because) == (0, "公告更正")
    assert "2017-05-18,,,,,90" in (home / "prices" / "beijing.csv").read_text(encoding="utf-8")  # analysts see it too
    assert tanxun("prices", "quarantine", "reject", str(by_check["digits"]), "--because", "打字错误").exit_code == 0
    assert tanxun("prices", "quarantine", "list", "--json").stdout == ""
    assert tanxun("prices", "quarantine", "reject", "999", "--because", "x").exit_code == 1


def test_only_rows_that_another_source_contradicts(now: datetime) -> None:
    other = QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 17), average=Decimal(51), volume_t=Decimal(9))
    ledger.store([other], source="pilots_sceex", page=None, observed_at=now)
    (row,) = rows(tanxun("prices", "--disputed"))
    assert (row["source"], row["average"], row["dispute"]) == ("beijing_daily", "50", "pilots_sceex average 51≠50")


def test_cells_that_gave_no_day_are_listed_as_printed_and_cannot_be_let_in(now: datetime) -> None:
    cells = {"日期": "5月1б日", "成交量": "232229"}
    for _ in range(2):
        holding.hold_unread([(cells, "「5月1б日」不是日期")], "hubei_daily", None, now)
    asked = tanxun("prices", "quarantine")
    assert asked.output.count("5月1б日 | 232229") == 1
    (held,) = holding.waiting()
    refused = tanxun("prices", "quarantine", "accept", str(held.pk), "--because", "看过原网页")
    assert (refused.exit_code, "tanxun import" in refused.output) == (1, True)
    assert tanxun("prices", "quarantine", "reject", str(held.pk), "--because", "已补录").exit_code == 0
    assert list(holding.waiting()) == []


def test_the_week_in_sentences(now: datetime) -> None:
    vintage = QuoteRow(market="shenzhen", product="SZEA", vintage="2016", day=date(2017, 5, 17), close=Decimal("33.6"))
    ledger.store([vintage], source="shenzhen_daily", page=None, observed_at=now)
    said = tanxun("week", "--ending", "2017-05-18", "--say").stdout.splitlines()
    assert "5月17日，北京碳配额成交均价50.00元/吨，本周成交量18吨。" in said
    assert "5月17日，深圳碳配额（SZA-2016）收盘价33.60元/吨。" in said


def test_a_year_whose_holidays_nobody_told_is_named_beside_the_week() -> None:
    assert "2099 年的节假日" in tanxun("week", "--ending", "2099-05-22", "--format", "json").stderr
    assert "节假日" not in tanxun("week", "--ending", "2017-05-18", "--format", "json").stderr
