from datetime import date

import pytest

from nlp import names
from nlp.errors import BadFile


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("新华", "新华社"),
        ("新华网", "新华网"),
        ("中新网", "中国新闻网"),
        ("碳 K 线", "碳K线"),
        ("碳ｋ线", "碳K线"),
        ("中华人民共和国环境保护部", "环境保护部"),
        ("国家发改委", "国家发展和改革委员会"),
        ("四川省发改委", "四川省发展和改革委员会"),
        ("广东省发展改革委", "广东省发展和改革委员会"),
        ("德州市环保局", "德州市环境保护局"),
        ("英国《金融时报》", "金融时报（英国）"),
        ("某某 周报", "某某周报"),
        ("Carbon  Pulse", "Carbon Pulse"),
        ("人民网－人民日报", "人民日报"),
        ("光明网-《光明日报》", "光明日报"),
        ("人民网-文化频道", "人民网"),
        ("澎湃新闻·澎湃号·政务", "澎湃新闻"),
        ("华夏时报(北京)", "华夏时报"),
        ("央视《新闻联播》", "央视网"),
        ("某地-某报", "某地-某报"),
        ("浙江能源监管办", "国家能源局浙江监管办公室"),
        ("中碳登", "中国碳排放权注册登记结算有限责任公司"),
        ("中国能源网", "中国能源网"),
        ("某某区发改局", "某某区发展和改革局"),
    ],
)
def test_one_name_for_one_publisher(printed, normal):
    assert names.publisher(printed) == normal


def test_names_of_one_house_stay_apart_and_know_their_house():
    press, web = names.look_up("青岛日报"), names.look_up("青报网")
    assert press
    assert web
    assert (press.name, press.house) != (web.name, press.house)
    assert press.house == web.house
    assert names.look_up("谁也不认识的报") is None


def test_a_level_without_a_place_gets_it_from_the_number():
    assert names.issuer("省政府", "苏政发〔2022〕31号") == "江苏省人民政府"
    assert names.issuer("市发展改革委", "津发改双碳〔2022〕93号") == "天津市发展和改革委员会"
    assert names.issuer("省政府", None) == "省政府"
    assert names.issuer("市生态环境局", "粤环〔2020〕1号") == "市生态环境局"


def test_a_renamed_body():
    assert names.successor("环保部", date(2017, 5, 19)) == "环境保护部"
    assert names.successor("国家环保总局", date(2021, 1, 1)) == "生态环境部"
    assert names.successor("银监会", date(2018, 3, 17)) == "中国银行保险监督管理委员会"
    assert names.successor("银监会") == "国家金融监督管理总局"


def test_a_spelling_under_two_names_is_refused(tmp_path):
    file = tmp_path / "publishers.toml"
    entry = '[[publisher]]\nname = "{}"\nkind = "web"\nalias = ["同名"]\n'
    file.write_text(entry.format("甲报") + entry.format("乙报"), encoding="utf-8")
    with pytest.raises(BadFile, match="甲报 and 乙报"):
        names._names(file)
