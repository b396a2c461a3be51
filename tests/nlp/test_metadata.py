import json
from datetime import date

import pytest

from nlp.metadata import read

DAY = date(2017, 5, 18)
NOTICE = """青山省应对气候变化局 青山省统计局
关于印发《青山省碳排放核算
办法（试行）》的通知
青气候规〔2021〕 12 号
各市（州）人民政府，省直有关单位：
根据《国家核算办法》（国算发〔2019〕7号）要求，现将办法印发给你们。
附件：青山省碳排放核算办法
青山省应对气候变化局
青山省统计局
2021 年 9 月 2
日
（此件公开发布）
青山省应对气候变化局办公室 2021年9月8日印发
"""


def test_a_joint_notice():
    facts = read(NOTICE)
    assert facts.doc_number == "青气候规〔2021〕12号"
    assert facts.issuers == ("青山省应对气候变化局", "青山省统计局")
    assert facts.signed_on == date(2021, 9, 2)
    assert facts.published_on is None
    assert facts.publisher is None


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("关于开展核查的通知（青环函[2020]3号）\n各市生态环境局：", "青环函〔2020〕3号"),
        ("青山省人民政府关于节能的决定青政发〔2005〕39号各市人民政府：为推进节能。", "青政发〔2005〕39号"),
        ("青能函〔2020〕3号关于印发《方案》的通知各市能源局、统计局。现印发。", "青能函〔2020〕3号"),
        ("青山市人民政府办公室青政办发〔2020〕3号关于节能的通知各区县。", "青政办发〔2020〕3号"),
        ("青山省人民政府文件\n青政发 【2017】 第 8 号\n关于节能的通知", "青政发〔2017〕8号"),
        ("索引号：0001/2017-5\n发文字号：青办字〔2017〕5号\n关于节能的通知", "青办字〔2017〕5号"),
        ("青山省生态环境厅\n公　告\n2021年　第12号\n关于发布标准的公告", "青山省生态环境厅公告2021年第12号"),
        ("青山省人民政府令\n（第19号）\n《办法》现予公布。", "青山省人民政府令第19号"),
        ("关于落实方案的通知\n为落实《减排方案》\n（国减发〔2016〕61号）\n要求，制定本通知。", None),
        ("近日，省局印发关于节能的通知（青环〔2017〕1号），要求各地落实。", None),
        ("根据关于节能的通知（青环〔2017〕1号）\n开展工作。", None),
        ("青环〔2017〕号\n关于节能的通知", None),
    ],
)
def test_the_own_number_and_never_a_cited_one(head, number):
    assert read(head).doc_number == number


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            "科学部等九部门关于印发方案的通知\n各有关单位：\n现印发。\n科学部\n能源局\n2022年6月24日",
            ("科学部", "能源局"),
        ),
        (
            "关于节能的通知\n各单位：\n请遵照执行。\n青山市生态环境局 / 青山市统计局\n2022年1月1日",
            ("青山市生态环境局", "青山市统计局"),
        ),
        ("青山市人民政府办公\n室文件\n青政办发〔2021〕16号\n关于节能的通知", ("青山市人民政府办公室",)),
        ("国 务 院\n关于节能的通知", ("国务院",)),
        ("青山日报讯 节能工作展开。", ()),
    ],
)
def test_issuers(text, issuers):
    assert read(text).issuers == issuers


def test_annexes_after_the_sign_off_do_not_move_the_day():
    text = NOTICE + "青山省碳排放核算办法\n第一条 为核算。\n青山省核算中心\n2023年1月1日"
    assert read(text).signed_on == date(2021, 9, 2)


def test_numerals_of_a_run_on_text():
    head = "青山省人民政府关于环保的决定青政发〔2005〕3号各市人民政府：　　为保护环境。"
    signed = read(f"{head}{'　' * 20}青山省人民政府{'　' * 9}二○○五年十二月三日")
    assert signed.signed_on == date(2005, 12, 3)
    below = read("青山省关于环保的决定\n青政发〔1990〕5号（一九九〇年十二月五日）\n保护环境。")
    assert below.signed_on == date(1990, 12, 5)


@pytest.mark.parametrize(
    ("line", "day", "publisher"),
    [
        ("发布日期: 2017-5-18  来源: 碳 K 线", DAY, "碳 K 线"),
        ("2017年05月18日08:59 | 来源：人民网－人民日报 小字号", DAY, "人民网－人民日报"),
        ("来源：青山日报 2017-05-18 作者：某某 点击：10", DAY, "青山日报"),
        ("信息来源：市住建委发布时间：2017 年 5 月 18 日", DAY, "市住建委"),
        ("2017年05月18 来源：", DAY, None),
        ("更新时间：2017-05-20 发布时间：2017-05-18", DAY, None),
        ("（来源：青山能源报，2017-5-18）", DAY, "青山能源报"),
        ("2017-05-18 10:22 来源: 青山周刊 北京 举报", DAY, "青山周刊"),
        ("来源：英国《金融时报》", None, "英国《金融时报》"),
        ("发布时间：2017-05-18 发布人：王某", DAY, "王某"),
        ("青山日报讯（记者王某）", None, "青山日报"),
        ("新华社青山5月18日电（记者 王某）", None, "新华社"),
        ("本报讯（记者王某）昨日", None, None),
        ("青都讯 记者王某", None, "青都"),
        ("公示时间：2017年5月18日—25日", None, None),
        ("2017年5月18日青山碳市场行情", None, None),
        ("德国时间 2017 年 5 月 18 日，会议开幕。", None, None),
        ("资料来源：青山统计局", None, None),
    ],
)
def test_bylines(line, day, publisher):
    facts = read(line)
    assert (facts.published_on, facts.publisher) == (day, publisher)


def test_the_title_may_be_given_apart():
    assert (
        read("各单位：\n请执行。", title="青山省统计局关于节能的通知（青统〔2020〕1号）").doc_number
        == "青统〔2020〕1号"
    )


def test_floors_on_real_documents(shared):
    rows = [json.loads(line) for line in (shared / "corpus/docmeta.jsonl").read_text("utf-8").splitlines()]
    facts = [(row, read(f"{row['raw_head']}\n……\n{row['raw_tail']}")) for row in rows]
    numbers = [one.doc_number == "".join(row["doc_number"].split()) for row, one in facts]
    days = [one.signed_on.isoformat() == row["date"] for row, one in facts if row["date"] and one.signed_on]
    issuers = [any(i in body or body in i for body in row["issuing_bodies"] for i in one.issuers) for row, one in facts]
    assert sum(numbers) / len(rows) >= 0.96
    assert sum(issuers) / len(rows) >= 0.95
    assert sum(days) / sum(bool(row["date"]) for row in rows) >= 0.96


def test_floors_on_real_bylines(shared):
    rows = [json.loads(line) for line in (shared / "corpus/bylines.jsonl").read_text("utf-8").splitlines()]
    facts = [(row, read(row["raw"])) for row in rows]
    days = [(one.published_on.isoformat() if one.published_on else None) == row["date"] for row, one in facts]
    assert sum(days) / len(rows) >= 0.96
    assert sum((one.publisher or None) == (row["source"] or None) for row, one in facts) / len(rows) >= 0.96
