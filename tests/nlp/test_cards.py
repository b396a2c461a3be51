"""Policy cards, deadlines and the mistakes that an editor should see. All sample text is our own."""

from datetime import date

import pytest

from nlp import cards, deadlines, faults
from nlp.records import Document

OLD_NOTICE = """环办气候〔2017〕12号
关于开展碳排放核查的通知
各省、自治区、直辖市环境保护厅（局）：
为做好核查工作，现将有关事项通知如下。
环境保护部
2017年5月12日
"""
NOTICE = """广东省生态环境厅关于做好2023年度碳排放配额清缴工作的通知
粤环某函〔2024〕88号
各重点排放单位、各核查机构：
根据《碳排放权交易管理办法》（部令第19号），现将有关事项通知如下。
一、重点排放单位应于3月31日前通过平台报送2023年度排放报告。
二、核查机构应在6月30日前完成核查并提交核查报告。
三、各重点排放单位须在12月31日前足额清缴配额，逾期未清缴的，依法处罚。
四、定于4月16日召开发电、水泥行业业务培训会。
五、如有意见，请于2024年3月20日前反馈我厅。
本通知自2024年3月10日起施行，有效期两年。
附件：1.重点排放单位名单
2.清缴操作指南
广东省生态环境厅
2024年3月1日
"""
TODAY = date(2024, 3, 2)


def test_a_card_says_who_must_do_what_by_when() -> None:
    card = cards.card("", NOTICE, TODAY)
    assert (card.doc_number, card.issuers) == ("粤环某函〔2024〕88号", ("广东省生态环境厅",))
    assert (card.signed_on, card.effective_on, card.comments_until) == (
        date(2024, 3, 1),
        date(2024, 3, 10),
        date(2024, 3, 20),
    )
    assert (card.region, card.sectors) == ("广东", ("发电", "水泥"))
    assert [(duty.who, duty.by) for duty in card.duties] == [
        ("重点排放单位", date(2024, 3, 31)),
        ("核查机构", date(2024, 6, 30)),
        ("各重点排放单位", date(2024, 12, 31)),
    ]
    assert card.duties[0].sentence in NOTICE
    assert card.attachments == ("重点排放单位名单", "清缴操作指南")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本办法自印发之日起施行。", date(2020, 5, 6)),
        ("本条例自2020年7月1日起正式施行。", date(2020, 7, 1)),
        ("各单位要认真组织实施。", None),
    ],
)
def test_when_a_document_takes_effect(text: str, day: date | None) -> None:
    body = f"某省人民政府关于节能的通知\n某政发〔2020〕5号\n各市：\n{text}\n某省人民政府\n2020年5月6日"
    assert cards.card("", body).effective_on == day


def test_days_that_lie_ahead_with_their_sentences() -> None:
    found = [(one.day, one.kind, one.until) for one in deadlines.find(NOTICE, TODAY)]
    assert found == [
        (date(2024, 3, 10), "effect", False),
        (date(2024, 3, 20), "comment", True),
        (date(2024, 3, 31), "report", True),
        (date(2024, 4, 16), "meeting", False),
        (date(2024, 6, 30), "verification", True),
        (date(2024, 12, 31), "surrender", True),
    ]
    assert all(one.sentence in NOTICE for one in deadlines.find(NOTICE, TODAY))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清明节4月5日至4月7日休市。", [(date(2024, 4, 7), "closing", date(2024, 4, 5))]),
        ("竞价将于2024年4月12日上午10:00举行。", [(date(2024, 4, 12), "auction", None)]),
        ("报名截止时间：2024年5月6日17:00。", [(date(2024, 5, 6), "application", None)]),
        ("公示期为3月4日至3月8日，如有异议请书面反馈。", [(date(2024, 3, 8), "objection", date(2024, 3, 4))]),
        ("请各企业于明年1月31日前报送月报。", [(date(2025, 1, 31), "report", None)]),
        ("去年12月31日，全部企业完成清缴。", []),
        ("截至3月1日，碳市场累计成交5万吨。", []),
        ("会议已于3月1日召开。", []),
        ("2023年3月5日前提交报告的企业共三百家。", []),
    ],
)
def test_a_deadline_or_an_event(text: str, expected: list[tuple[date, str, date | None]]) -> None:
    assert [(one.day, one.kind, one.first) for one in deadlines.find(text, TODAY)] == expected


