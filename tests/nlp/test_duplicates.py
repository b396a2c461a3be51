import json
import random
from datetime import date

from nlp.dates import find_date
from nlp.duplicates import Entry, cluster, index

STORY = [
    "青山市昨日启动碳普惠平台，首批接入公交和骑行两种场景。",
    "市民每骑行一公里可得十二克减排积分，积分可在合作商户兑换礼品。",
    "市发展改革部门负责人介绍，平台年内计划覆盖60万名用户，预计减排2.4万吨。",
    "同济湾大学的研究者认为，公众参与的关键在于核算方法公开可信。",
    "平台由市环境能源公司建设运营，财政首年投入1200万元。",
    "下一步，该市还将把旧衣回收、光盘行动等生活场景纳入核算范围。",
]
NOTE = "青山碳市场{day}运行平稳。当日成交配额{volume}吨，成交额{money}元，收盘价{price}元/吨，较前一交易日持平。"


def clusters(*entries):
    return {name: group for name, group, _ in cluster(entries)}


def test_a_reprint_with_another_title_and_furniture():
    text = "".join(STORY)
    found = clusters(
        Entry("a", "青山市启动碳普惠平台", text),
        Entry("b", "青山市启动碳普惠平台 - 青山日报", "首页 > 新闻 > 正文\n" + "\n".join(STORY) + "\n责任编辑：某某"),
        Entry("c", "骑车也能攒积分", "".join(STORY[:4])),
        Entry(
            "d", "青山湖水质改善", "青山湖水质连续三年改善，今年一季度监测断面全部达到三类标准，渔民重新下湖捕捞银鱼。"
        ),
    )
    assert found == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_hard_wraps_and_width_make_no_difference():
    text = "".join(STORY)
    wrapped = "\n".join(text[i : i + 19] for i in range(0, len(text), 19)).replace("，", ",").replace("12", "１２")
    assert clusters(Entry("a", "", text), Entry("b", "", wrapped)) == {"a": "a", "b": "a"}


def test_daily_notes_of_one_template_stay_apart():
    notes = [
        Entry(
            str(n),
            f"青山碳市场行情（5月{n}日）",
            NOTE.format(day=f"5月{n}日", volume=n * 317, money=n * 9411, price=30 + n),
        )
        for n in range(3, 9)
    ]
    assert len(set(clusters(*notes).values())) == len(notes)


def test_series_years_places_and_numbers_stay_apart():
    body = "".join(STORY)
    pairs = [
        ("青山省碳普惠方法学（第三批）备案清单", "青山省碳普惠方法学（第一批）备案清单"),
        ("关于做好2015年度配额清缴工作的通知", "关于做好2016年度配额清缴工作的通知"),
        ("湖北省关于开展碳普惠的通知", "湖南省关于开展碳普惠的通知"),
        ("青山县28个林业碳汇项目竞价情况", "青山县25个林业碳汇项目竞价情况"),
    ]
    for one, other in pairs:
        assert clusters(Entry("a", one, body), Entry("b", other, body)) == {"a": "a", "b": "b"}
    numbered = [Entry(n, "关于碳普惠的通知", f"关于碳普惠的通知\n青碳〔2020〕{n}号\n各单位：\n{body}") for n in "12"]
    assert clusters(*numbered) == {"1": "1", "2": "2"}


def test_the_original_is_the_earliest_then_the_most_complete():
    text = "".join(STORY)
    entries = [
        Entry("short", "", "".join(STORY[:4]), date(2017, 5, 17)),
        Entry("late", "", text, date(2017, 5, 18)),
        Entry("undated", "", text),
        Entry("full", "", text, date(2017, 5, 17)),
    ]
    assert {original for _, _, original in cluster(entries)} == {"full"}


def test_order_of_input_is_kept():
    names = [str(n) for n in range(50)]
    assert [name for name, _, _ in cluster(Entry(name, "", f"第{name}篇。" * 3) for name in names)] == names


def test_changed_reprints_of_real_articles_are_found(shared):
    rows = [json.loads(line) for line in (shared / "corpus/articles.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if len(row["text"]) > 400]
    chance = random.Random(7)
    entries, copies = [], []
    for row in rows:
        entries.append(Entry(row["id"], row["title"], row["text"]))
        text = row["text"][: int(len(row["text"]) * 0.7)]
        text = "".join("某" if chance.random() < 0.02 and not c.isdigit() else c for c in text)
        copies.append(Entry(row["id"] + "+", row["title"], text + "\n更多精彩请关注本站"))
    found = clusters(*entries, *copies)
    assert sum(found[f"{row['id']}+"] == found[row["id"]] for row in rows) / len(rows) >= 0.95


def test_floors_on_real_pairs(shared):
    def rows(name):
        return [json.loads(line) for line in (shared / f"corpus/{name}.jsonl").read_text("utf-8").splitlines()]

    same, different = rows("dups"), rows("hard_negatives")
    documents = {row[side]["id"]: row[side] for row in same + different for side in "ab"}
    entries = [Entry(k, d["title"] or "", d["text"], find_date(d.get("date") or "")) for k, d in documents.items()]
    found = clusters(*entries)
    assert sum(found[row["a"]["id"]] == found[row["b"]["id"]] for row in same) / len(same) >= 0.94
    assert sum(found[row["a"]["id"]] != found[row["b"]["id"]] for row in different) / len(different) >= 0.95


def test_reprints_are_found_whatever_the_index_has_grown_to(monkeypatch):
    monkeypatch.setattr(index, "_SLOTS", 16)
    chance = random.Random(3)
    han = [chr(code) for code in range(0x4E00, 0x5E00)]
    stories = [["".join(chance.choices(han, k=24)) + "。" for _ in range(6)] for _ in range(60)]
    first = [Entry(f"{n}", "", "".join(story)) for n, story in enumerate(stories)]
    later = [Entry(f"{n}+", "", "".join(story[:5]) + "责任编辑某某。") for n, story in enumerate(stories)]
    found = clusters(*first, *later)
    assert [found[f"{n}+"] for n in range(60)] == [f"{n}" for n in range(60)]
    assert len(set(found.values())) == 60


def test_a_template_of_thousands_stops_no_one(monkeypatch):
    """Slots that hold one template's entries are carried on in part: what is new is compared with the newest."""
    monkeypatch.setattr(index, "_SLOTS", 16)
    monkeypatch.setattr(index, "_KEPT", 8)
    bands = index.Bands()
    same = tuple(range(64))
    for _ in range(200):
        near = bands.add(same)
    assert 198 in near
    assert 0 not in near
