"""The judge of sections: what must hold whatever the weights are. All sample text is our own."""

import pytest

from nlp.records import Document
from nlp.sections import SECTIONS, judge
from nlp.sections.judging import EmptyDocument

NOTICE = Document(
    "关于做好2023年度碳排放配额清缴工作的通知",
    "各重点排放单位：\n请于12月31日前通过注册登记系统完成配额清缴，逾期未清缴的将依法处理。\n联系电话：000-0000000\n某省生态环境厅\n2023年11月2日",
)
POLICY = Document(
    "某市人民政府关于印发某市碳达峰实施方案的通知",
    "某政发〔2022〕11号\n各区人民政府，市政府各部门：\n现将《某市碳达峰实施方案》印发给你们，请认真组织实施。\n某市人民政府\n2022年8月1日",
)
MARKET = Document(
    "某试点碳市场上周成交放量",
    "记者从交易所获悉，上周碳配额成交42万吨，成交额2300万元，周五收盘价56.2元/吨，环比上涨3%。",
)
DOMESTIC = Document(
    "北方最大光伏治沙基地并网发电",
    "央视记者今天获悉，这座位于内蒙古的光伏基地总装机两百万千瓦，每年可减少二氧化碳排放三百万吨。",
)
INTERNATIONAL = Document(
    "欧盟公布2040年减排目标草案",
    "欧盟委员会在布鲁塞尔公布草案，建议2040年温室气体净排放比1990年减少九成，成员国将在气候大会前表决。",
)
READING = Document(
    "碳价跌了，谁该着急？",
    "最近总有朋友问我：碳价还会跌吗？我认为，这个问题问反了。其实价格只是结果，分配才是原因。然而我们谈分配谈得太少。",
)
OFFTOPIC = Document(
    "球队主场险胜 锁定季后赛席位", "比赛最后一分钟，主场球队凭借队长的三分球反超，教练赛后称赞球员拼到了最后。"
)

CLEAR = {
    "notice": NOTICE,
    "policy": POLICY,
    "market": MARKET,
    "domestic": DOMESTIC,
    "international": INTERNATIONAL,
    "reading": READING,
    "offtopic": OFFTOPIC,
}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_clear_case_goes_to_its_section(section: str) -> None:
    assert judge(CLEAR[section]).section == section


@pytest.mark.parametrize("section", SECTIONS)
def test_an_answer_has_confidence_and_chinese_reasons(section: str) -> None:
    answer = judge(CLEAR[section])
    assert 0 < answer.confidence <= 1
    assert answer.reasons
    assert all(any("一" <= letter <= "鿿" for letter in reason) for reason in answer.reasons)


def test_reasons_name_the_terms_that_were_found() -> None:
    said = "；".join(judge(MARKET).reasons)
    assert "成交" in said


def test_compliance_outranks_the_form_of_a_government_document() -> None:
    document = Document(
        "某省发展改革委关于开展2016年度碳排放履约和配额清缴的通知",
        "某发改气候〔2017〕60号\n各纳入企业：\n请于6月30日前完成上年度配额清缴，核查机构应在5月底前提交核查报告。\n某省发展改革委\n2017年4月5日",
    )
    assert judge(document).section == "notice"


def test_a_story_about_a_document_is_not_the_document() -> None:
    document = Document(
        "国务院印发节能降碳新方案",
        "央视网消息：国务院日前印发方案，提出到2025年单位国内生产总值能耗继续下降。方案从工业、建筑、交通等方面作出部署。",
    )
    assert judge(document).section == "domestic"


def test_questions_and_answers_of_officials_are_reading() -> None:
    document = Document(
        "生态环境部有关负责人就碳核算新规答记者问",
        "近日，生态环境部印发新规。有关负责人回答了记者提问。问：出台背景是什么？答：原规定已不适应需要。问：何时施行？答：明年起。",
    )
    assert judge(document).section == "reading"


def test_advertising_that_sells_with_low_carbon_is_off_topic() -> None:
    document = Document(
        "低碳橱柜成装修新宠", "这款橱柜采用环保板材，款式时尚，深受消费者喜爱，全国专卖店促销，售价仅8800元。"
    )
    assert judge(document).section == "offtopic"


