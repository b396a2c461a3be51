"""Who must do what by when, in the turns of fifteen notices of our own."""

from datetime import date

import pytest

from nlp.cards import card

SIGNED = "\n某省生态环境厅\n2026年1月20日"


@pytest.mark.parametrize(
    ("sentence", "who", "by"),
    [
        ("各地级以上市生态环境局应于6月30日前完成核查。", "各地级以上市生态环境局", date(2026, 6, 30)),
        ("请督促重点排放单位于2026年12月31日前足额清缴配额。", "重点排放单位", date(2026, 12, 31)),
        ("请各企业务必于7月25日前完成履约。", "各企业", date(2026, 7, 25)),
        ("纳管单位应于2026年12月27日前清缴配额。", "纳管单位", date(2026, 12, 27)),
        ("碳排放管控单位需于2026年8月31日前履约。", "碳排放管控单位", date(2026, 8, 31)),
        ("竞价参与人须于2026年6月6日17:00前足额缴纳保证金。", "竞价参与人", date(2026, 6, 6)),
        ("企业须在2026年4月30日前编制数据质量控制计划。", "企业", date(2026, 4, 30)),
        ("会员应在9月30日15时前完成出入金操作。", "会员", date(2026, 9, 30)),
    ],
)
def test_a_duty_has_its_bearer_and_its_day(sentence: str, who: str, by: date) -> None:
    (duty,) = card("关于有关工作的通知", sentence + SIGNED).duties
    assert (duty.who, duty.by) == (who, by)


def test_what_was_done_before_a_day_is_no_duty() -> None:
    assert card("情况通报", "重点排放单位于2025年12月31日前均已清缴配额。" + SIGNED).duties == ()


def test_a_repost_keeps_the_year_of_the_signature() -> None:
    text = "第三方核查机构须于5月31日前提交核查报告。\n湖北省发展和改革委员会\n2016年4月28日"
    (duty,) = card("履约通知", text, date(2025, 7, 1)).duties
    assert duty.by == date(2016, 5, 31)


def test_comments_are_due_although_the_sentence_only_says_that_they_are_returned() -> None:
    text = "为规范碳普惠工作，现公开征求意见。有关单位和个人可于2026年2月15日前反馈。" + SIGNED
    assert card("关于公开征求管理办法意见的通知", text).comments_until == date(2026, 2, 15)


def test_a_city_names_its_province() -> None:
    text = "企业须在2026年4月30日前编制计划。\n唐山市生态环境局\n2026年1月20日"
    assert card("关于水泥行业数据质量的通知", text).region == "河北"
