"""Articles in JSON lines go in; every line that cannot is named."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from archive.models import Article
from archive.records import Tally

ARTICLE = {
    "url": "https://example.org/1",
    "title": "湖北碳市场放量",
    "text": "第一段。\n第二段。",
    "published_on": "2017-05-17",
}


@pytest.mark.django_db
class TestArticles:
    def test_what_read_prints_goes_in(self, take: Callable[..., Tally]) -> None:
        read = {
            **ARTICLE,
            "file": "a.html",
            "publisher": "某报",
            "author": None,
            "doc_number": None,
            "issuers": [],
            "signed_on": None,
            "tables": [{"before": 1, "rows": [["日期", "价格"], ["5月17日", "16.40"]]}],
            "images": [{"url": "https://example.org/1.png", "caption": ""}],
            "attachments": [{"name": "附件.doc", "url": None}],
            "flags": ["watermark"],
            "found": {"title": {"where": "meta", "sure": "high"}},
        }
        assert take(json.dumps(read), "in.jsonl") == Tally(read=1, stored=1)
        stored = Article.objects.get()
        assert (stored.section, stored.section_by, stored.published_on) == ("domestic", "model", date(2017, 5, 17))
        assert stored.tables == [{"after": 1, "rows": [["日期", "价格"], ["5月17日", "16.40"]]}]
        assert [a.name for a in stored.attachments.all()] == ["附件.doc"]
        assert take(json.dumps(read), "in.jsonl") == Tally(read=1, unchanged=1)

    def test_a_section_in_the_file_is_an_editors_word(self, take: Callable[..., Tally]) -> None:
        lines = [
            json.dumps({**ARTICLE, "url": f"https://example.org/{n}", "section": s})
            for n, s in enumerate(["政策聚焦", "policy"])
        ]
        assert take("\n".join(lines)).stored == 2
        assert set(Article.objects.values_list("section", "section_by", "confidence")) == {("policy", "editor", None)}

    def test_first_sight_is_kept(self, take: Callable[..., Tally]) -> None:
        take(json.dumps({**ARTICLE, "first_seen_at": "2017-05-18T08:00:00+08:00"}))
        assert Article.objects.get().first_seen_at == datetime(2017, 5, 18, tzinfo=UTC)

    def test_an_article_without_an_address_is_known_by_its_words(self, take: Callable[..., Tally]) -> None:
        line = json.dumps({**ARTICLE, "url": None})
        assert take(line).stored == 1
        assert take(line).unchanged == 1

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("not json", "不是 JSON"),
            ("[1]", "对象"),
            ('{"title": ""}', "title"),
            ('{"market": "hubei", "product": "HBEA", "day": "2017-05-17", "close": 16.4}', "行情请存为 CSV"),
            (json.dumps({**ARTICLE, "section": "sport"}), "sport"),
            (json.dumps({**ARTICLE, "published_on": "May 17"}), "published_on"),
            (json.dumps({**ARTICLE, "issuers": "某局"}), "issuers"),
            (json.dumps({**ARTICLE, "text": ["a"]}), "text"),
            (json.dumps({**ARTICLE, "tables": [{"rows": "x"}]}), "rows"),
            (json.dumps({"file": "x", "error": "Hollow", "text": ""}), "Hollow"),
            (json.dumps({"title": "a\ud800"}), "半个编码"),
            (json.dumps({**ARTICLE, "tables": [{"rows": [["\ud800"]]}]}), "半个编码"),
            (json.dumps({**ARTICLE, "first_seen_at": "0001-01-01T00:00:00+08:00"}), "first_seen_at"),
            ('{"tables": ' + "[" * 100_000, "太深"),
        ],
    )
    def test_a_bad_line_is_named_and_the_rest_is_kept(self, take: Callable[..., Tally], line: str, says: str) -> None:
        tally = take(f"{json.dumps(ARTICLE)}\n{line}\n")
        assert (tally.read, tally.stored) == (2, 1)
        assert tally.errors[0].startswith("第 2 行：")
        assert says in tally.errors[0]

    def test_a_field_that_is_not_known_is_said_once(self, take: Callable[..., Tally]) -> None:
        lines = [json.dumps({**ARTICLE, "url": f"https://example.org/{n}", "mood": "good"}) for n in range(3)]
        tally = take("\n".join(lines))
        assert (tally.read, tally.stored, len(tally.errors)) == (3, 3, 1)
        assert "mood" in tally.errors[0]
