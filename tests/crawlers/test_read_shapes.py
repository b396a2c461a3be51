"""Where sites print day, source and author: one line of markup for each habit, with the same two paragraphs below."""

from datetime import date

import pytest

from crawlers.reading.article import read_article

TITLE = "南方三省试点绿色电力证书交易"
FIRST = "试点自五月起分两批展开，首批九家用电企业已经完成注册，交易规则和结算办法同步公布，证书不得重复出售。"
SECOND = "主持试点的单位表示，价格由双方商定，平台按周公布均价，并对连续两周没有成交的品种作出提示。"
DAY = date(2024, 5, 20)
TREE = (
    f'<html><head><meta charset="utf-8"><title>{TITLE}{{site}}</title>{{head}}</head><body>{{top}}<div class="{{box}}">'
)
TREE += f"<p>{FIRST}</p><p>{SECOND}</p></div>{{end}}</body></html>"
H1 = f"<h1>{TITLE}</h1>"
INFO = """<table><tr><td>发布机构:</td><td>南江省能源局</td><td>成文日期:</td><td>2024-05-10</td></tr>
<tr><td>文号:</td><td>南能新能〔2024〕9号</td><td>发布日期:</td><td>2024-05-20</td></tr></table>"""

HABITS = {
    "labelled link": (H1 + "<p><span>2024-05-20 10:12</span><span>来源:<a>长河能源报</a></span></p>", "长河能源报"),
    "edition behind the link": (H1 + "<p>2024-05-20 10:12 来源: <a>长河时报</a>(南方)</p>", "长河时报(南方)"),
    "marked link": (H1 + '<p><span>2024年05月20日 08:11</span><a class="source">河湾日报</a></p>', "河湾日报"),
    "one line": (H1 + "<div>来源：长河网 | 2024年05月20日 10:11</div>", "长河网"),
    "blank in the label": (
        H1 + "<div>发布日期：2024-05-20 &nbsp; 来 源：省能源局 &nbsp; 浏览次数： 字号：[大 中 小]</div>",
        "省能源局",
    ),
    "name that holds a label": (H1 + "<div>2024-05-20 来源：河湾发布 作者：甲乙</div>", "河湾发布"),
    "from": (H1 + "<p>本文来源于<span><a>河湾统计局</a></span><span>2024-05-20 09:36</span></p>", "河湾统计局"),
    "reporter / paper": (
        H1 + "<div><p>李木/河湾青年报</p><p>2024-05-20 09:10</p><span>字号</span></div>",
        "河湾青年报",
    ),
    "this site": (H1 + "<div><span>时间 : 2024-05-20</span><span>来源 : 本网</span></div>", "本网"),
    "above the title": ("<p>2024-05-20 07:00 来源：长河网</p>" + H1, "长河网"),
    "table": (
        INFO + H1,
        "南江省能源局",
    ),
}


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("box", ["TRS_Editor", "article-content", "c7f3"])
def test_day_and_source_beside_the_title(habit: str, box: str) -> None:
    top, publisher = HABITS[habit]
    article = read_article(TREE.format(site="_长河网", head="", top=top, box=box, end="").encode(), {}, "")
    assert (article.title, article.published_on, article.publisher) == (TITLE, DAY, publisher)
    assert article.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    "site", ["", "_长河网", "-长河网", "--能源--长河网", "|绿证|电力_长河财经_长河网", " - 长河 - 能源"]
)
def test_the_title_ends_where_the_site_begins(site: str) -> None:
    for top in (H1, "<p>2024-05-20</p>"):
        page = TREE.format(site=site, head="", top=top, box="article-content", end="")
        assert read_article(page.encode(), {}, "").title == TITLE


def test_a_constant_title_gives_way_to_the_heading() -> None:
    page = TREE.format(site="", head="", top=H1, box="article-content", end="").replace(
        f"<title>{TITLE}", "<title>长河网"
    )
    assert read_article(page.encode(), {}, "").title == TITLE


@pytest.mark.parametrize(
    ("head", "day", "sure"),
    [
        ('<meta name="PubDate" content="2024-05-20 10:00:00">', DAY, "high"),
        ('<meta name="PubDate" content="2024-05-18">', DAY, "low"),
        ("", DAY, "medium"),
    ],
)
def test_how_sure_a_day_is_says_whether_the_page_agrees_with_itself(head: str, day: date, sure: str) -> None:
    page = TREE.format(site="", head=head, top=H1 + "<p>2024-05-20</p>", box="TRS_Editor", end="")
    article = read_article(page.encode(), {}, "")
    assert (article.published_on, article.found["published_on"].sure) == (day, sure)


