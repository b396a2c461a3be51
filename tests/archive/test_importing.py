"""Quotes in CSV go in through the checks of a crawl, however programs dress them; an export comes back as it was."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pandas
import pytest

from archive import exports, ledger, prices
from archive.errors import BadInput
from archive.models import Quote
from archive.records import QuoteRow, Tally

HEAD = "market,product,day,average,volume_t,turnover_cny\n"
GOOD = "beijing,BEA,2017-05-17,59.78,8507,508584.2\n"


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

    @pytest.mark.parametrize("figure", ["8507", "０８５０７", "8507.00", '"8,507"', " 8507\u3000"])
    def test_one_figure_in_many_dresses(self, take: Callable[..., Tally], figure: str) -> None:
        assert take(HEAD + GOOD.replace("8507", figure)).stored == 1
        assert Quote.objects.get().volume_t == 8507

    def test_a_nought_below_nothing_is_nothing(self, take: Callable[..., Tally]) -> None:
        assert take(HEAD + GOOD.replace("8507,508584.2", "-0,-0.00")).stored == 1
        stored = Quote.objects.get()
        assert (stored.status, str(stored.volume_t.normalize())) == ("no_trade", "0")

    def test_two_marks_at_the_beginning_are_none(self, take: Callable[..., Tally]) -> None:
        assert take(f"\ufeff\ufeff{HEAD}{GOOD}").stored == 1

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
            ("beijing,BEA,2017-05-17,∞,8507,508584.2", "average 栏的“∞”"),
            ("beijing,BEA,2017-05-17,1e309,8507,508584.2", "科学计数"),
            ('beijing,BEA,2017-05-17,"59,78",8507,508584.2', "小数点请写成“.”"),
            ("beijing,BEA,2017-05-17,59.78,0.8507万吨,508584.2", "换算成吨"),
            ("beijing,BEA,2017-05-17,59.78,8507,50.86万元", "只写数字"),
            ("beijing,BEA,2017-05-17,59.78,8507,508 584.2", "turnover_cny 栏"),
            ("beijing,BEA,5/6/2017,59.78,8507,508584.2", "请写成 2017-05-18"),
            ("beijing,BEA,2017-05-17T16:00:00Z,59.78,8507,508584.2", "请写成 2017-05-18"),
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
            ("sep=,\nmarket,product,day\n", "首行须是表头"),
            ("行情,,\nmarket,product,day\n", "首行须是表头"),
            ("market,product,day,volume_t(万吨)\n", "volume_t\\(万吨\\)"),
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
        "day",
        ["2017-05-17 00:00:00", "2017/5/17 0:00", "2017-05-17T00:00:00.000", "2017年5月17日", "2017.5.17", "20170517"],
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
