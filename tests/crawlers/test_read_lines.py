"""Lines inside a body that are no text go, and lines of the text that begin with the same words stay."""

import pytest

from crawlers.reading.article import read_article

TEXT = (
    "指数按月发布，首期样本取自三个港口的四十二条班轮航线，覆盖靠港、装卸和离港三个环节，数据由港口电表采集。",
    "编制单位的负责人说，价格和排放放在一张表上看，货主才能算清楚绿色航线究竟贵多少，船东也才有动力去换设备。",
    "下一步，三市准备把指数同碳普惠平台打通，对选用岸电的船公司给予靠泊优先，并公布靠港船舶的用电量。",
)
PAGE = """<html><head><meta charset="utf-8"><title>沿江三市发布航运指数</title></head><body>
<h1>沿江三市发布航运指数</h1>
<div class="inf">2021-05-20 来源：长河网</div><div class="article-content">{}</div></body></html>"""

NO_TEXT = """责编 / 李明
值班主任：李欢
一审：王明 二审：李立 三审：赵强
栏目主编：李明 文字编辑：王小二
网编：李明
图片编辑：吴九
作者：长河日报记者 李小明
（长河日报记者 李小明）
供稿：市局办公室
本文图片均由受访者提供
欢迎关注长河能源微信公众号
点击“阅读原文”查看更多
喜欢就点个“在看”吧
投资有风险，入市需谨慎。
以上内容仅供参考，不构成任何投资建议。
0人参与 0条评论
浏览次数：1234
12 收藏 我要举报
（原题为《江豚归来之后》）
资讯监督：李四 021-26093670
更多精彩内容请进入财经频道
登录后可以发言
返回长河节能网首页>>
Send comments to feedback@example.com
Copyright © 2021. Riverside Media. All rights reserved.
Receive daily email alerts"""
IS_TEXT = """编辑部门要把好内容关。
编辑：整理数据的环节不得省略任何一步。
审核标准：排放报告应当完整、准确
校对数据时以原始凭证为准
打印机、复印机等办公设备要优先采购节能产品
扫描件须加盖公章后上传
收藏级的老照片记录了码头变迁
关闭两条旧生产线，改建电炉
分享会上，三家企业作了介绍
来源：水电占四成，风电占两成，光伏占一成
责任编辑制度由出版单位自行制定
更多企业选择在岸电上投钱
监督电话：0000-12345678
（据统计，三季度排放下降）
数据来源：国家统计局
Subscribers to the scheme grew by a third in 2021
Contact between the two registries resumed in May
Copyright law does not cover registry data"""


def read(line: str) -> tuple[str, ...]:
    text = "".join(f"<p>{one}</p>" for one in (*TEXT, line))
    return read_article(PAGE.format(text).encode(), {}, "").paragraphs


@pytest.mark.parametrize("line", NO_TEXT.splitlines())
def test_what_a_site_puts_behind_a_text_is_none(line: str) -> None:
    assert read(line) == TEXT


@pytest.mark.parametrize("line", IS_TEXT.splitlines())
def test_a_sentence_that_begins_with_the_word_of_a_button_stays(line: str) -> None:
    assert read(line) == (*TEXT, line)
