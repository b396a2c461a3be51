"""Articles are one by their document number or address; what changes at the source is kept with a diff."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive import articles, selection, urls
from archive.errors import BadInput
from archive.models import Article, Correction, Issue, Item
from archive.records import ArticleRow, AttachmentRow, Tally

pytestmark = pytest.mark.django_db
NEWS = ArticleRow(
    url="http://example.org/a/1.html",
    source="some_news",
    title="湖北碳市场本周放量",
    text="第一段。\n第二段。",
    section="domestic",
    confidence=0.8,
    published_on=date(2017, 5, 17),
)
POLICY = replace(
    NEWS,
    url="https://gov.example/1",
    title="关于开展核查的通知",
    doc_number="某发改〔2017〕12号",
    issuers=("某省发展改革委",),
    section="policy",
)


def put(*rows: ArticleRow, at: datetime) -> Tally:
    return articles.store(rows, observed_at=at, page=None)


def test_the_same_article_is_stored_once(now: datetime) -> None:
    assert put(NEWS, at=now) == Tally(read=1, stored=1)
    again = replace(NEWS, url="HTTPS://Example.org/a/1.html/?utm_source=wx#top", text="第一段。\n\n第二段。 ")
    assert put(again, NEWS, at=now + timedelta(days=1)) == Tally(read=2, unchanged=2)
    stored = Article.objects.get()
    assert stored.first_seen_at == stored.updated_at == now


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.cn/x/", "https://A.cn:443/x#p2", True),
        ("http://a.cn/x?id=1&spm=3.4", "http://a.cn/x?id=1", True),
        ("http://a.cn/x?id=1", "http://a.cn/x?id=2", False),
        ("http://a.cn/#/news/1", "http://a.cn/#/news/2", False),
        ("http://a.cn/X", "http://a.cn/x", False),
        ("http://[bad/x", "http://[bad/x ", True),
        ("saved page 1", "saved page 2", False),
    ],
)
def test_addresses_of_one_page(one: str, other: str, same: bool) -> None:
    assert (urls.key(one) == urls.key(other)) is same


def test_a_later_edit_is_a_version_with_a_diff(now: datetime) -> None:
    put(NEWS, at=now)
    later = now + timedelta(days=1)
    assert put(replace(NEWS, text="第一段。\n第二段，已更正。"), at=later) == Tally(read=1, revised=1)
    stored = Article.objects.get()
    (version,) = stored.versions.all()
    assert (stored.text, stored.updated_at, stored.first_seen_at) == ("第一段。\n第二段，已更正。", later, now)
    assert (version.text, version.seen_at, version.replaced_at) == (NEWS.text, now, later)
    assert "-第二段。\n+第二段，已更正。" in version.diff


def test_an_edit_in_a_table_or_a_file_is_a_version_too(now: datetime) -> None:
    plan = AttachmentRow(name="方案.pdf", url="https://gov.example/p.pdf", state="text", text="配额总量 2.5 亿吨。")
    first = replace(POLICY, tables=({"after": 1, "rows": [["行业", "基准"], ["水泥", "0.85"]]},), attachments=(plan,))
    put(first, at=now)
    cell = replace(first, tables=({"after": 1, "rows": [["行业", "基准"], ["水泥", "0.83"]]},))
    assert put(cell, at=now + timedelta(days=1)) == Tally(read=1, revised=1)
    other = replace(cell, attachments=(replace(plan, text="配额总量 2.4 亿吨。"),))
    assert put(other, at=now + timedelta(days=2)) == Tally(read=1, revised=1)
    # The page was read again and the file not fetched: that is no change.
    assert put(replace(other, attachments=(), tables=()), at=now + timedelta(days=3)).revised == 0
    one, two = Article.objects.get().versions.order_by("replaced_at")
    assert ("-水泥 | 0.85" in one.diff, "+水泥 | 0.83" in one.diff) == (True, True)
    assert ("-配额总量 2.5 亿吨。" in two.diff, "+配额总量 2.4 亿吨。" in two.diff) == (True, True)


def test_an_older_wording_joins_the_history_and_replaces_nothing(now: datetime) -> None:
    put(NEWS, at=now)
    old = replace(NEWS, text="更早的说法。")
    assert put(old, at=now - timedelta(days=2)).revised == 1
    assert put(old, at=now - timedelta(days=2)) == Tally(read=1, unchanged=1)
    stored = Article.objects.get()
    assert stored.text == NEWS.text
    assert [v.text for v in stored.versions.all()] == ["更早的说法。"]


def test_a_page_that_lost_its_text_takes_nothing_away(now: datetime) -> None:
    put(NEWS, at=now)
    assert put(replace(NEWS, text=""), at=now + timedelta(days=1)) == Tally(read=1, unchanged=1)
    stored = Article.objects.get()
    assert stored.text == NEWS.text
    assert stored.flags == [articles.GONE]


def test_a_document_is_one_by_issuer_and_number_wherever_it_is_printed(now: datetime) -> None:
    put(POLICY, at=now)
    copy = replace(POLICY, url="https://portal.example/9", doc_number="某发改[2017] 12 号", text="另一种排版的全文。")
    assert put(copy, at=now) == Tally(read=1, unchanged=1)
    assert Article.objects.get().url == POLICY.url
    other = replace(POLICY, url="https://gov.example/2", issuers=("另一省发展改革委",))
    assert put(other, at=now).stored == 1


def test_the_issuers_own_page_takes_over_from_a_copy(now: datetime) -> None:
    put(replace(POLICY, url="https://portal.example/9"), at=now)
    put(replace(POLICY, official=True, text="官方全文。"), at=now)
    stored = Article.objects.get()
    assert (stored.url, stored.text, stored.official) == (POLICY.url, "官方全文。", True)


def test_a_reading_that_does_not_say_official_takes_nothing_away(now: datetime) -> None:
    put(replace(POLICY, official=True), at=now)
    assert put(POLICY, at=now) == Tally(read=1, unchanged=1)
    assert Article.objects.get().official


def test_a_number_that_was_read_later_makes_no_second_article(now: datetime) -> None:
    put(replace(POLICY, doc_number="", issuers=()), at=now)
    assert put(POLICY, at=now) == Tally(read=1, unchanged=1)
    assert Article.objects.get().doc_number == POLICY.doc_number
    assert put(replace(POLICY, doc_number="某发改〔2017〕13号"), at=now).stored == 1


def test_the_model_never_overwrites_an_editor(now: datetime) -> None:
    put(NEWS, at=now)
    edited = replace(NEWS, section="market", section_by="editor", confidence=None)
    assert put(edited, at=now) == Tally(read=1, revised=1)
    assert put(replace(NEWS, section="offtopic"), edited, at=now) == Tally(read=2, unchanged=2)
    stored = Article.objects.get()
    assert (stored.section, stored.section_by) == ("market", "editor")
    assert [(c.field, c.old, c.new) for c in Correction.objects.all()] == [("section", "domestic", "market")]


def test_a_day_that_an_editor_corrected_stays(now: datetime) -> None:
    put(NEWS, at=now)
    stored = Article.objects.get()
    Correction.objects.create(
        article=stored, made_at=now, made_by="e", field="published_on", old="2017-05-17", new="2017-05-18"
    )
    Article.objects.update(published_on=date(2017, 5, 18))
    put(replace(NEWS, author="记者"), at=now)
    stored.refresh_from_db()
    assert (stored.published_on, stored.author) == (date(2017, 5, 18), "记者")


def test_a_title_that_an_editor_wrote_stays_while_the_text_goes_on(now: datetime) -> None:
    put(NEWS, at=now)
    stored = Article.objects.get()
    Correction.objects.create(article=stored, made_at=now, made_by="e", field="title", old=NEWS.title, new="编辑的标题")
    Article.objects.update(title="编辑的标题")
    later = now + timedelta(days=1)
    assert put(NEWS, at=later) == Tally(read=1, unchanged=1)
    assert put(replace(NEWS, text="第一段改了。"), at=later) == Tally(read=1, revised=1)
    stored.refresh_from_db()
    assert (stored.title, stored.text) == ("编辑的标题", "第一段改了。")


def test_attachments_are_kept_once_and_a_text_is_not_lost(now: datetime) -> None:
    doc = AttachmentRow(name="附件1", url="https://gov.example/1.doc", state="text", text="名单")
    bare = [AttachmentRow(name="附件2", url=""), AttachmentRow(name="附件3", url="")]
    put(replace(POLICY, attachments=(doc, *bare)), at=now)
    put(replace(POLICY, attachments=(replace(doc, state="link", text=""), *bare)), at=now)
    assert sorted((a.name, a.state, a.text) for a in Article.objects.get().attachments.all()) == [
        ("附件1", "text", "名单"),
        ("附件2", "link", ""),
        ("附件3", "link", ""),
    ]


@pytest.mark.parametrize("bad", [{"section": "sport"}, {"url": " "}, {"title": ""}])
def test_what_is_no_article_is_refused_and_nothing_is_stored(bad: dict[str, str], now: datetime) -> None:
    with pytest.raises(BadInput):
        put(POLICY, replace(NEWS, **bad), at=now)
    assert not Article.objects.exists()


def test_a_repost_points_at_the_original(now: datetime) -> None:
    put(NEWS, replace(NEWS, url="http://b.example/2"), at=now)
    first, second = Article.objects.order_by("pk")
    assert articles.link_reposts([(first.pk, first.pk), (second.pk, first.pk)]) == 1
    assert articles.link_reposts([(first.pk, None), (second.pk, first.pk)]) == 0
    assert list(first.reposts.all()) == [second]
    assert articles.link_reposts([(second.pk, None)]) == 1


def titles(day: date, **asked: int) -> set[str]:
    return {article.title for article in selection.candidates(day, **asked)}


def test_an_issue_is_drafted_from_a_soft_window() -> None:
    day = date(2017, 5, 19)
    seen = datetime(2017, 5, 18, tzinfo=UTC)
    long_ago = datetime(2016, 1, 1, tzinfo=UTC)
    rows = {
        "news of the week": (NEWS, seen),
        "news of the day itself": (replace(NEWS, published_on=day), seen),
        "news of tomorrow": (replace(NEWS, published_on=day + timedelta(days=1)), seen),
        "news of 8 days found late": (replace(NEWS, published_on=day - timedelta(days=8)), seen),
        "news of 8 days known since": (replace(NEWS, published_on=day - timedelta(days=8)), long_ago),
        "news of 40 days found late": (replace(NEWS, published_on=day - timedelta(days=40)), seen),
        "policy of 23 days": (replace(NEWS, section="policy", published_on=day - timedelta(days=23)), long_ago),
        "policy of 60 days found late": (replace(NEWS, section="policy", published_on=day - timedelta(days=60)), seen),
        "undated, seen now": (replace(NEWS, published_on=None), seen),
        "undated, seen long ago": (replace(NEWS, published_on=None), long_ago),
        "off topic": (replace(NEWS, section="offtopic"), seen),
        "spiked": (NEWS, seen),
    }
    for number, (title, (row, at)) in enumerate(rows.items()):
        put(replace(row, title=title, url=f"http://example.org/{number}"), at=at)
    Article.objects.filter(title="spiked").update(state="spiked")
    assert titles(day) == {
        "news of the week",
        "news of the day itself",
        "news of 8 days found late",
        "policy of 23 days",
        "policy of 60 days found late",
        "undated, seen now",
    }


def test_what_an_issue_printed_is_not_printed_again(now: datetime) -> None:
    put(NEWS, at=now)
    day = date(2017, 5, 19)
    issue = Issue.objects.create(number=108, date=day, first_day=day, last_day=day, created_at=now)
    Item.objects.create(issue=issue, article=Article.objects.get(), section="domestic", position=1)
    assert titles(day) == set()
    assert titles(day, number=108) == {NEWS.title}
    assert titles(day, number=109) == set()
