"""Rules that 26 notices and stories of our own showed when their key points were read by eye."""

from nlp.keypoints import key_points


def test_a_story_that_begins_with_its_reporter_keeps_its_lead() -> None:
    text = "记者从省生态环境厅获悉，截至7月20日，全省391家控排企业全部完成2023年度履约。\n不过，价格回落至48.3元/吨。"
    assert key_points("全省完成履约", text) == ["截至7月20日，全省391家控排企业全部完成2023年度履约。"]


def test_words_of_a_sign_off_may_begin_a_sentence() -> None:
    text = (
        "审核工作组近日进驻内蒙古，对42家发电企业开展现场检查，发现问题线索116条。\n作者：王某\n来源：某网站\n"
        "咨询机构预计，2030年全国碳价将达到每吨130元。\n更多精彩内容请关注我们的公众号，每日更新碳市场行情。"
    )
    assert key_points("数据质量检查", text) == [
        "审核工作组近日进驻内蒙古，对42家发电企业开展现场检查，发现问题线索116条。",
        "咨询机构预计，2030年全国碳价将达到每吨130元。",
    ]


def test_the_terms_of_an_auction_are_points_although_short_and_numbered() -> None:
    text = (
        "受省发展改革委委托，定于2017年6月20日举行配额有偿竞价，现将有关事项公告如下：\n一、竞价标的：2016年度配额30万吨。\n"
        "二、政策保留价：15.2元/吨。\n三、申报限额：每个账户不超过9万吨。"
    )
    points = key_points("关于开展有偿竞价的公告", text)
    assert "政策保留价：15.2元/吨。" in points
    assert "竞价标的：2016年度配额30万吨。" in points


def test_no_point_leans_on_what_the_sentence_before_said() -> None:
    text = (
        "8月3日，生态环境部约谈4家核查机构。\n通报显示，上述机构承担了86家企业的核查任务。\n"
        "围绕上述问题，部署了27项整改任务。\n按每吨60元计，要多花2100万元。"
    )
    assert key_points("约谈核查机构", text) == ["8月3日，生态环境部约谈4家核查机构。"]