def _names(document: Document, **held: int) -> list[str]:
    return [fault.name for fault in faults.find(document, **held)]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (Document("评论", "他引用2017年5月14日的讲话作为例子。", published_on=date(2016, 5, 15)), "wrong_year"),
        (Document("", NOTICE, published_on=date(2024, 2, 20)), "published_before_signed"),
        (Document("", NOTICE, "河北省人民政府办公厅"), "source_not_issuer"),
        (Document("通知", "联系人：王某，138 1234 5678。"), "private_phone"),
        (Document("消息", "特朗?政府宣布退出协定。"), "lost_glyphs"),
        (Document("消息", "煤炭\ufffd石油价格下跌。"), "lost_glyphs"),
        (Document("消息", "碳价走势如下图所示。"), "missing_figure"),
        (Document("消息", "各行业配额见下表。"), "missing_table"),
        (Document("消息", "碳市场开市。\n各地正在抓紧完善有关制度并且准备在今年年底以前全面"), "cut_off"),
        (Document("消息", "我希望这里能成为样板。\n工作正在推进。"), "orphaned_first_person"),
        (Document("消息", "我省三家企业完成交易。"), "whose_place"),
    ],
)
def test_a_mistake_is_shown_with_its_evidence(document: Document, name: str) -> None:
    found = {fault.name: fault for fault in faults.find(document)}
    assert name in found
    assert found[name].evidence
    assert found[name].sentence.endswith("。")


@pytest.mark.parametrize(
    "document",
    [
        Document("", NOTICE, "广东省生态环境厅", published_on=date(2024, 3, 4)),
        Document("", NOTICE, "广东省人民政府", published_on=date(2024, 3, 4)),
        Document("", OLD_NOTICE, "生态环境部", published_on=date(2017, 5, 18)),
        Document("评论", "这是为什么?我们不知道。怎样才算公平?各方说法不一。"),
        Document("专访", "记者：您怎么看？\n我认为这是好事。"),
        Document("消息", "他说：“我省企业都完成了。”客服电话010-88886666。"),
        Document("消息", "2017年5月8日，碳市场开市。\n（记者 某某）", published_on=date(2017, 5, 9)),
        Document("消息", "编号13812345678901的合同已签署。"),
    ],
)
def test_what_is_in_order_raises_nothing(document: Document) -> None:
    assert _names(document) == []


def test_a_figure_that_is_there_is_not_missed() -> None:
    assert _names(Document("消息", "碳价走势如下图所示。"), images=1) == []


def test_mobile_numbers_are_masked_and_nothing_else() -> None:
    text = "手机13812345678或138-1234-5678，座机010-88886666，配额13812345.678吨"
    assert faults.mask(text) == "手机138****5678或138****5678，座机010-88886666，配额13812345.678吨"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("请于10月8日下午5点前将书面意见反馈至邮箱。", (date(2024, 10, 8), "comment", True)),
        ("保证金须于10月10日（周四）16:00前到账。", (date(2024, 10, 10), "auction", True)),
        ("核查机构应于9月底前提交核查报告。", (date(2024, 9, 30), "verification", True)),
        ("清缴截止日为2024年12月31日。", (date(2024, 12, 31), "surrender", True)),
        ("会议定于下周三举行。", (date(2024, 9, 25), "meeting", False)),
        ("去年12月31日前，企业完成清缴。", None),
        ("培训班拟于10月中旬举办。", None),
    ],
)
def test_the_day_and_the_kind_of_an_event(text: str, said: tuple[date, str, bool] | None) -> None:
    found = [(one.day, one.kind, one.until) for one in deadlines.find(text, date(2024, 9, 20))]
    assert found == ([said] if said else [])
