"""Items of our own, labelled before the judge was asked and kept out of its training: `wordings/sections*.jsonl`.

`sections_week.jsonl` is mixed as a week of crawling is: at first sight 0.973 of 150 were right, then 0.980 of 100.
"""

import json
from pathlib import Path

from nlp.records import Document
from nlp.sections import judge

FOLDER = Path(__file__).parent / "wordings"


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


ROWS, WEEK = _rows("sections.jsonl"), _rows("sections_week.jsonl")


def test_sections_of_fresh_items_stay_above_their_floors() -> None:
    judged = [(row["section"], judge(Document(row["title"], row["text"], row["source"]))) for row in ROWS]
    assert len(judged) >= 107
    sure = [truth == said.section for truth, said in judged if not said.abstain]
    assert sum(truth == said.section for truth, said in judged) / len(judged) >= 0.97
    assert len(sure) / len(judged) >= 0.88
    assert sum(sure) / len(sure) >= 0.98
    assert not [truth for truth, said in judged if truth != "offtopic" and said.section == "offtopic"]


def test_sections_of_a_fresh_week_stay_above_their_floors() -> None:
    judged = [(row["section"], judge(Document(row["title"], row["text"], row["source"]))) for row in WEEK]
    assert len(judged) == 250
    sure = [truth == said.section for truth, said in judged if not said.abstain]
    assert sum(truth == said.section for truth, said in judged) / len(judged) >= 0.98
    assert len(sure) / len(judged) >= 0.88
    assert sum(sure) / len(sure) >= 0.99
    assert not [truth for truth, said in judged if truth != "offtopic" and said.section == "offtopic"]


def test_most_articles_keep_their_section_without_their_title() -> None:
    """The 250 above, one in ten untitled already; by the model before, 0.89 were right and 0.94 of the sure ones."""
    judged = [(row["section"], judge(Document("", row["text"], row["source"]))) for row in WEEK]
    sure = [truth == said.section for truth, said in judged if not said.abstain]
    assert sum(truth == said.section for truth, said in judged) / len(judged) >= 0.93
    assert sum(sure) / len(sure) >= 0.97


def test_where_a_carbon_market_is_decides_between_market_and_international_news() -> None:
    text = "{}碳市场配额现货成交活跃，成交量较上周翻番，交易所未作评论。"
    assert judge(Document("新西兰碳市场成交活跃", text.format("新西兰"))).section == "international"
    assert judge(Document("湖北碳市场成交活跃", text.format("湖北"))).section == "market"


def test_an_act_of_a_foreign_buyer_on_a_market_here_is_market_news() -> None:
    text = "广州碳排放权交易所介绍，一家法国企业昨日通过该所买入广东碳配额2万吨，成交价每吨25元，为首家境外投资者。"
    assert judge(Document("广东碳市场迎来首家法国企业 买入配额2万吨", text)).section == "market"
