"""How sites word the line that names the source, above a text and below it."""

from datetime import date

import pytest

from crawlers.reading.article import ReadArticle, read_article

TITLE = "沿江三市联合发布低碳航运指数"
TEXT = (
    "指数按月发布，首期样本取自三个港口的四十二条班轮航线，覆盖靠港、装卸和离港三个环节，数据由港口电表和船舶自动识别系统采集。",
    "编制单位的负责人说，价格和排放放在一张表上看，货主才能算清楚绿色航线究竟贵多少，船东也才有动力去换岸电设备。",
    "下一步，三市准备把指数同碳普惠平台打通，对选用岸电的船公司给予靠泊优先。",
)
PAGE = """<html><head><meta charset="utf-8"><title>{title}_长河能源</title></head><body>
<div class="nav2"><a>首页</a></div><div class="detail"><h1>{title}</h1>
<div class="inf">{above}</div><div class="cc">{text}</div></div></body></html>"""

ABOVE = [
    ("2021年05月20日08:46 来源：长河网 微博 微信 空间 分享", "长河网"),
    ("2021-05-20 来源：《江潮》2021年第20期", "《江潮》2021年第20期"),
    ("来源：长河网-《长河电讯》 2021-05-20", "长河网-《长河电讯》"),
    ("2021-05-20 来源：长河网、江潮社", "长河网、江潮社"),
    ("2021-05-20 来源：rivBeta.COM", "rivBeta.COM"),
    ("供稿：气候处　审核：王小二　发布时间：2021-05-20", "气候处"),
    ("发布：2021-05-20  部门：科技与国际合作处", "科技与国际合作处"),
    ("来源 长河城市报 2021-05-20", "长河城市报"),
    ("2021-05-20 来源 / 长河周刊", "长河周刊"),
    ("原载：《长河周刊》 2021-05-20", "《长河周刊》"),
    ("来源：【长河导报】 2021-05-20", "长河导报"),
    ("来源：微信公众号“长河碳观察” 2021-05-20", "微信公众号“长河碳观察”"),
    ("信息来源:市生态局 信息时间：2021-05-20 点击率：44", "市生态局"),
    ("2021-05-20 来源：长河日报 文/图 记者 李四", "长河日报"),
    ("来源：江潮社/作者：张小三 2021-05-20", "江潮社"),
    ("2021-05-20 08:22:11  来源：综合", "综合"),
    ("Source: Riverside Times Published: 2021-05-20", "Riverside Times"),
    ("By Ann Li | Riverside Daily | Updated: 2021-05-20 07:22", "Riverside Daily"),
    ("<em>罗晗</em><em>长河证券报·长证网</em><time>2021-05-20 21:31</time>", "长河证券报·长证网"),
    ("<span>长河报</span><span>记者 吴淋</span><span>编辑 岳周</span><span>2021-05-20 13:25</span>", "长河报"),
    ("<span class='from'>来自<a>能源圈</a></span> 2021-05-20", "能源圈"),
    ("长河晚报记者 李小明 2021-05-20 10:00", "长河晚报"),
    ("李小明 长河晚报 2021-05-20 10:00", "长河晚报"),
    ("长河晚报讯 2021-05-20", "长河晚报"),
    ("来源：长河晚报，2021-05-20", "长河晚报"),
    ("信息发布：市局办公室 2021-05-20", "市局办公室"),
    ("来源：长河晚报 所属栏目：要闻 2021-05-20", "长河晚报"),
    ("来源：长河晚报 已浏览33次 2021-05-20", "长河晚报"),
    ("来源：长河晚报 A+ A- 2021-05-20", "长河晚报"),
    ("来源：市发改委 市财政局 2021-05-20", "市发改委 市财政局"),
    ("日期：21.05.20　来源：长河电力报", "长河电力报"),
]
BELOW = [
    ("（来源：长河环境报）", "长河环境报"),
    ("（转载自《长河日报》）", "长河日报"),
    ("（摘自《江潮》2021年第10期）", "江潮"),
    ("（据江潮社）", "江潮社"),
    ("来源 | 碳中和工程师", "碳中和工程师"),
    ("本文转自：长河矿业报", "长河矿业报"),
    ("内容来源：江潮社", "江潮社"),
    ("▌来源：省能源局", "省能源局"),
    ("本文转载自“长河碳中和”公众号", "长河碳中和"),
    ("<span>本文来自微信公众号：</span><a>碳识局（ID：tanshi）</a>，作者：吴小亮，题图来自：视觉江河", "碳识局"),
]


def read(above: str, *below: str) -> ReadArticle:
    text = "".join(f"<p>{line}</p>" for line in (*TEXT, *below))
    return read_article(PAGE.format(title=TITLE, above=above, text=text).encode(), {}, "")


@pytest.mark.parametrize(("line", "source"), ABOVE)
def test_a_line_above_the_text(line: str, source: str) -> None:
    article = read(line)
    assert (article.publisher, article.published_on, article.paragraphs) == (source, date(2021, 5, 20), TEXT)


@pytest.mark.parametrize(("line", "source"), BELOW)
def test_a_line_below_the_text(line: str, source: str) -> None:
    article = read("2021-05-20 阅读 22", line)
    assert (article.publisher, article.paragraphs) == (source, TEXT)


@pytest.mark.parametrize("line", ["Press release | May 20, 2021 | Brussels", "Energy News 20 May 2021 3 min read"])
def test_a_line_that_only_dates_a_text_is_none_of_it(line: str) -> None:
    article = read(line)
    assert (article.published_on, article.paragraphs) == (date(2021, 5, 20), TEXT)


def test_a_dated_sentence_is_text() -> None:
    lines = ("Trading resumed on May 20, 2021.", *TEXT)
    page = PAGE.format(title=TITLE, above="2021-05-21", text="".join(f"<p>{line}</p>" for line in lines))
    assert read_article(page.encode(), {}, "").paragraphs == lines


@pytest.mark.parametrize(
    ("printed", "day"),
    [("20/05/2021, 3:28pm", date(2021, 5, 20)), ("05/20/2021", date(2021, 5, 20)), ("05/06/2021", None)],
)
def test_a_day_that_could_be_two_days_is_none(printed: str, day: date | None) -> None:
    assert read(f"Published on {printed}").published_on == day
