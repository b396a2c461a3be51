"""Cards of documents, the calendar of days ahead, and what goes on with an earlier issue."""

from datetime import date
from pathlib import Path

import pytest

from archive import issues
from archive.models import Issue
from digest import house
from digest.build import build
from digest.drafting import draft
from digest.errors import BuildError
from digest.snapshot import freeze
from tests.digest.conftest import FIRST, ISSUE_DAY, LAST, NOW, Put
from tests.digest.material import item, snapshot
from tests.digest.reading import running_text

TEXT = """样环发〔2017〕7号
各市环境保护局：
现将《样例省碳排放监测办法（试行）》印发给你们，请遵照执行。
各重点排放单位应当在2017年6月20日前完成配额清缴。
本办法自2017年6月1日起施行。
样例省环境保护厅
2017年5月10日"""
DOCUMENT = {
    "section": "policy",
    "official": True,
    "doc_number": "样环发〔2017〕7号",
    "issuers": ("样例省环境保护厅",),
    "signed_on": date(2017, 5, 10),
    "text": TEXT,
}


@pytest.fixture
def issue(put: Put) -> Issue:
    put("关于印发《样例省碳排放监测办法（试行）》的通知", **DOCUMENT)
    return draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)


def test_a_document_has_a_card_and_its_days_stand_in_the_calendar(issue: Issue) -> None:
    made = freeze(issue, {})
    (entry,) = next(section["items"] for section in made["sections"] if section["id"] == "policy")
    assert entry["card"] is not None
    assert entry["card"]["effective_on"] == "2017-06-01"
    assert [duty["by"] for duty in entry["card"]["duties"]] == ["2017-06-20"]
    assert [(due["day"], due["kind"]) for due in made["calendar"]] == [
        ("2017-06-01", "施行"),
        ("2017-06-20", "清缴履约"),
    ]


def test_card_and_calendar_are_printed(issue: Issue, tmp_path: Path) -> None:
    text = running_text(build(freeze(issue, {}), tmp_path).pdf)
    assert "施行日期2017年6月1日" in text
    assert "履约与征求意见日历" in text
    assert "2017-6-20清缴履约(截止)" in text


def test_what_goes_on_with_an_earlier_issue_says_so(issue: Issue, put: Put, tmp_path: Path) -> None:
    issues.publish(issue, "0" * 64, NOW)
    put("专家谈《样例省碳排放监测办法（试行）》", text="三位专家谈了看法，认为监测的次数合适。")
    put("别的一篇")
    second = freeze(draft(2, ISSUE_DAY, FIRST, LAST, now=NOW), {})
    found = {one["title"]: one["follows"] for section in second["sections"] for one in section["items"]}
    assert [told["number"] for told in found["专家谈《样例省碳排放监测办法（试行）》"]] == [1]
    assert found["别的一篇"] == []
    assert "【后续】专家谈" in running_text(build(second, tmp_path).pdf)


def test_the_next_stage_of_what_was_printed_goes_on_with_it(issue: Issue, put: Put) -> None:
    put("海南省就《光伏用地管理细则（征求意见稿）》征求意见", text="样例省能源局公开征求意见，为期一个月。")
    put("湖南省印发《配额分配实施方案》", text="湖南省生态环境厅印发方案。")
    first = draft(2, ISSUE_DAY, FIRST, LAST, now=NOW)
    issues.publish(first, "0" * 64, NOW)
    put("海南省印发《光伏用地管理细则》", text="样例省能源局正式印发细则。")
    put("湖北省印发《配额分配实施方案》", text="湖北省生态环境厅印发方案。")
    third = freeze(draft(3, ISSUE_DAY, FIRST, LAST, now=NOW), {})
    found = {one["title"]: one["follows"] for section in third["sections"] for one in section["items"]}
    assert [told["number"] for told in found["海南省印发《光伏用地管理细则》"]] == [2]
    assert found["湖北省印发《配额分配实施方案》"] == []


def test_an_item_without_a_card_prints_none(tmp_path: Path) -> None:
    assert "施行日期" not in running_text(build(snapshot({"policy": [item(1)]}), tmp_path).pdf)


def test_texts_of_the_press_are_condensed_where_the_house_says_so(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put("报社的一篇", official=False)
    put("机关的一篇", official=True)
    issue = draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)
    ours = house.load()
    for press, condensed in (("full", False), ("summary", True)):
        monkeypatch.setattr(house, "load", lambda press=press: {**ours, "press": press})
        items = [one for section in freeze(issue, {})["sections"] for one in section["items"]]
        assert {one["title"]: one["condensed"] for one in items} == {"报社的一篇": condensed, "机关的一篇": False}


def test_another_word_for_the_press_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(house.HOUSE.read_text(encoding="utf-8").replace('"full"\n', '"some"\n'), encoding="utf-8")
    with pytest.raises(BuildError, match="press"):
        house.load(file)
