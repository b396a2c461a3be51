"""Duplicates under attack: series that share all but a figure stay apart, reprints that lost half come together."""
# ruff: noqa: E501  (a sample is one line, as its source prints it)

from datetime import date, timedelta

import pytest

from nlp.duplicates import Entry, cluster

BODY = (
    "为做好年度碳排放管理，现将有关事项公告如下。一、参加单位应当在系统中完成注册并签署承诺书。"
    "二、竞买人应当按时足额缴纳保证金，逾期视为放弃。三、成交后三个工作日内办理交割。四、本公告由交易中心负责解释。"
)
NEWS = [
    "记者昨日从石湾市生态环境局获悉，全市首个零碳物流园在城北投入运行。",
    "园区屋顶铺设光伏板6.2万平方米，年发电量约720万千瓦时，可满足园区八成用电。",
    "五十台电动重卡在园区内换电，每次只需4分钟。",
    "园区负责人陈某表示，剩余排放将通过购买林业碳汇抵消，第三方机构已出具核查报告。",
    "据测算，园区每年可减少二氧化碳排放5300吨。",
    "石湾市计划三年内建成12个同类园区，并给予每个园区最高200万元补助。",
    "专家提醒，零碳不能只算用电，运输和包装的排放也应纳入核算边界。",
]


def _groups(*entries: Entry) -> int:
    return len({group for _, group, _ in cluster(entries)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2017年度第三次配额竞价公告", "2017年度第四次配额竞价公告"),
        ("2017年度配额拍卖公告", "2018年度配额拍卖公告"),
        ("广东省配额有偿发放公告", "湖北省配额有偿发放公告"),
        ("石湾市碳普惠项目公示（第2批）", "石湾市碳普惠项目公示（第3批）"),
        ("关于清明节休市的公告", "关于端午节休市的公告"),
        ("关于暂停甲公司交易权限的公告", "关于暂停乙公司交易权限的公告"),
        ("青石县光伏项目减排量竞价公告", "白石县光伏项目减排量竞价公告"),
        ("碳市场周报（2023年第18期）", "碳市场周报（2023年第19期）"),
        ("CCER登记公告（第十二号）", "CCER登记公告（第十三号）"),
        ("3月核查机构考评结果", "4月核查机构考评结果"),
    ],
)
def test_a_series_with_one_text_stays_apart(one: str, other: str) -> None:
    assert _groups(Entry("a", one, f"{one}\n{BODY}"), Entry("b", other, f"{other}\n{BODY}")) == 2


def test_daily_notices_of_two_months_stay_apart() -> None:
    first = date(2023, 3, 1)
    days = [first + timedelta(days=at) for at in range(60)]
    notes = [
        Entry(
            str(at),
            "全国碳市场每日成交数据",
            f"今日全国碳市场开盘价{55 + at * 0.13:.2f}元/吨，收盘价{55.2 + at * 0.17:.2f}元/吨，挂牌协议成交量{1200 + 37 * at}吨，"
            f"成交额{66000 + 913 * at}元。截至今日，累计成交量{230_000_000 + 4100 * at}吨。",
            day,
        )
        for at, day in enumerate(days)
    ]
    assert _groups(*notes) == len(notes)


@pytest.mark.parametrize(
    "reprint",
    [
        "".join(NEWS[:4]),
        "".join(NEWS[1:]),
        "原标题：石湾零碳园\n" + "".join(NEWS) + "\n声明：转载此文出于传递更多信息之目的。版权归原作者所有。",
        "\n\n".join(NEWS).replace("，", ",").replace("。", "．"),
        "".join(NEWS).replace("获悉", "了解到").replace("表示", "说").replace("据测算", "测算显示"),
        "【石湾市生态环境局】" + "".join(NEWS[:3]) + "（图为园区）" + "".join(NEWS[3:]),
    ],
    ids=["cut", "no lead", "furniture", "marks", "words", "captions"],
)
def test_a_reprint_is_found(reprint: str) -> None:
    original = Entry("a", "石湾首个零碳物流园投用", "".join(NEWS), date(2024, 4, 1))
    assert _groups(original, Entry("b", "零碳物流园来了！屋顶发电 重卡换电", reprint, date(2024, 4, 3))) == 1


FORM = (
    "受项目业主委托，交易所定于下月举行林业碳普惠减排量竞价转让。竞买人须在报名截止前提交材料并缴纳保证金。"
    "成交后三个工作日内完成交割。交易所不对项目质量作出保证，竞买人应自行判断风险。咨询请联系业务部。"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("竞价公告（一）", "竞价公告（二）"),
        ("碳市场周报（总第128期）", "碳市场周报（总第129期）"),
        ("2024年第1号公告", "2024年第2号公告"),
        ("始兴县林业碳普惠项目竞价公告", "乳源县林业碳普惠项目竞价公告"),
        ("第十批审定机构名单", "第十一批审定机构名单"),
        ("CEA19-20收盘行情", "CEA21收盘行情"),
        ("Ⅰ标段中标公告", "Ⅱ标段中标公告"),
        ("一季度碳市场运行情况", "二季度碳市场运行情况"),
    ],
)
def test_a_series_under_one_form_is_never_merged(one: str, other: str) -> None:
    found = {name: group for name, group, _ in cluster([Entry("a", one, FORM), Entry("b", other, FORM)])}
    assert found == {"a": "a", "b": "b"}


def test_the_number_of_an_issue_may_stand_in_the_text_only() -> None:
    entries = [Entry(n, "竞价公告", f"第{n}期：{FORM}") for n in ("28", "25")]
    assert len({group for _, group, _ in cluster(entries)}) == 2
