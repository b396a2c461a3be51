"""The region of a text: the issuer before the title, the title before the text; a name inside another word is none."""

from pathlib import Path

import pytest

from nlp import places
from nlp.errors import BadFile
from nlp.places import region


@pytest.mark.parametrize(
    ("title", "text", "issuers", "wanted"),
    [
        ("武汉碳市场放量", "", (), "湖北"),
        ("关于开展核查工作的通知", "各市发展改革委：", ("福建省发展和改革委员会",), "福建"),
        ("广东企业参加欧盟会议", "", (), "广东"),
        ("欧洲议会表决碳边境调节机制", "", (), "欧盟"),
        ("全国碳市场启动", "", (), "全国"),
        ("关于印发《实施方案》的通知", "", ("国家能源局",), "全国"),
        ("《巴黎协定》开放签署", "记者从柏林获悉，德国将提出方案。", (), "德国"),
        ("巴黎协定生效", "各方表示欢迎。", (), ""),
        ("印度尼西亚推出碳交易所", "", (), ""),
        ("碳价回升", "北京时间五月十七日，", (), ""),
        ("全国碳市场能力建设（广东）中心举办培训", "", (), "广东"),
        ("关于开展核查工作的通知", "根据国家有关规定，北京等地先行。", ("教育部",), "全国"),
        ("关于开展核查工作的通知", "根据国务院文件，湖北等地先行。", ("某市统计局",), ""),
        ("发展中国家呼吁兑现承诺", "", (), ""),
        ("各地财政部门安排资金", "", (), ""),
        ("ＩＭＯ会议", "国际海事组织通过决议。", (), "联合国"),
    ],
)
def test_the_region(title: str, text: str, issuers: tuple[str, ...], wanted: str) -> None:
    assert region(title, text, issuers) == wanted


def test_a_broken_word_list_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "regions.toml").write_text("[china]\n", encoding="utf-8")
    monkeypatch.setattr(places, "FILE", tmp_path / "regions.toml")
    places._words.cache_clear()
    with pytest.raises(BadFile, match="restore or correct"):
        region("湖北")
    monkeypatch.undo()
    places._words.cache_clear()
    assert region("湖北") == "湖北"
