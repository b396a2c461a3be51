"""A year whose public holidays nobody told: nothing is called quiet or closed that nobody knows."""

from digest.daily import daily
from digest.faults import _of_prices
from digest.lines import line
from digest.sentences import lead
from digest.shapes import Row
from tests.digest.material import idle_row, snapshot


def unsure() -> Row:
    row = idle_row("天津")
    row["no_trade_days"] = 0
    row["days"] = [{**day, "status": "unknown"} for day in row["days"]]
    return row


def test_no_edition_says_that_nobody_traded() -> None:
    made = line(unsure())
    assert "无数据" in made.absence
    assert lead([unsure()]) == []
    assert {cell.state for cell in daily([made]).rows[0][1]} == {"不明"}


def test_the_check_list_says_so() -> None:
    [found] = _of_prices(snapshot(week=[unsure()]))
    assert "不知是否交易日" in found.what
    assert "2017 年的节假日" in found.what
