import json
import re

from nlp.keypoints import key_points, keywords

TITLE = "青山市启动碳普惠平台"
TEXT = """青山网青山5月18日电（记者 王某）青山市发展改革部门5月18日启动碳普惠平台，首批接入公交和骑行场景。
她说，这样的平台在西部尚属首个。
平台计划年内覆盖60万名用户，预计减排2.4万吨二氧化碳。
| 场景 | 用户 |
公交\t1200
该平台由市环境能源公司运营。
责任编辑：李某
"""
NOTICE = """青能发〔2017〕3号
各重点排放单位：
为做好今年碳排放配额清缴工作，现将《青山市配额清缴工作方案》印发给你们，请认真贯彻执行。
一、迅速开展自查工作。
（二）重点排放单位应于6月30日前通过注册登记系统提交足额配额，逾期未清缴的依法处罚。
请认真组织落实。
联系人：张某 电话：010-12345678
青山市能源局
2017年5月18日
"""


def test_points_are_sentences_of_the_text_in_its_order():
    points = key_points(TITLE, TEXT)
    assert points == [
        "青山市发展改革部门5月18日启动碳普惠平台，首批接入公交和骑行场景。",
        "平台计划年内覆盖60万名用户，预计减排2.4万吨二氧化碳。",
    ]


def test_a_notice_gives_what_is_issued_and_the_duty_with_its_day():
    points = key_points("关于做好碳排放配额清缴工作的通知", NOTICE)
    assert len(points) == 2
    assert "《青山市配额清缴工作方案》印发" in points[0]
    assert points[1].startswith("重点排放单位应于6月30日前")


def test_the_limit_is_kept_and_repetition_left_out():
    text = "".join(f"青山市第{n}个碳普惠场景今日启动，覆盖{n}万名用户参与。" for n in range(1, 9))
    assert len(key_points(TITLE, text, limit=1)) == 1
    assert len(key_points(TITLE, TEXT + TEXT)) == 2


def test_lines_that_a_pdf_wrapped_are_joined():
    text = "青山市人民政府今日宣布将在全市范围内\n启动碳排放权交易试点工作，首批纳入五十\n家重点排放单位。"
    assert key_points("", text) == [text.replace("\n", "")]


def test_a_text_without_a_sentence_has_no_points():
    assert key_points("", "") == []
    assert key_points("碳价图", "青山 31.5\n绿水 22.1") == []


def test_keywords_speak_of_the_text():
    words = keywords("碳排放配额清缴工作启动", NOTICE, limit=5)
    assert len(words) == 5
    assert any("清缴" in word for word in words)


def test_points_of_real_articles(shared):
    rows = [json.loads(line) for line in (shared / "corpus/articles.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["section"] != "offtopic" and row["text"].count("。") > 3]
    found = [(row, key_points(row["title"], row["text"])) for row in rows]
    assert sum(bool(points) for _, points in found) / len(found) >= 0.97
    for row, points in found:
        text = re.sub(r"\W", "", re.sub(r"<[^>]+>", "", row["text"]))
        places = [text.find(re.sub(r"\W", "", point)[:12]) for point in points]
        assert len(points) <= 3
        assert sum(place >= 0 for place in places) == len(places)
        assert not [point for point in points if point.startswith(("他", "她", "该", "此外", "其中", "|"))]
