"""The JSON-lines commands over metadata, duplicates and mentions: order, one answer a line, bad lines answered."""

import json

import pytest
from click.testing import CliRunner

from tanxun.__main__ import main

BAD = ["{broken", '{"id": "no text"}', "[1]"]


def run(command, *rows):
    lines = [json.dumps(row, ensure_ascii=False) if isinstance(row, dict) else row for row in rows]
    done = CliRunner().invoke(main, [command], input="\n".join(lines).encode())
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_metadata():
    (row,) = run("metadata", {"id": 1, "text": "发布日期：2017-5-18 来源：青山日报"})
    assert row == {
        "id": 1,
        "published_on": "2017-05-18",
        "publisher": "青山日报",
        "doc_number": None,
        "issuers": [],
        "signed_on": None,
    }


def test_duplicates():
    text = "青山市昨日启动碳普惠平台，首批接入公交和骑行场景，市民可以积分。预计全年减排两万吨。"
    rows = run(
        "duplicates",
        {"id": "b", "title": "", "text": text, "published_on": "2017-05-19"},
        "{broken",
        {"id": "a", "title": "", "text": text, "published_on": "May 18, 2017"},
        {"id": "c", "title": "", "text": "另一件事情，与前面的没有任何关系。", "published_on": "昨天"},
    )
    assert [row.get("cluster") for row in rows] == ["b", None, "b", "c"]
    assert [row.get("original") for row in rows] == ["a", None, "a", "c"]
    assert "error" in rows[1]
    assert "昨天" in rows[3]["warning"]


def test_mentions():
    text = "北京碳市场昨日成交均价59.78元/吨，成交1.5万吨。"
    (row,) = run("mentions", {"id": "x", "text": text, "published_on": "2017-05-19"})
    (mention,) = row["mentions"]
    assert (mention["day"], mention["price"], mention["volume_t"]) == ("2017-05-18", 59.78, 15000)
    (refused,) = run("mentions", {"id": "x", "text": text, "published_on": "bald"})
    assert "bald" in refused["error"]


@pytest.mark.parametrize("command", ["metadata", "duplicates", "mentions"])
def test_bad_lines_are_answered_and_do_not_stop(command):
    rows = run(command, *BAD, {"id": "last", "title": "", "text": "正文。"})
    assert [bool(row.get("error")) for row in rows] == [True, True, True, False]
    assert [row["id"] for row in rows] == [None, "no text", None, "last"]