def test_recruitment_of_an_exchange_is_off_topic() -> None:
    document = Document(
        "某碳排放权交易中心招聘公告", "现公开招聘交易部职员两名。任职要求：本科以上学历，熟悉碳市场。请将简历发至邮箱。"
    )
    assert judge(document).section == "offtopic"


def test_news_from_abroad_without_climate_is_off_topic() -> None:
    document = Document(
        "某国总统宣布大选日期", "当地时间周一，该国总统在首都宣布，议会选举将于六月举行，反对党表示将参选。"
    )
    assert judge(document).section == "offtopic"


def test_the_same_document_gets_the_same_answer() -> None:
    assert [judge(MARKET) for _ in range(3)] == [judge(MARKET)] * 3


def test_a_title_alone_is_judged() -> None:
    assert judge(Document("各试点碳市场一周成交行情", "")).section == "market"


def test_a_text_alone_is_judged() -> None:
    assert judge(Document("", POLICY.title + "\n" + POLICY.text)).section == "policy"


def test_full_width_letters_and_hard_wraps_change_nothing() -> None:
    wrapped = Document(MARKET.title, "\n".join(MARKET.text[at : at + 17] for at in range(0, len(MARKET.text), 17)))
    wide = Document(MARKET.title, MARKET.text.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789%/."}))
    assert judge(wrapped).section == judge(wide).section == "market"
    assert judge(wide).confidence == pytest.approx(judge(MARKET).confidence, abs=1e-9)


def test_a_page_menu_around_the_text_changes_nothing() -> None:
    menu = " 新闻中心 通知公告 政策法规 国际资讯 国内资讯 联系我们 "
    assert judge(Document(MARKET.title, menu + MARKET.text + menu)) == judge(MARKET)


def test_what_lies_between_the_first_page_and_the_last_lines_is_not_read() -> None:
    middle = "碳" * 200_000
    one = judge(Document(POLICY.title, POLICY.text * 60 + middle + POLICY.text * 60))
    two = judge(Document(POLICY.title, POLICY.text * 60 + middle[:100_000] + "球" * 100_000 + POLICY.text * 60))
    assert one == two


def test_an_unclear_document_is_passed_to_the_editor_with_the_other_section_named() -> None:
    answer = judge(Document("座谈", "双方座谈。"))
    assert answer.abstain
    assert "请编辑定" in answer.reasons[-1]


def test_a_clear_document_is_not_passed_to_the_editor() -> None:
    assert not judge(NOTICE).abstain
    assert not judge(OFFTOPIC).abstain


@pytest.mark.parametrize("document", [Document("", ""), Document(" \n", "　\t")])
def test_an_empty_document_is_refused(document: Document) -> None:
    with pytest.raises(EmptyDocument, match="empty"):
        judge(document)


@pytest.mark.parametrize("text", ["\x00\ufffd", "🌏" * 50, "a" * 9000, "〔〕《》（）" * 40, "123,456.78"])
def test_odd_text_is_answered_not_refused(text: str) -> None:
    assert judge(Document("", text)).section in SECTIONS


def test_a_government_document_without_a_word_of_the_subject_is_shown_to_the_editor() -> None:
    document = Document(
        "某市人民政府关于印发某市加强电梯管理若干规定的通知",
        "某政发〔2019〕21号\n各区人民政府，市政府各部门：\n现将《某市加强电梯管理若干规定》印发给你们，请认真贯彻执行。\n某市人民政府\n2019年8月1日",
    )
    answer = judge(document)
    assert answer.abstain or answer.section != "offtopic"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "江豚群重现江城段",
            "入冬以来，渔政人员在长江江城段多次拍到江豚跃出水面。监测显示，禁渔三年，沿江水生生物种类明显增加。",
        ),
        (
            "志愿者清理海滩",
            "周六上午，两百名志愿者在海湾清理海洋垃圾，捡出塑料瓶、废渔网三百公斤，呼吁市民少用一次性塑料。",
        ),
        (
            "督察组：矿山复绿弄虚作假",
            "生态环境保护督察组下沉时发现，当地多处废弃矿山以喷漆代替生态修复，要求限期整改。",
        ),
    ],
)
def test_news_of_the_environment_without_a_word_of_carbon_is_kept(title: str, text: str) -> None:
    assert judge(Document(title, text)).section == "domestic"