@pytest.mark.parametrize(
    ("top", "end", "author"),
    [
        ("<p>2024-05-20 来源：长河网 作者：赵六 编辑：钱七</p>", "", "赵六"),
        ("<p>本报记者 王小明 方 圆</p><p>2024-05-20</p>", "", "王小明 方圆"),
        ("<p>2024-05-20</p>", "<p>本文来源：长河网 作者：孙八</p>", "孙八"),
        ("<p>2024-05-20</p>", "<p>责任编辑：周九</p>", ""),
    ],
)
def test_who_wrote_it(top: str, end: str, author: str) -> None:
    head = '<meta name="author" content="周九">' if "周九" in end else ""
    page = TREE.format(site="_长河网", head=head, top=H1 + top, box="TRS_Editor", end=end)
    assert read_article(page.encode(), {}, "").author == author


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("夲呅內傛莱源亍：狆國碳*交*易-網 τā ńpāīfāńɡ.cōm", ""),
        ("禸*嫆-唻@洎：ф啯/碳^排`放 ｔａｎｐａｉｆａｎｇ.ｃｏｍ", ""),
        ("本`文@内-容-来-自；中^国_碳…网 t a n p a i f a n g . c o m", ""),
        (
            "以上数字摘自碳排放交易网（tanpaifang.com）五月的汇编。",
            "以上数字摘自碳排放交易网（tanpaifang.com）五月的汇编。",
        ),
        (
            "数据来自中国、欧盟、美国的碳市场，排放、交易、配额三项。",
            "数据来自中国、欧盟、美国的碳市场，排放、交易、配额三项。",
        ),
        ("（记者 赵六 钱七）", ""),
        ("责任编辑：孙八", ""),
        ("（记者 赵六）据新华社讯的消息说，两地同日开市。", "（记者 赵六）据新华社讯的消息说，两地同日开市。"),
    ],
)
def test_what_hides_in_a_paragraph_goes_and_what_it_says_stays(printed: str, left: str) -> None:
    page = TREE.format(site="", head="", top=H1, box="TRS_Editor", end="").replace(FIRST, FIRST + printed)
    article = read_article(page.encode(), {}, "")
    assert article.paragraphs == (FIRST + left, SECOND)
    assert FIRST + printed in article.raw_text.replace("\n", "")


@pytest.mark.parametrize(
    "junk",
    [
        '<table class="adInContent"><tr><td>广告 <a href="/ad/1.html">点击查看详情</a></td></tr></table>',
        "<p>广告</p>",
        "<p>（责编：孙八、周九）</p>",
        "<p>长河小编 · 2024-05-20 · 阅读量 · 1318 摘要：试点自五月起分两批展开…</p>",
    ],
)
def test_advertisements_and_bylines_inside_the_body_are_no_text(junk: str) -> None:
    for first in (True, False):
        text = f"{junk}<p>{FIRST}</p>" if first else f"<p>{FIRST}</p>{junk}"
        page = TREE.format(site="", head="", top=H1, box="TRS_Editor", end="").replace(f"<p>{FIRST}</p>", text)
        if "摘要" in junk and not first:
            continue
        assert read_article(page.encode(), {}, "").paragraphs == (FIRST, SECOND)


def test_a_byline_before_the_first_sentence_goes_and_the_sentence_stays() -> None:
    lead = "碳道小编 · 2024-05-20 · 阅读量 · 1318 摘要："
    page = TREE.format(site="", head="", top=H1, box="TRS_Editor", end="").replace(FIRST, lead + FIRST)
    article = read_article(page.encode(), {}, "")
    assert (article.paragraphs, article.published_on) == ((FIRST, SECOND), DAY)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("一 氯 二 氟 甲 烷的生产量按月统计。", "一氯二氟甲烷的生产量按月统计。"),
        ("与会的田\n  舫介绍了情况。", "与会的田舫介绍了情况。"),
        ("配额共 50 亿吨，其中 A B 两类各半。", "配额共 50 亿吨，其中 A B 两类各半。"),
    ],
)
def test_letters_set_apart_and_wrapped_lines_are_joined(printed: str, read: str) -> None:
    page = TREE.format(site="", head="", top=H1, box="TRS_Editor", end="").replace(SECOND, printed)
    assert read_article(page.encode(), {}, "").paragraphs == (FIRST, read)


def test_a_headline_pasted_behind_the_text_goes() -> None:
    page = TREE.format(site="", head="", top=H1, box="TRS_Editor", end="").replace(
        SECOND, f"{SECOND}</p><p>（{TITLE}）"
    )
    article = read_article(page.encode(), {}, "")
    assert article.paragraphs == (FIRST, SECOND)
    assert TITLE in article.raw_text
