"""Which two titles are stages of one thing. All titles are our own."""

import pytest

from nlp.sequels import subjects

STAGES = [
    ("海南省就《碳普惠管理办法（征求意见稿）》公开征求意见", "海南省印发《海南省碳普惠管理办法》"),
    ("《碳排放权交易管理暂行条例（草案）》提请审议", "国务院公布《碳排放权交易管理暂行条例》"),
    ("广东省2024年度碳排放配额第一次有偿竞价公告", "广东省2024年度碳排放配额第一次有偿竞价结果"),
    ("库布齐200万千瓦光伏基地开工建设", "库布齐200万千瓦光伏基地并网发电"),
    ("上海市公开征求碳排放管理办法意见", "上海市修订碳排放管理办法"),
    ("《北京市应对气候变化条例（草案二次审议稿）》征求意见", "《北京市应对气候变化条例》表决通过"),
    ("生态环境部就《温室气体自愿减排项目管理办法（试行）》征求意见", "《温室气体自愿减排项目管理办法（试行）》印发"),
]
STRANGERS = [
    ("湖北省印发《碳达峰实施方案》", "湖南省印发《碳达峰实施方案》"),
    ("广东省2024年度碳排放配额第一次有偿竞价公告", "广东省2024年度碳排放配额第二次有偿竞价公告"),
    ("广东省2023年度碳排放配额第一次有偿竞价结果", "广东省2024年度碳排放配额第一次有偿竞价结果"),
    ("《上海市2023年碳排放配额分配方案》印发", "《上海市2024年碳排放配额分配方案》印发"),
    ("某省首个光伏项目并网", "某市首个光伏项目开工"),
    ("江苏启东海上风电项目并网", "江苏如东海上风电项目开工"),
    ("《工作方案》印发", "《工作方案》解读"),
    ("《碳达峰方案》印发", "《碳达峰方案》发布"),
    ("碳市场成交活跃", "碳市场扩围"),
]


@pytest.mark.parametrize(("one", "next_one"), STAGES)
def test_the_next_stage_of_one_thing(one: str, next_one: str) -> None:
    assert subjects(one) & subjects(next_one)


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_what_only_sounds_alike(one: str, other: str) -> None:
    assert not subjects(one) & subjects(other)


def test_the_issuer_says_where_a_title_does_not() -> None:
    drafted = subjects("《碳普惠管理办法（草案）》听证会", "", ("海南省生态环境厅",))
    assert drafted == subjects("海南省印发《碳普惠管理办法》")
